"""Everybody who has an account, as admins look after them: who can sign in, with which password, and where they are."""

from typing import Any

from multitrainer.clock import Clock
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import ActorKind
from multitrainer.domain.audit import FieldChange
from multitrainer.domain.errors import UserNotFound
from multitrainer.domain.sentences import Sentence
from multitrainer.identity.callers import Caller
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.register import PasswordKind, Register, Registered
from multitrainer.repositories.sign_ins import SignIns as SignInRepository
from multitrainer.schemas.accounts import NewAccount, NewPassword
from multitrainer.services.changes.audit import Audit
from multitrainer.services.gate import Gate
from multitrainer.services.people.accounts import Accounts
from multitrainer.services.people.sign_ins import SignIns

Raw = dict[str, Any]
MOST_SIGN_INS = 100
COLLECTION = "multitrainer_sign_ins"


class People:
    """Use cases of people's accounts, for admins alone. What somebody is says the institute's application."""

    def __init__(
        self,
        gate: Gate,
        register: Register,
        accounts: Accounts,
        sign_ins: SignIns,
        kept: SignInRepository,
        audit: Audit,
        now: Clock,
    ) -> None:
        self._gate = gate
        self._register = register
        self._accounts = accounts
        self._sign_ins = sign_ins
        self._kept = kept
        self._audit = audit
        self._now = now

    async def page(self, caller: Caller, text: str, kind: ActorKind | None, cursor: str | None, limit: int) -> Paged:
        """Those in whose name or address a text stands, in the order they were made; all, or those who are of a kind.

        Raises InvalidInput for a foreign cursor.
        """
        await self._gate.anywhere(caller, Action.LIST_ACCOUNTS)
        found, following = await self._register.page(text, kind, cursor, limit)
        return Paged([_view(one) for one in found], following)

    async def read(self, caller: Caller, user: str) -> Raw:
        """One of them, and where they are signed in. Raises UserNotFound."""
        await self._gate.anywhere(caller, Action.LIST_ACCOUNTS)
        found = await self._one(user)
        open_ones = await self._kept.of_user(user, self._now(), MOST_SIGN_INS)
        return {**_view(found), "signIns": [{"at": one["began_at"], "until": one["expires_at"]} for one in open_ones]}

    async def create_admin(self, caller: Caller, new: NewAccount) -> str:
        """Make an admin, and return their id. Raises EmailTaken, Contended."""
        actor = await self._gate.anywhere(caller, Action.CREATE_ADMIN)
        return await self._accounts.create_admin(actor, new)

    async def set_password(self, caller: Caller, user: str, new: NewPassword) -> None:
        """Give somebody a password, and sign them out everywhere. Raises UserNotFound, also without an address."""
        actor = await self._gate.anywhere(caller, Action.CHANGE_PASSWORD)
        found = await self._one(user)
        if found.email is None:
            raise UserNotFound(
                Sentence("This person has no e-mail address to sign in with."),
                f"User {user} has no e-mail address to sign in with.",
            )
        await self._accounts.give_password(actor, user, found.email, new)

    async def give_first_password(self, caller: Caller, user: str, new: NewPassword) -> None:
        """The same for whoever has none of ours yet; whoever has one keeps it. Raises UserNotFound."""
        await self._gate.anywhere(caller, Action.CHANGE_PASSWORD)
        if (await self._one(user)).password is PasswordKind.NONE:
            await self.set_password(caller, user, new)

    async def sign_out(self, caller: Caller, user: str) -> None:
        """End every sign-in of somebody, of the old application's tokens as well. Raises UserNotFound."""
        actor = await self._gate.anywhere(caller, Action.END_SIGN_INS)
        await self._one(user)
        ended = FieldChange(COLLECTION, user, "user", user, None)
        async with self._audit.noting(actor, Action.END_SIGN_INS, [ended]):
            await self._sign_ins.end_all(user)

    async def _one(self, user: str) -> Registered:
        found = await self._register.one(user)
        if found is None:
            raise UserNotFound(Sentence("There is no such person."), f"There is no user {user}.")
        return found


def _view(one: Registered) -> Raw:
    return {
        "_id": one.user,
        "name": one.name,
        "email": one.email,
        "kind": one.kind.value,
        "password": one.password.value,
    }
