"""A school of some hundred documents, and one call of each method that the repositories have."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, NamedTuple
from uuid import uuid4

import pytest
from bson import ObjectId
from pymongo.monitoring import CommandStartedEvent

from multitrainer import clock
from multitrainer.database import Database
from multitrainer.documents import IdempotentAnswer
from multitrainer.domain.actors import Scope
from multitrainer.domain.workload import LoadRules
from multitrainer.identity.callers import OldPerson, Person
from multitrainer.identity.keys import API_KEY, Key, new_key
from multitrainer.metrics import Metrics
from multitrainer.monitoring import CommandTimes
from multitrainer.repositories.accounts import Account, Accounts
from multitrainer.repositories.api_keys import ApiKeys
from multitrainer.repositories.attempts import Attempts
from multitrainer.repositories.batches import Batches
from multitrainer.repositories.callers import Callers
from multitrainer.repositories.courses import Courses
from multitrainer.repositories.demo import LoadedDemos
from multitrainer.repositories.facts import Facts
from multitrainer.repositories.guards import Beside, Edit
from multitrainer.repositories.health import Readable
from multitrainer.repositories.idempotency import IdempotentAnswers
from multitrainer.repositories.pages import paged
from multitrainer.repositories.rounds import Rounds
from multitrainer.repositories.sign_ins import SignIns
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import Users
from multitrainer.settings import Settings
from multitrainer.stored.ids import new_id
from multitrainer.stored.users import UserSchema
from tests.callers import CALLERS
from tests.databases import leave

Raw = dict[str, Any]


class Notes(CommandTimes):
    """Notes every command as it is sent."""

    def __init__(self) -> None:
        super().__init__(Metrics())
        self.commands: list[Raw] = []

    def started(self, event: CommandStartedEvent) -> None:
        self.commands.append(dict(event.command))


class Doors(NamedTuple):
    """The repositories of whoever comes in, and somebody whom each of them knows."""

    accounts: Accounts
    sign_ins: SignIns
    attempts: Attempts
    keys: ApiKeys
    callers: Callers
    refresh: Key
    key: Key


class World(NamedTuple):
    """A database with a school in it, and the repositories on it."""

    database: Database
    notes: Notes
    courses: Courses
    batches: Batches
    teams: Teams
    users: Users
    answers: IdempotentAnswers
    rounds: Rounds
    doors: Doors
    users_there: list[str]
    courses_there: list[str]
    batches_there: list[str]

    async def commands_of(self, call: Callable[["World"], Awaitable[object]]) -> list[Raw]:
        """What a call sends to the server."""
        self.notes.commands.clear()
        await call(self)
        return list(self.notes.commands)


@asynccontextmanager
async def a_world(mongodb_uri: str) -> AsyncIterator[World]:
    """A world of its own, gone afterwards. The documents are bound to it meanwhile."""
    settings, notes, now = Settings(_env_file=None, mongodb_database=f"test_{uuid4().hex[:12]}"), Notes(), clock.now
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("multitrainer.database.CommandTimes", lambda _: notes)
        database = Database(mongodb_uri, settings, Metrics())
    async with database:
        users, courses, batches = await a_school(database)
        facts = Facts(LoadRules(settings.default_batch_hours, settings.default_weekly_hours))
        people = Users(UserSchema(), now)
        teams, answers = Teams(people, facts, now), IdempotentAnswers(now)
        keepers = (
            Courses(CALLERS, UserSchema(), now),
            Batches(CALLERS, UserSchema(), now),
            teams,
            people,
            answers,
            Rounds(),
        )
        yield World(database, notes, *keepers, await the_doors(users), users, courses, batches)
        await leave(database.client, settings.mongodb_database)


async def the_doors(users: list[str]) -> Doors:
    """Thirty users are signed in, as many machines have a key, and as many addresses have failed."""
    now = clock.now()
    until = now + timedelta(days=1)
    accounts, sign_ins, attempts, keys = Accounts(UserSchema()), SignIns(), Attempts(), ApiKeys()
    for user in users[:30]:
        await accounts.set_password(user, "hash")
        refresh = await sign_ins.begin(user, now, until)
        await attempts.count(user, now, until)
        key = new_key(API_KEY, new_id())
        await keys.insert(key, "key", (Scope.READ,), user, now, None)
    return Doors(
        accounts,
        sign_ins,
        attempts,
        keys,
        Callers(UserSchema(), clock.now),
        refresh,
        key,
    )


async def a_school(database: Database) -> tuple[list[str], list[str], list[str]]:
    """The ids of its users (every eighth a trainer), courses (each with two trainers) and batches (three a course)."""
    users, courses, batches = ([ObjectId() for _ in range(n)] for n in (240, 60, 180))
    trainers = users[::8]
    await database.motor.users.insert_many(
        {"_id": u, "name": "N", "email": f"{u}@x", "role": "trainer" if u in trainers else "student"} for u in users
    )
    await database.motor.courses.insert_many(
        {"_id": c, "name": "C", "__v": 0, "trainers": [{"trainer": trainers[0], "role": "lead"}]} for c in courses
    )
    await database.motor.batches.insert_many(
        {
            "_id": b,
            "name": "B",
            "__v": 0,
            "course": courses[n // 3],
            **({"trainers": {"primary": trainers[n % 30]}} if n % 2 else {}),
            "instructor": trainers[n % 30],
        }
        for n, b in enumerate(batches)
    )
    return [str(u) for u in users], [str(c) for c in courses], [str(b) for b in batches]


def cursor_after(some_id: str) -> str:
    cursor = paged([{"_id": ObjectId(some_id)}, {}], 1).next
    assert cursor
    return cursor


async def drained(rows: AsyncIterator[object]) -> None:
    async for _ in rows:
        pass


async def rename_course(w: World, course: str) -> None:
    stored = await w.teams.load(course)
    beside = Beside(edit=Edit.of_course(await w.courses.find(course), {"name": "renamed"}))
    await w.teams.save(stored, stored.team, None, beside)


async def delete_course(w: World, course: str) -> None:
    await w.courses.delete(await w.courses.find(course), None)


async def claim_course(w: World, course: str) -> None:
    await w.courses.claim(await w.courses.find(course), None)


async def delete_batch(w: World, batch: str) -> None:
    await w.batches.delete(await w.batches.find(batch), None)


async def rename_user(w: World, user: str) -> None:
    await w.users.update(await w.users.trainer(user), {"name": "renamed"}, None)


async def unknown_users(w: World) -> None:
    await w.rounds.unknown_users([await w.teams.load(w.courses_there[0])])


async def save_a_new_primary(w: World) -> None:
    stored = await w.teams.load(w.courses_there[3])
    await w.teams.save(stored, stored.current.recounted().name_primary(w.batches_there[9], w.users_there[8]), None)


async def claimed(w: World) -> IdempotentAnswer:
    claim = await w.answers.claim(new_id(), "f")
    assert claim
    return claim


async def take_over_an_answer(w: World) -> None:
    await w.answers.take_over(await claimed(w))


async def keep_an_answer(w: World) -> None:
    await w.answers.keep(await claimed(w), 201, {}, b"")


async def release_an_answer(w: World) -> None:
    await w.answers.release(await claimed(w))


async def forget_an_answer(w: World) -> None:
    await w.answers.forget(await claimed(w))


async def find_an_expired_answer(w: World) -> None:
    yesterday = IdempotentAnswers(lambda: clock.now() - timedelta(hours=25))
    assert await yesterday.claim("expired", "f")
    assert await w.answers.find("expired") is None


async def adopt_a_password(w: World) -> None:
    account = await w.doors.accounts.by_email(f"{w.users_there[40]}@x")
    assert account
    await w.doors.accounts.adopt(account, "hash")


async def find_callers(w: World) -> None:
    user = w.users_there[29]
    await w.doors.callers.find(Person(user, w.doors.refresh.id))
    await w.doors.callers.find(OldPerson(user, None))
    await w.doors.callers.find(w.doors.key)


CALLS: dict[str, Callable[[World], Awaitable[object]]] = {
    "Courses.find": lambda w: w.courses.find(w.courses_there[0]),
    "Courses.page": lambda w: w.courses.page(None, 10),
    "Courses.page after a cursor": lambda w: w.courses.page(cursor_after(w.courses_there[5]), 10),
    "Courses.roster": lambda w: w.courses.roster(w.courses_there[0]),
    "Courses.page of some": lambda w: w.courses.page(None, 10, w.courses_there[:9]),
    "Courses.page of some after a cursor": lambda w: w.courses.page(
        cursor_after(w.courses_there[5]), 10, w.courses_there[:9]
    ),
    "Courses.in_short": lambda w: w.courses.in_short(),
    "Courses.in_short of some": lambda w: w.courses.in_short(w.courses_there[:9]),
    "Courses.is_there": lambda w: w.courses.is_there(w.courses_there[0], None),
    "Courses.insert": lambda w: w.courses.insert(new_id(), "new", None),
    "Courses.claim": lambda w: claim_course(w, w.courses_there[1]),
    "Courses.delete_claimed": lambda w: w.courses.delete_claimed(w.courses_there[-3], None),
    "Courses.delete": lambda w: delete_course(w, w.courses_there[-1]),
    "Batches.find": lambda w: w.batches.find(w.batches_there[0]),
    "Batches.read": lambda w: w.batches.read(w.batches_there[0]),
    "Batches.page": lambda w: w.batches.page(None, None, 10),
    "Batches.page after a cursor": lambda w: w.batches.page(None, cursor_after(w.batches_there[9]), 10),
    "Batches.page of a course": lambda w: w.batches.page(w.courses_there[0], None, 10),
    "Batches.page of a course after a cursor": lambda w: w.batches.page(
        w.courses_there[0], cursor_after(w.batches_there[0]), 10
    ),
    "Batches.page of some": lambda w: w.batches.page(None, None, 10, w.batches_there[:9]),
    "Batches.page_of_student": lambda w: w.batches.page_of_student(w.users_there[1], None, None, 10),
    "Batches.of_student": lambda w: w.batches.of_student(w.users_there[1]),
    "Batches.has_student": lambda w: w.batches.has_student(w.batches_there[0], w.users_there[1]),
    "Batches.course_of": lambda w: w.batches.course_of(w.batches_there[0]),
    "Batches.people": lambda w: w.batches.people(w.batches_there[0]),
    "Batches.of_trainer": lambda w: w.batches.of_trainer(w.users_there[8], None, None),
    "Batches.of_trainer after a cursor": lambda w: w.batches.of_trainer(
        w.users_there[8], cursor_after(w.batches_there[40]), 2
    ),
    "Batches.delete": lambda w: delete_batch(w, w.batches_there[1]),
    "Teams.load": lambda w: w.teams.load(w.courses_there[0]),
    "Teams.load_all": lambda w: w.teams.load_all([ObjectId(c) for c in w.courses_there[:9]]),
    "Teams.of_trainer": lambda w: w.teams.of_trainer(w.users_there[8]),
    "Teams.lead_of": lambda w: w.teams.lead_of(w.courses_there[0], w.batches_there[0]),
    "Teams.save": save_a_new_primary,
    "Teams.save with a new name": lambda w: rename_course(w, w.courses_there[1]),
    "Teams.delete_batches": lambda w: w.teams.delete_batches(w.courses_there[-2], None),
    "Teams.own_batches": lambda w: w.teams.own_batches(w.courses_there[0], None),
    "Users.trainer": lambda w: w.users.trainer(w.users_there[0]),
    "Users.trainers": lambda w: w.users.trainers(None, 10),
    "Users.trainers after a cursor": lambda w: w.users.trainers(cursor_after(w.users_there[50]), 10),
    "Users.trainers among some": lambda w: w.users.trainers(None, 10, w.users_there[:9:8]),
    "Users.admins": lambda w: w.users.admins(),
    "Users.by_id": lambda w: w.users.by_id(w.users_there[:9]),
    "Users.kinds": lambda w: w.users.kinds(w.users_there[:9]),
    "Users.trainers_among": lambda w: w.users.trainers_among(w.users_there[:9]),
    "Users.must_be_trainers": lambda w: w.users.must_be_trainers("field", w.users_there[0], w.users_there[8]),
    "Users.must_exist": lambda w: w.users.must_exist("field", tuple(w.users_there[:9])),
    "Users.has_email": lambda w: w.users.has_email(f"{w.users_there[3]}@x"),
    "Users.insert_trainer": lambda w: w.users.insert_trainer(new_id(), {"name": "new"}),
    "Users.insert_students": lambda w: w.users.insert_students({new_id(): {"name": "new"}}),
    "Users.update": lambda w: rename_user(w, w.users_there[16]),
    "IdempotentAnswers.claim": lambda w: w.answers.claim("a", "f"),
    "IdempotentAnswers.find": lambda w: w.answers.find("a"),
    "IdempotentAnswers.find what has expired": find_an_expired_answer,
    "IdempotentAnswers.take_over": take_over_an_answer,
    "IdempotentAnswers.keep": keep_an_answer,
    "IdempotentAnswers.release": release_an_answer,
    "IdempotentAnswers.forget": forget_an_answer,
    "Accounts.by_email": lambda w: w.doors.accounts.by_email(f"{w.users_there[3]}@x"),
    "Accounts.by_email of nobody": lambda w: w.doors.accounts.by_email("Nobody@x"),
    "Accounts.is_still_good": lambda w: w.doors.accounts.is_still_good(Account(w.users_there[3], "hash", None)),
    "Accounts.set_password": lambda w: w.doors.accounts.set_password(w.users_there[3], "hash"),
    "Accounts.adopt": adopt_a_password,
    "Accounts.sign_out": lambda w: w.doors.accounts.sign_out(w.users_there[3], clock.now()),
    "ApiKeys.insert": lambda w: w.doors.keys.insert(
        new_key(API_KEY, new_id()), "key", (Scope.READ,), "operator", clock.now(), None
    ),
    "ApiKeys.find": lambda w: w.doors.keys.find(w.doors.key.id),
    "ApiKeys.page": lambda w: w.doors.keys.page(None, 10),
    "ApiKeys.page after a cursor": lambda w: w.doors.keys.page(cursor_after(w.doors.key.id), 10),
    "ApiKeys.revoke": lambda w: w.doors.keys.revoke(new_id(), clock.now()),
    "ApiKeys.used": lambda w: w.doors.keys.used(w.doors.key.id, clock.now()),
    "Attempts.count": lambda w: w.doors.attempts.count(w.users_there[3], clock.now(), clock.now()),
    "Attempts.count in a new window": lambda w: w.doors.attempts.count("new", clock.now(), clock.now()),
    "Attempts.so_far": lambda w: w.doors.attempts.so_far(w.users_there[3], clock.now()),
    "Attempts.take_back": lambda w: w.doors.attempts.take_back(w.users_there[3]),
    "Attempts.forget": lambda w: w.doors.attempts.forget(w.users_there[4]),
    "Callers.find": find_callers,
    "Callers.find_named": lambda w: w.doors.callers.find_named(w.doors.key),
    "SignIns.begin": lambda w: w.doors.sign_ins.begin(w.users_there[3], clock.now(), clock.now()),
    "SignIns.user_of": lambda w: w.doors.sign_ins.user_of(w.doors.refresh, clock.now()),
    "SignIns.renew": lambda w: w.doors.sign_ins.renew(new_key("mtrefresh", w.doors.refresh.id), clock.now()),
    "SignIns.end": lambda w: w.doors.sign_ins.end(new_id()),
    "SignIns.end_all": lambda w: w.doors.sign_ins.end_all(w.users_there[5]),
    "LoadedDemos.among": lambda _: LoadedDemos().among(["german", "english"]),
    "LoadedDemos.add": lambda _: LoadedDemos().add("german"),
    "LoadedDemos.give_password": lambda _: LoadedDemos().give_password("$argon2id$a"),
    "LoadedDemos.password": lambda _: LoadedDemos().password(),
    "Readable.prove": lambda _: Readable().prove(),
    "Rounds.count": lambda w: w.rounds.count(),
    "Rounds.courses": lambda w: drained(w.rounds.courses()),
    "Rounds.stray_batches": lambda w: drained(w.rounds.stray_batches()),
    "Rounds.badly_painted": lambda w: drained(w.rounds.badly_painted()),
    "Rounds.unreadable": lambda w: drained(w.rounds.unreadable()),
    "Rounds.unknown_users": lambda w: unknown_users(w),
}
