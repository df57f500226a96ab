"""Stu, who asks, and those who answer: John teaches the first two batches, Sarah leads and stands by, Ada is admin."""

from datetime import UTC, datetime
from typing import Any

from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.questions.values import QuestionState
from multitrainer.domain.questions.which import Which
from multitrainer.schemas.leaves import NewLeave
from multitrainer.schemas.questions import NewQuestion
from multitrainer.services import Services
from tests import school
from tests.services.either_way.swapping import ALEX, FIRST, JOHN, MARIA, SARAH, as_trainer

Raw = dict[str, Any]
COURSE, STU = str(school.COURSE), str(school.STUDENT)
ADA, ABE, ZOE = (str(ObjectId(f"ad000000000000000000000{n}")) for n in range(3))
STUSELF, ZOESELF = Actor(ActorKind.STUDENT, STU), Actor(ActorKind.STUDENT, ZOE)
ADASELF, ABESELF = Actor(ActorKind.ADMIN, ADA), Actor(ActorKind.ADMIN, ABE)
JOHNSELF, SARAHSELF, MARIASELF, ALEXSELF = map(as_trainer, (JOHN, SARAH, MARIA, ALEX))
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""Ten o'clock in Berlin."""
MOST = 5
"""How many questions of a student may be open."""


async def founded(database: Database) -> None:
    """Nothing is left of the test before."""
    for name in await database.motor.list_collection_names():
        await database.motor[name].delete_many({})
    await school.found(database)
    users = [{"_id": ObjectId(one), "name": one[-1], "role": "admin"} for one in (ADA, ABE)]
    await database.motor.users.insert_many([*users, {"_id": ObjectId(ZOE), "name": "Zoe", "role": "student"}])


async def ask(services: Services, who: Actor = STUSELF, **about: Any) -> Raw:
    """A question about the first batch, or something else."""
    new = NewQuestion.model_validate({"text": "What is a noun?", **(about or {"batch": FIRST})})
    return dict((await services.questions.ask(who, new)).view)


async def asked(services: Services) -> str:
    return str((await ask(services))["_id"])


async def read(services: Services, question: str, who: Actor = THE_ADMIN) -> Raw:
    return dict(await services.questions.read(who, question))


async def holder(services: Services, question: str) -> tuple[str, str]:
    found = await read(services, question)
    return found["holder"]["_id"], found["step"]


async def path(services: Services, question: str) -> list[tuple[str, str]]:
    """Who had it, and why."""
    return [(hop["to"]["_id"], hop["why"]) for hop in (await read(services, question))["trail"]]


async def lists(services: Services, *people: str) -> dict[str, list[str]]:
    """The open questions in each one's list."""
    return {one: await on_list(services, one) for one in people}


async def on_list(services: Services, trainer: str) -> list[str]:
    which = Which(holder=trainer, state=QuestionState.OPEN)
    return [str(one["_id"]) for one in (await services.questions.page(THE_ADMIN, which, None, 100)).items]


async def look(services: Services) -> None:
    """As the worker does, until nothing is due."""
    while await services.question_keeper.run():
        pass


async def away(services: Services, who: str, start: str, end: str) -> str:
    new = NewLeave.model_validate({"start": f"2026-03-{start}", "end": f"2026-03-{end}", "kind": "sick"})
    return str((await services.leaves.request(THE_ADMIN, who, new)).view["_id"])


async def told(database: Database) -> list[tuple[str, str]]:
    entries = [entry async for entry in database.motor.multitrainer_outbox.find({}).sort("_id", 1)]
    notices = [notice for entry in entries for notice in entry["notices"] or ()]
    return [(one["kind"].removeprefix("question-"), one["to"]) for one in notices if one["kind"].startswith("question")]
