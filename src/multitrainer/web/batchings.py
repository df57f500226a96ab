"""How a course is split into batches: its settings, who waits, and what would become of them."""

from functools import partial
from itertools import count, takewhile
from typing import Any

from fastapi import APIRouter, Request, Response

from multitrainer.domain.enrolments import EnrolmentStatus
from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.proposals import ProposalKind
from multitrainer.schemas.base import Id
from multitrainer.schemas.enrolments import NewBatching
from multitrainer.schemas.proposals import NewProposal
from multitrainer.services import Services
from multitrainer.services.changes.tags import tagged
from multitrainer.stored.ids import new_id
from multitrainer.web.forms import Sent, answered, body, done, filled_in, fresh_id
from multitrainer.web.routes import Paged
from multitrainer.web.visitors import Visitor, visitor

router = APIRouter(prefix="/courses/{course_id}/batching", include_in_schema=False, route_class=Paged)
Raw = dict[str, Any]

NUMBERS = ("target", "minimum", "maximum")
PARTS = ("day", "start", "end")
BLANK_TIMES, BLANK_SESSIONS = 2, 1
"""So many lines are left to write into."""
MOST_WAITING = 100


@router.get("")
async def show_batching(request: Request, course_id: Id) -> Response:
    """Show how a course is split, and who waits."""
    services, who = await visitor(request)
    return await _batching(services, who, course_id)


@router.post("")
async def save_batching(request: Request, course_id: Id) -> Response:
    """Save the settings and, where that is asked, have a plan made by them, which changes nothing yet."""
    services, who, sent = await filled_in(request, partial(_batching, course_id=course_id))
    settings = {**sent.numbers(*NUMBERS), "slots": slots_of(sent), "batches": batches_of(sent)}
    new = body(NewBatching, **settings, **sent.given("rest"))
    await services.batchings.put(who.known, course_id, new, sent["tag"])
    if not sent["preview"]:
        return done(f"/courses/{course_id}/batching")
    split = NewProposal(kind=ProposalKind.BATCHES)
    made = await services.proposals.make(who.known, [course_id], split, fresh_id(sent))
    return done(f"/proposals/{made['_id']}")


def slots_of(sent: Sent) -> list[Raw]:
    """The times at which batches can meet, as they were typed; lines with nothing in them are left out."""
    fields = dict(sent)
    there = takewhile(lambda slot: slot in fields, (f"slot-{n}" for n in count()))
    found = [{"name": sent[slot].strip(), "sessions": sent.lines(slot, PARTS)} for slot in there]
    return [one for one in found if one["name"] or one["sessions"]]


def batches_of(sent: Sent) -> dict[str, str]:
    """The time of each batch that has one."""
    return {field.removeprefix("of-"): value for field, value in sent if field.startswith("of-") and value}


async def _batching(
    services: Services, who: Visitor, course_id: str, sent: Sent | None = None, error: MultitrainerError | None = None
) -> Response:
    caller = who.known
    kept = await services.batchings.read(caller, course_id)
    waiting = await services.enrolments.page(caller, course_id, EnrolmentStatus.WAITING, None, None, MOST_WAITING)
    lanes = await services.boards.read(caller, course_id)
    cards = {card.batch: card for lane in lanes for card in lane.cards}
    shown: Raw = {
        "kept": kept,
        "tag": tagged(kept).tag,
        "fresh": new_id(),
        "slots": slots_of(sent) if sent else kept["slots"],
        "of_batches": batches_of(sent) if sent else kept["batches"],
        "blank_times": BLANK_TIMES,
        "blank_sessions": BLANK_SESSIONS,
        "waiting": waiting.items,
        "more_wait": waiting.next is not None,
        "names": await services.names.of(users=[str(one["student"]) for one in waiting.items]),
        "cards": sorted(cards.values(), key=lambda card: card.batch),
        "course": await services.courses.read(caller, course_id),
    }
    return answered("batching.html", who, shown, sent, error)
