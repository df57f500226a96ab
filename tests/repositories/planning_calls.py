"""One call of each method that the repositories have for planning."""

from collections.abc import Awaitable, Callable

from bson import ObjectId

from multitrainer.domain.workload import LoadRules
from multitrainer.repositories.facts import Facts
from tests.repositories.calls import World

facts = Facts(LoadRules())


async def state_of_trainer(w: World, trainer: str) -> None:
    await facts.set_trainer(await facts.trainer(trainer), {"weeklyHours": 10}, None)


async def state_of_batch(w: World, batch: str) -> None:
    await facts.set_batch(await facts.batch(batch), {"course": ObjectId(w.courses_there[0]), "hours": 4}, None)


async def rules_of_courses(w: World) -> None:
    found = [await w.courses.find(course) for course in w.courses_there[:3]]
    await facts.rules(found, [await w.batches.find(w.batches_there[0])])


PLANNING: dict[str, Callable[[World], Awaitable[object]]] = {
    "Facts.set_trainer": lambda w: state_of_trainer(w, w.users_there[0]),
    "Facts.set_batch": lambda w: state_of_batch(w, w.batches_there[0]),
    "Facts.trainer": lambda w: facts.trainer(w.users_there[0]),
    "Facts.batch": lambda w: facts.batch(w.batches_there[0]),
    "Facts.of_trainers": lambda w: facts.of_trainers(w.users_there[:9]),
    "Facts.of_batches": lambda w: facts.of_batches([ObjectId(c) for c in w.courses_there[:9]]),
    "Facts.rules": rules_of_courses,
    "Teams.courses_of": lambda w: w.teams.courses_of(w.users_there[8]),
}
