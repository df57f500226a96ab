"""Who is signed in, for how long, and until when."""

import asyncio
from datetime import timedelta

import pytest

from multitrainer.database import Database
from multitrainer.domain.actors import NOBODY, ActorKind
from multitrainer.domain.errors import NotSignedIn
from multitrainer.identity.callers import OldPerson
from multitrainer.services import Services
from multitrainer.services.people.sign_ins import Granted
from tests.services.people import (
    ADA,
    BEN,
    PASSWORD,
    SetClock,
    actor_of,
    caller_with,
    sign_in,
)


async def test_a_refresh_token_is_changed_for_new_ones(services: Services, now: SetClock) -> None:
    first = await sign_in(services)
    second = await services.sign_ins.refresh(first.refresh_token)
    third = await services.sign_ins.refresh(second.refresh_token)
    assert len({first.refresh_token, second.refresh_token, third.refresh_token}) == 3
    assert (await actor_of(caller_with(services, third.access_token), now)).id == str(ADA)


async def test_one_that_comes_twice_ends_the_sign_in(services: Services, now: SetClock) -> None:
    first = await sign_in(services)
    second = await services.sign_ins.refresh(first.refresh_token)
    for used in (first, second):
        with pytest.raises(NotSignedIn):
            await services.sign_ins.refresh(used.refresh_token)
        with pytest.raises(NotSignedIn):
            await actor_of(caller_with(services, used.access_token), now)


async def test_of_many_at_once_one_gets_new_tokens_at_the_most(services: Services, now: SetClock) -> None:
    token = (await sign_in(services)).refresh_token
    done = await asyncio.gather(*(services.sign_ins.refresh(token) for _ in range(10)), return_exceptions=True)
    granted = [answer for answer in done if isinstance(answer, Granted)]
    assert len(granted) <= 1
    assert all(isinstance(answer, Granted | NotSignedIn) for answer in done)
    for one in granted:
        with pytest.raises(NotSignedIn):
            await actor_of(caller_with(services, one.access_token), now)


async def test_another_sign_in_of_the_same_person_goes_on(services: Services, now: SetClock) -> None:
    first, other = await sign_in(services), await sign_in(services)
    await services.sign_ins.refresh(first.refresh_token)
    with pytest.raises(NotSignedIn):
        await services.sign_ins.refresh(first.refresh_token)
    assert (await actor_of(caller_with(services, other.access_token), now)).id == str(ADA)
    await services.sign_ins.refresh(other.refresh_token)


@pytest.mark.parametrize("token", ["", "x", "mtrefresh_", "mtkey_" + "a" * 24 + "_" + "a" * 43, "a" * 1_000])
async def test_what_is_no_refresh_token_is_refused(services: Services, token: str) -> None:
    with pytest.raises(NotSignedIn):
        await services.sign_ins.refresh(token)


async def test_it_ends_after_some_days_without_a_sign_of_life(
    services: Services, database: Database, now: SetClock
) -> None:
    """Whether or not the server has deleted it by then."""
    granted = await sign_in(services)
    now.move(days=20)
    granted = await services.sign_ins.refresh(granted.refresh_token)
    now.move(days=20)
    granted = await services.sign_ins.refresh(granted.refresh_token)
    now.move(days=31)
    with pytest.raises(NotSignedIn):
        await services.sign_ins.refresh(granted.refresh_token)


async def test_a_user_who_is_gone_is_nobody_at_once(services: Services, database: Database, now: SetClock) -> None:
    granted = await sign_in(services)
    await database.motor.users.delete_one({"_id": ADA})
    with pytest.raises(NotSignedIn):
        await actor_of(caller_with(services, granted.access_token), now)
    with pytest.raises(NotSignedIn):
        await services.sign_ins.refresh(granted.refresh_token)


async def test_a_role_that_changes_counts_at_once(services: Services, database: Database, now: SetClock) -> None:
    caller = caller_with(services, (await sign_in(services)).access_token)
    for role, kind in (("trainer", ActorKind.TRAINER), ("boss", ActorKind.STUDENT), (["admin"], ActorKind.STUDENT)):
        await database.motor.users.update_one({"_id": ADA}, {"$set": {"role": role}})
        assert (await actor_of(caller, now)).kind is kind


async def test_no_secret_is_kept_as_it_is(services: Services, database: Database) -> None:
    granted = await sign_in(services)
    renewed = await services.sign_ins.refresh(granted.refresh_token)
    kept = str([await database.motor[name].find().to_list(None) for name in await _ours(database)])
    for token in (*granted, *renewed, PASSWORD):
        assert str(token).split("_", 2)[-1] not in kept or isinstance(token, int)


async def _ours(database: Database) -> list[str]:
    return [name for name in await database.motor.list_collection_names() if name.startswith("multitrainer_")]


async def test_it_ends_this_sign_in_and_no_other(services: Services, now: SetClock) -> None:
    here, there = await sign_in(services), await sign_in(services)
    await services.sign_ins.sign_out(caller_with(services, here.access_token))
    with pytest.raises(NotSignedIn):
        await actor_of(caller_with(services, here.access_token), now)
    with pytest.raises(NotSignedIn):
        await services.sign_ins.refresh(here.refresh_token)
    await services.sign_ins.refresh(there.refresh_token)


async def test_everywhere_ends_all_of_the_person_and_of_nobody_else(services: Services, now: SetClock) -> None:
    here, there, ben = await sign_in(services), await sign_in(services), await sign_in(services, "ben@x.example")
    await services.sign_ins.sign_out_everywhere(caller_with(services, here.access_token))
    for ended in (here, there):
        with pytest.raises(NotSignedIn):
            await actor_of(caller_with(services, ended.access_token), now)
    assert (await actor_of(caller_with(services, ben.access_token), now)).id == str(BEN)


async def test_everywhere_ends_tokens_of_the_old_application_that_were_made_before(
    services: Services, now: SetClock
) -> None:
    before, undated = OldPerson(str(ADA), now()), OldPerson(str(ADA), None)
    for old in (before, undated):
        assert (await actor_of(old, now)).kind is ActorKind.ADMIN
    now.move(seconds=1)
    await services.sign_ins.sign_out_everywhere(before)
    for old in (before, undated):
        with pytest.raises(NotSignedIn):
            await actor_of(old, now)
    assert (await actor_of(OldPerson(str(ADA), now() + timedelta(seconds=1)), now)).id == str(ADA)


async def test_nobody_can_not_sign_out(services: Services) -> None:
    for sign_out in (services.sign_ins.sign_out, services.sign_ins.sign_out_everywhere):
        with pytest.raises(NotSignedIn):
            await sign_out(NOBODY)


async def test_people_have_the_name_that_they_have_in_users(services: Services, database: Database) -> None:
    caller = caller_with(services, (await sign_in(services)).access_token)
    actor, name = await services.sign_ins.who(caller)
    assert (actor.kind, actor.id, name) == (ActorKind.ADMIN, str(ADA), "Ada")
    await database.motor.users.update_one({"_id": ADA}, {"$set": {"name": {"first": "Ada"}}})
    assert (await services.sign_ins.who(caller))[1] is None
    assert (await services.sign_ins.who(OldPerson(str(BEN), None)))[1] == "Ben"


async def test_nobody_is_asked_to_sign_in(services: Services) -> None:
    with pytest.raises(NotSignedIn):
        await services.sign_ins.who(NOBODY)
    with pytest.raises(NotSignedIn):
        await services.sign_ins.who(OldPerson("f" * 24, None))


async def test_an_invented_token_of_somebodys_sign_in_ends_nothing(services: Services, now: SetClock) -> None:
    granted = await sign_in(services)
    kind, id_, secret = granted.refresh_token.split("_", 2)
    for invented in ("A" * 43, "A" * 22 + secret[22:], secret[:21] + "_" * 22):
        with pytest.raises(NotSignedIn, match="not good, or no longer"):
            await services.sign_ins.refresh(f"{kind}_{id_}_{invented}")
    assert (await actor_of(caller_with(services, granted.access_token), now)).id == str(ADA)
    await services.sign_ins.refresh(granted.refresh_token)


async def test_one_sees_where_one_is_signed_in_and_ends_all_but_this_one(services: Services) -> None:
    first = await sign_in(services)
    me = caller_with(services, (await sign_in(services)).access_token)
    assert [one.is_here for one in await services.sign_ins.mine(me)] == [True, False]
    await services.sign_ins.sign_out_elsewhere(me)
    with pytest.raises(NotSignedIn):
        await services.sign_ins.refresh(first.refresh_token)
    [left] = await services.sign_ins.mine(me)
    assert left.is_here
