"""One call of each method that the repositories have for whoever signs in."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from multitrainer import clock
from multitrainer.domain.actors import THE_ADMIN, ActorKind, Scope
from multitrainer.identity.callers import OldPerson, Person
from multitrainer.identity.keys import API_KEY, SET_UP_TOKEN, Key, new_key
from multitrainer.repositories.accounts import Account, Accounts
from multitrainer.repositories.api_keys import ApiKeys
from multitrainer.repositories.attempts import Attempts
from multitrainer.repositories.callers import Callers
from multitrainer.repositories.register import Register
from multitrainer.repositories.set_up import SetUpLinks
from multitrainer.repositories.sign_ins import SignIns
from multitrainer.stored.ids import new_id
from multitrainer.stored.users import UserSchema
from tests.repositories.calls import World, cursor_after, drained

accounts, register = Accounts(UserSchema()), Register(UserSchema(), clock.now)
sign_ins, attempts, keys, links = SignIns(), Attempts(), ApiKeys(), SetUpLinks()
callers = Callers(UserSchema(), clock.now)
TOKEN = new_key(SET_UP_TOKEN, new_id())


def later() -> datetime:
    return clock.now() + timedelta(hours=1)


def email_of(user: str) -> str:
    return f"{user}@x"


async def signed_in(w: World) -> Key:
    return await sign_ins.begin(w.users_there[0], clock.now(), later())


async def renew_a_sign_in(w: World) -> None:
    assert await sign_ins.renew(await signed_in(w), later())


async def find_a_sign_in(w: World) -> None:
    assert await sign_ins.user_of(await signed_in(w), clock.now())


async def end_a_sign_in(w: World) -> None:
    await sign_ins.end((await signed_in(w)).id)


async def find_sign_ins(w: World) -> None:
    await signed_in(w)
    assert await sign_ins.of_user(w.users_there[0], clock.now(), 5)


async def end_other_sign_ins(w: World) -> None:
    await sign_ins.end_others(w.users_there[0], (await signed_in(w)).id)


async def a_key() -> Key:
    key = new_key(API_KEY, new_id())
    await keys.insert(key, "machine", (Scope.READ,), THE_ADMIN.id, clock.now(), None)
    return key


async def use_a_key(_: World) -> None:
    await keys.used((await a_key()).id, clock.now())


async def revoke_a_key(_: World) -> None:
    await keys.revoke((await a_key()).id, clock.now())


async def find_a_key(_: World) -> None:
    assert await keys.find((await a_key()).id)


async def adopt_a_hash(w: World) -> None:
    account = await accounts.by_email(email_of(w.users_there[1]))
    assert account
    await accounts.adopt(account, "hash")


async def find_a_person(w: World) -> None:
    await callers.find(Person(w.users_there[0], (await signed_in(w)).id))


async def find_a_machine(_: World) -> None:
    await callers.find(await a_key())


async def look_at_the_link(_: World) -> None:
    await links.put(TOKEN, later())
    assert await links.is_good(TOKEN, clock.now())


ACCOUNTS: dict[str, Callable[[World], Awaitable[object]]] = {
    "Accounts.having": lambda w: accounts.having("$argon2id$a", w.users_there[:3]),
    "Accounts.by_email": lambda w: accounts.by_email(email_of(w.users_there[0])),
    "Accounts.is_still_good": lambda w: accounts.is_still_good(Account(w.users_there[0], "hash", None)),
    "Accounts.set_password": lambda w: accounts.set_password(w.users_there[0], "hash"),
    "Accounts.give_first_password": lambda w: accounts.give_first_password(w.users_there[2], "hash"),
    "Accounts.adopt": adopt_a_hash,
    "Accounts.sign_out": lambda w: accounts.sign_out(w.users_there[0], clock.now()),
    "ApiKeys.insert": lambda _: a_key(),
    "ApiKeys.find": find_a_key,
    "ApiKeys.page": lambda _: keys.page(None, 10),
    "ApiKeys.page after a cursor": lambda _: keys.page(cursor_after(new_id()), 10),
    "ApiKeys.revoke": revoke_a_key,
    "ApiKeys.used": use_a_key,
    "Attempts.count": lambda _: attempts.count("name", clock.now(), later()),
    "Attempts.so_far": lambda _: attempts.so_far("name", clock.now()),
    "Attempts.take_back": lambda _: attempts.take_back("name"),
    "Attempts.forget": lambda _: attempts.forget("name"),
    "Callers.find": find_a_person,
    "Callers.find with a token of the old application": lambda w: callers.find(OldPerson(w.users_there[4], None)),
    "Callers.find with a key": find_a_machine,
    "Register.has_admin": lambda _: register.has_admin(),
    "Register.has_email": lambda w: register.has_email(email_of(w.users_there[0])),
    "Register.insert_admin": lambda _: register.insert_admin(new_id(), "Ann", "ann@x"),
    "Register.give_email": lambda w: register.give_email(w.users_there[0], "else@x"),
    "Register.addresses": lambda w: register.addresses(w.users_there[:3]),
    "Register.still_at": lambda w: register.still_at({user: email_of(user) for user in w.users_there[:3]}),
    "Register.one": lambda w: register.one(w.users_there[0]),
    "Register.page": lambda _: register.page("", None, None, 10),
    "Register.page of whom a text finds": lambda _: register.page("user", ActorKind.TRAINER, None, 10),
    "Register.all": lambda _: drained(register.all()),
    "SetUpLinks.put": lambda _: links.put(TOKEN, later()),
    "SetUpLinks.is_good": look_at_the_link,
    "SetUpLinks.end": lambda _: links.end(),
    "SignIns.begin": signed_in,
    "SignIns.user_of": find_a_sign_in,
    "SignIns.renew": renew_a_sign_in,
    "SignIns.of_user": find_sign_ins,
    "SignIns.end_others": end_other_sign_ins,
    "SignIns.end": end_a_sign_in,
    "SignIns.end_all": lambda w: sign_ins.end_all(w.users_there[0]),
}
