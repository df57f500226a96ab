"""One call of each method that the repositories have for planning."""

from collections.abc import Awaitable, Callable

from bson import ObjectId

from multitrainer import clock
from multitrainer.domain.proposals import APPLYING, ProposalState
from multitrainer.domain.workload import LoadRules
from multitrainer.repositories.facts import Facts
from multitrainer.repositories.proposals import Proposals
from multitrainer.repositories.schools import Schools
from multitrainer.stored.ids import new_id
from tests.repositories.calls import World, cursor_after

facts, schools, proposals = Facts(LoadRules()), Schools(), Proposals(clock.now)


async def state_of_trainer(w: World, trainer: str) -> None:
    await facts.set_trainer(await facts.trainer(trainer), {"weeklyHours": 10}, None)


async def state_of_batch(w: World, batch: str) -> None:
    await facts.set_batch(await facts.batch(batch), {"course": ObjectId(w.courses_there[0]), "hours": 4}, None)


async def rules_of_courses(w: World) -> None:
    found = [await w.courses.find(course) for course in w.courses_there[:3]]
    await facts.rules(found, [await w.batches.find(w.batches_there[0])])


async def started(w: World) -> str:
    """A proposal that is running for a course of its own."""
    proposal, course = new_id(), new_id()
    made = {"made_by": {"kind": "admin", "id": "operator"}, "options": {}, "progress": {}}
    assert await proposals.start({"_id": ObjectId(proposal), "kind": "assign", "courses": [ObjectId(course)], **made})
    return proposal


async def find_a_proposal(w: World) -> None:
    await proposals.find(await started(w))


async def beat_for_a_proposal(w: World) -> None:
    await proposals.beat(await started(w), {})


async def move_a_proposal(w: World) -> None:
    await proposals.move(await started(w), ProposalState.RUNNING, ProposalState.READY)


async def ready(w: World) -> None:
    await proposals.move(await started(w), ProposalState.RUNNING, ProposalState.READY)
    assert await proposals.ready(3)


async def enter_a_step(w: World) -> None:
    proposal = await started(w)
    await proposals.move(proposal, ProposalState.RUNNING, ProposalState.READY)
    await proposals.enter(await proposals.find(proposal), APPLYING)


async def read_a_part(w: World) -> None:
    proposal = await started(w)
    await proposals.keep(proposal, "problem", b"{}")
    assert await proposals.part(proposal, "problem") == b"{}"


async def delete_a_proposal(w: World) -> None:
    await proposals.delete(await started(w))


PLANNING: dict[str, Callable[[World], Awaitable[object]]] = {
    "Facts.set_trainer": lambda w: state_of_trainer(w, w.users_there[0]),
    "Facts.set_batch": lambda w: state_of_batch(w, w.batches_there[0]),
    "Facts.trainer": lambda w: facts.trainer(w.users_there[0]),
    "Facts.batch": lambda w: facts.batch(w.batches_there[0]),
    "Facts.of_trainers": lambda w: facts.of_trainers(w.users_there[:9]),
    "Facts.of_batches": lambda w: facts.of_batches([ObjectId(c) for c in w.courses_there[:9]]),
    "Facts.hours": lambda w: facts.hours([ObjectId(c) for c in w.courses_there[:9]]),
    "Facts.rules": rules_of_courses,
    "Proposals.start": started,
    "Proposals.find": find_a_proposal,
    "Proposals.ready": ready,
    "Proposals.page": lambda _: proposals.page(None, 10),
    "Proposals.page after a cursor": lambda _: proposals.page(cursor_after(new_id()), 10),
    "Proposals.page of some": lambda w: proposals.page(None, 10, w.courses_there[:3]),
    "Proposals.beat": beat_for_a_proposal,
    "Proposals.cancel": lambda _: proposals.cancel(new_id()),
    "Proposals.move": move_a_proposal,
    "Proposals.enter": enter_a_step,
    "Proposals.must_be_alone": lambda w: proposals.must_be_alone({"_id": ObjectId(), "courses": w.courses_there[:3]}),
    "Proposals.at_work": lambda _: proposals.at_work(),
    "Proposals.alive": lambda _: proposals.alive(new_id()),
    "Proposals.abandoned": lambda _: proposals.abandoned(),
    "Proposals.delete": delete_a_proposal,
    "Proposals.keep": lambda _: proposals.keep(new_id(), "problem", b"{}"),
    "Proposals.part": read_a_part,
    "Schools.courses": lambda _: schools.courses(),
    "Schools.course_names": lambda w: schools.course_names([ObjectId(c) for c in w.courses_there[:9]]),
    "Schools.batches": lambda w: schools.batches([ObjectId(c) for c in w.courses_there[:9]]),
    "Schools.primaries": lambda w: schools.primaries([ObjectId(t) for t in w.users_there[:17:8]]),
    "Teams.courses_of": lambda w: w.teams.courses_of(w.users_there[8]),
}
