"""Keys of machines: made by admins, good until they end or are revoked, and known by when they were used."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from structlog.testing import capture_logs

from multitrainer import logs, wiring
from multitrainer.database import Database
from multitrainer.domain.actors import NOBODY, THE_ADMIN, Actor, ActorKind, Scope
from multitrainer.domain.audit import Wanted
from multitrainer.domain.errors import InvalidInput, KeyNotFound, NotAllowed, NotSignedIn
from multitrainer.identity.callers import Caller
from multitrainer.metrics import Metrics
from multitrainer.repositories.callers import Callers
from multitrainer.schemas.keys import NewApiKey
from multitrainer.services import Services
from multitrainer.services.people.api_keys import Created
from multitrainer.settings import Settings
from multitrainer.stored.users import UserSchema
from tests.databases import leave
from tests.services.people import SetClock

LATER = datetime(2999, 1, 1, tzinfo=UTC)
ODD: dict[str, list[Any]] = {
    "scopes": [None, "admin", 7, {"0": "admin"}],
    "expires_at": ["2999-01-01", 7, True, [LATER], {"$gt": 0}],
    "digest": [None, 7, "", "é", ["x"], {"$ne": None}],
    "revoked_at": [0, "", False, "2020-01-01"],
}

NEW = NewApiKey(name="Timetable", scopes=[Scope.READ])


@pytest.fixture
def now() -> SetClock:
    return SetClock()


@pytest.fixture
def services(database: Database, settings: Settings, now: SetClock) -> Services:
    return wiring.build(database, settings, now)


async def created(services: Services, **more: Any) -> Created:
    return await services.api_keys.create(THE_ADMIN, NEW.model_copy(update=more))


def shown(services: Services, key: str) -> Caller:
    return services.doorkeeper.caller(None, key)


async def listed(services: Services) -> list[dict[str, Any]]:
    return (await services.api_keys.page(THE_ADMIN, None, 10)).items


async def test_whoever_shows_a_key_is_a_machine_with_its_scopes(services: Services) -> None:
    key, view = await created(services, scopes=[Scope.READ, Scope.ADMIN, Scope.READ])
    actor, name = await services.sign_ins.who(shown(services, key))
    assert actor == Actor(ActorKind.MACHINE, str(view["_id"]), frozenset({Scope.ADMIN, Scope.READ}))
    assert (name, view["scopes"]) == ("Timetable", ["admin", "read"])


async def test_the_text_of_a_key_is_kept_nowhere(services: Services, database: Database) -> None:
    key, view = await created(services)
    kept = await database.motor.multitrainer_api_keys.find().to_list(None)
    assert [one["_id"] for one in kept] == [view["_id"]]
    assert key.split("_", 2)[2] not in str(kept)  # a secret may have the same sign in it
    assert "digest" not in view
    assert await listed(services) == [view]


async def test_another_secret_under_the_same_id_lets_nobody_in(services: Services) -> None:
    first, second = (await created(services)).key, (await created(services)).key
    kind, id_, _ = first.split("_", 2)
    for forged in (f"{kind}_{id_}_{'a' * 43}", f"{kind}_{id_}_{second.split('_', 2)[2]}"):
        with pytest.raises(NotSignedIn):
            await services.sign_ins.who(shown(services, forged))
    await services.sign_ins.who(shown(services, first))


async def test_a_key_that_was_never_made_lets_nobody_in(services: Services) -> None:
    with pytest.raises(NotSignedIn):
        await services.sign_ins.who(shown(services, f"mtkey_{'f' * 24}_{'a' * 43}"))


async def test_a_revoked_key_is_no_good_and_stays_listed(services: Services, now: SetClock) -> None:
    key, view = await created(services)
    await services.api_keys.revoke(THE_ADMIN, str(view["_id"]))
    with pytest.raises(NotSignedIn):
        await services.sign_ins.who(shown(services, key))
    first = now()
    now.move(days=1)
    await services.api_keys.revoke(THE_ADMIN, str(view["_id"]))
    assert [one["revokedAt"] for one in await listed(services)] == [first]


async def test_what_is_no_key_can_not_be_revoked(services: Services) -> None:
    with pytest.raises(KeyNotFound) as refusal:
        await services.api_keys.revoke(THE_ADMIN, "f" * 24)
    assert refusal.value.facts == {"key": "f" * 24}


async def test_a_key_is_good_until_it_ends(services: Services, now: SetClock) -> None:
    end = now()
    now.move(days=-1)
    key, view = await created(services, expires_at=end)
    assert view["expiresAt"] == end
    await services.sign_ins.who(shown(services, key))
    now.move(days=1)
    with pytest.raises(NotSignedIn):
        await services.sign_ins.who(shown(services, key))


async def test_a_key_that_would_have_ended_is_not_made(services: Services, now: SetClock) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await created(services, expires_at=now())
    assert [error["field"] for error in refusal.value.facts["errors"]] == ["body.expiresAt"]
    assert await listed(services) == []


async def test_keys_come_in_pages(services: Services) -> None:
    made = [(await created(services)).view for _ in range(3)]
    first = await services.api_keys.page(THE_ADMIN, None, 2)
    assert first.items + (await services.api_keys.page(THE_ADMIN, first.next, 2)).items == made


@pytest.mark.parametrize(
    ("caller", "refusal"),
    [
        (NOBODY, NotSignedIn),
        (Actor(ActorKind.TRAINER, "a" * 24), NotAllowed),
        (Actor(ActorKind.STUDENT, "a" * 24), NotAllowed),
        (Actor(ActorKind.MACHINE, "a" * 24, frozenset({Scope.ADMIN, Scope.READ})), NotAllowed),
    ],
    ids=lambda part: part.kind.value if isinstance(part, Actor) else part.__name__,
)
async def test_keys_are_for_admins_alone(services: Services, caller: Actor, refusal: type[Exception]) -> None:
    _, view = await created(services)
    with pytest.raises(refusal):
        await services.api_keys.create(caller, NEW)
    with pytest.raises(refusal):
        await services.api_keys.page(caller, None, 10)
    for key in (str(view["_id"]), "f" * 24):
        with pytest.raises(refusal):
            await services.api_keys.revoke(caller, key)
    assert await listed(services) == [view]


async def test_the_last_use_is_noted_to_the_minute(services: Services, now: SetClock) -> None:
    key, _ = await created(services)
    began = now()
    noted = []
    for _ in range(3):
        await services.sign_ins.who(shown(services, key))
        await services.key_uses.finish()
        noted += [one["lastUsedAt"] for one in await listed(services)]
        now.move(seconds=40)
    later = now() - (now() - began) / 3
    assert noted == [began, began, later]


async def test_many_uses_at_once_are_written_down_once_and_a_refused_one_is_not(
    services: Services, database: Database
) -> None:
    key, _ = await created(services)
    forged = f"{key.rpartition('_')[0]}_{'a' * 43}"
    with pytest.raises(NotSignedIn):
        await services.sign_ins.who(shown(services, forged))
    await services.key_uses.finish()
    assert [one["lastUsedAt"] for one in await listed(services)] == [None]
    await asyncio.gather(*(services.sign_ins.who(shown(services, key)) for _ in range(10)))
    await services.key_uses.finish()
    assert [one["lastUsedAt"] is None for one in await listed(services)] == [False]


async def test_a_use_that_can_not_be_noted_fails_nobody_and_is_told(
    failing_uri: str, settings: Settings, now: SetClock
) -> None:
    broken = {"failCommands": ["update"], "errorCode": 91}
    async with Database(failing_uri, settings, Metrics()) as database:
        services = wiring.build(database, settings, now)
        key, view = await created(services)
        admin = database.client.admin
        await admin.command("configureFailPoint", "failCommand", mode="alwaysOn", data=broken)
        logs.configure("warning")
        with capture_logs() as lines:
            await services.sign_ins.who(shown(services, key))
            await services.key_uses.finish()
        logs.configure("error")
        await admin.command("configureFailPoint", "failCommand", mode="off")
        assert [(line["event"], line["key"]) for line in lines] == [("key-use-not-noted", str(view["_id"]))]
        assert [one["lastUsedAt"] for one in await listed(services)] == [None]
        await leave(database.client, settings.mongodb_database)


async def test_one_who_is_told_of_uses_is_told_of_good_keys(services: Services, now: SetClock) -> None:
    told: list[str] = []
    callers = Callers(UserSchema(), now, lambda kept: told.append(str(kept["_id"])))
    key, view = await created(services)
    await callers.find(shown(services, key))
    await services.api_keys.revoke(THE_ADMIN, str(view["_id"]))
    with pytest.raises(NotSignedIn):
        await callers.find(shown(services, key))
    assert told == [str(view["_id"])]


@pytest.mark.parametrize(("field", "value"), [(field, odd) for field in ODD for odd in ODD[field]], ids=repr)
async def test_a_key_of_which_something_odd_is_kept_lets_nobody_in(
    services: Services, database: Database, field: str, value: Any
) -> None:
    key, _ = await created(services)
    await database.motor.multitrainer_api_keys.update_one({}, {"$set": {field: value}})
    with pytest.raises(NotSignedIn):
        await services.sign_ins.who(shown(services, key))


@pytest.mark.parametrize("field", ["name", "digest", "scopes", "created_at", "created_by"])
async def test_a_key_of_which_something_is_missing_is_listed_and_can_be_revoked(
    services: Services, database: Database, field: str
) -> None:
    key, view = await created(services)
    await database.motor.multitrainer_api_keys.update_one({}, {"$unset": {field: ""}})
    if field in ODD:
        with pytest.raises(NotSignedIn):
            await services.sign_ins.who(shown(services, key))
    assert [one["_id"] for one in await listed(services)] == [view["_id"]]
    await services.api_keys.revoke(THE_ADMIN, str(view["_id"]))
    with pytest.raises(NotSignedIn):
        await services.sign_ins.who(shown(services, key))


@pytest.mark.parametrize("unknown", ["boss", "ADMIN", 7, None, ["admin"], {"$ne": None}], ids=repr)
async def test_a_scope_that_nobody_knows_is_good_for_nothing_and_spoils_no_other(
    services: Services, database: Database, unknown: Any
) -> None:
    """As a later version may write it."""
    key, _ = await created(services)
    await database.motor.multitrainer_api_keys.update_one({}, {"$set": {"scopes": [unknown, "read"]}})
    actor, _ = await services.sign_ins.who(shown(services, key))
    assert actor.scopes == {Scope.READ}


@pytest.mark.parametrize("last", [7, "yesterday", ["x"], {"$gt": 0}], ids=repr)
async def test_a_last_use_that_can_not_be_read_is_noted_anew(
    services: Services, database: Database, now: SetClock, last: Any
) -> None:
    key, _ = await created(services)
    await database.motor.multitrainer_api_keys.update_one({}, {"$set": {"last_used_at": last}})
    await services.sign_ins.who(shown(services, key))
    await services.key_uses.finish()
    assert [one["lastUsedAt"] for one in await listed(services)] == [now()]


async def test_a_key_that_is_asked_for_several_times_at_once_is_made_and_noted_once(services: Services) -> None:
    asked = [services.api_keys.create(THE_ADMIN, NEW, "f" * 24) for _ in range(3)]
    made = await asyncio.gather(*asked)
    assert sorted(bool(one.key) for one in made) == [False, False, True]
    assert len((await services.audit.page(THE_ADMIN, Wanted(action="create-key"), None, 5)).items) == 1
