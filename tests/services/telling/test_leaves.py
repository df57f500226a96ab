"""Leave is told whom it concerns: in the application, by e-mail, at webhooks."""

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from bson import ObjectId

from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.errors import LeaveInPast, LeaveNotReady
from multitrainer.schemas.leaves import LeavePatch, NewLeave
from multitrainer.schemas.webhooks import NewWebhook
from multitrainer.services.changes.tags import Tagged
from multitrainer.stored.ids import new_id
from tests import school
from tests.services.telling.conftest import Institute
from tests.services.telling.test_telling import JOHN, MARIA, SARAH, titles

ADA, ABE = ObjectId("ad0000000000000000000000"), ObjectId("ad0000000000000000000001")
HIMSELF, ADMIN = Actor(ActorKind.TRAINER, JOHN), Actor(ActorKind.ADMIN, str(ADA))
NOTE = "It is my heart."


@pytest.fixture(autouse=True)
async def admins(there: Institute) -> None:
    there.clock.at = datetime(2026, 3, 2, 11, tzinfo=UTC)
    people = [{"_id": id_, "name": name, "email": f"{name}@x.example"} for id_, name in ((ADA, "Ada"), (ABE, "Abe"))]
    await there.database.motor.users.insert_many([{**person, "role": "admin"} for person in people])
    await there.database.motor.multitrainer_leaves.delete_many({})


async def ask(there: Institute, who: Actor = HIMSELF, id_: str | None = None, start: str = "03T08:00") -> Tagged:
    """For leave of John's."""
    new = {"start": f"2026-03-{start}", "end": "2026-03-06T00:00", "kind": "sick", "note": NOTE}
    return await there.services.leaves.request(who, JOHN, NewLeave.model_validate(new), id_)


async def told(there: Institute) -> list[tuple[str, str]]:
    """What was put into the outbox, in order: kinds and whom."""
    entries = [entry async for entry in there.database.motor.multitrainer_outbox.find({"does": "tell"}).sort("_id", 1)]
    return [(notice["kind"], notice["to"]) for entry in entries for notice in entry["notices"]]


async def test_admins_hear_what_is_asked_for_and_then_the_trainer_and_their_lead_what_came_of_it(
    there: Institute,
) -> None:
    await there.services.webhooks.create(THE_ADMIN, NewWebhook(url=there.hook.url))
    asked = await ask(there)
    await there.drained()
    subjects = {(*mail.to, mail.message["Subject"]) for mail in there.mail.all()}
    assert subjects == {(f"{name}@x.example", "John asks for leave") for name in ("Ada", "Abe")}
    await there.services.leaves.approve(ADMIN, str(asked.view["_id"]))
    await there.drained()
    assert await titles(there, JOHN) == ["Your leave is approved"]
    assert await titles(there, SARAH) == ["John is away"]
    assert await titles(there, MARIA) == []
    posts = [orjson.loads(posted.body) for posted in there.hook.all()]
    assert [one["type"] for one in posts].count("leave-requested") == 2
    assert all(NOTE not in str(one) for one in posts)
    assert [one["data"].get("kind") for one in posts if one["data"]["to"] == SARAH] == [None]
    assert all(NOTE not in mail.message.as_string() for mail in there.mail.all())


@pytest.mark.parametrize(("end", "state"), [("approve", "approved"), ("decline", "declined")])
async def test_what_an_admin_says_with_a_decision_is_kept_and_told_the_trainer_alone(
    there: Institute, end: str, state: str
) -> None:
    asked = str((await ask(there)).view["_id"])
    decide = getattr(there.services.leaves, end)
    answer = await decide(ADMIN, asked, note="Too many are away.")
    assert (answer.view["state"], answer.view["decisionNote"]) == (state, "Too many are away.")
    assert (await there.services.leaves.read(ADMIN, asked)).view["decisionNote"] == "Too many are away."
    await there.drained()
    (notice,) = (await there.services.notifications.page(HIMSELF, None, 10)).items
    assert notice["text"].endswith(f"is {state}. The note with it: “Too many are away.”")
    theirs = (await there.services.notifications.page(Actor(ActorKind.TRAINER, SARAH), None, 10)).items
    assert "Too many" not in str(theirs)


async def test_an_admins_own_entry_tells_the_trainer_and_their_lead(there: Institute) -> None:
    await ask(there, ADMIN)
    assert await told(there) == [("leave-entered", JOHN), ("leave-of-colleague", SARAH)]


async def test_what_a_trainer_does_with_their_own_leave_they_are_not_told(there: Institute) -> None:
    leave = str((await ask(there, ADMIN)).view["_id"])
    sooner = LeavePatch.model_validate({"end": "2026-03-05T00:00"})
    await there.services.leaves.patch(HIMSELF, leave, sooner)
    await there.services.leaves.cancel(HIMSELF, leave)
    assert (await told(there))[2:] == [("leave-of-colleague", SARAH), ("colleague-not-away", SARAH)]


async def test_of_what_is_refused_or_done_already_nobody_is_told(there: Institute) -> None:
    same = new_id()
    for _ in range(2):
        await ask(there, HIMSELF, same)
    with pytest.raises(LeaveInPast):
        await ask(there, HIMSELF, start="01T08:00")
    await there.services.leaves.decline(ADMIN, same)
    with pytest.raises(LeaveNotReady):
        await there.services.leaves.decline(ADMIN, same)
    requested: list[Any] = [("leave-requested", str(ADA)), ("leave-requested", str(ABE))]
    assert await told(there) == [*requested, ("leave-declined", JOHN)]


async def test_the_lead_of_a_course_that_somebody_has_left_hears_nothing(there: Institute) -> None:
    roster = {"$pull": {"trainers": {"trainer": school.JOHN}}}
    await there.database.motor.courses.update_one({"_id": school.COURSE}, roster)
    batches = there.database.motor.batches
    await batches.update_many({"instructor": school.JOHN}, {"$set": {"instructor": None, "trainers.primary": None}})
    await ask(there, ADMIN)
    assert await told(there) == [("leave-entered", JOHN)]
