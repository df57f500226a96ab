"""Accounts, as whoever runs the service looks after them: admins, passwords, and who has one."""

import asyncio
from collections.abc import AsyncIterator

from multitrainer import leases
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import FieldChange, of_fields
from multitrainer.domain.errors import Contended, EmailTaken, UserNotFound
from multitrainer.domain.sentences import Sentence
from multitrainer.failures import telling
from multitrainer.identity.passwords import Passwords
from multitrainer.repositories.accounts import Account
from multitrainer.repositories.accounts import Accounts as AccountRepository
from multitrainer.repositories.register import Register, Registered
from multitrainer.schemas.accounts import NewAdmin, NewPassword
from multitrainer.services.changes.audit import Audit
from multitrainer.services.people.sign_ins import SignIns
from multitrainer.stored.ids import new_id


class Accounts:
    """Use cases of accounts."""

    def __init__(
        self, accounts: AccountRepository, register: Register, sign_ins: SignIns, passwords: Passwords, audit: Audit
    ) -> None:
        self._accounts = accounts
        self._register = register
        self._sign_ins = sign_ins
        self._passwords = passwords
        self._audit = audit

    async def must_be_free(self, actor: Actor, email: str) -> None:
        """Raises EmailTaken where somebody has an address already."""
        await self._must_be_free(email)

    async def must_exist(self, actor: Actor, email: str) -> None:
        """Raises UserNotFound where nobody has an address, or several have."""
        await self._account(email)

    async def create_admin(self, actor: Actor, new: NewAdmin) -> str:
        """Make an admin, one at a time of one address; return their id. Done again when interrupted, it is completed.

        The password goes first: where only that was written, nobody is there yet who could sign in with it.

        Raises:
            EmailTaken: somebody has the address.
            Contended: others have been making the same for long.
            RefusedByDatabase: an index or a validator of the institute's does not allow it.
        """
        hashed = await self._hashed(new.password)
        try:
            async with leases.held(f"email:{new.email}"):
                await self._must_be_free(new.email)
                with telling():
                    return await self._insert_admin(actor, new, hashed)
        except TimeoutError:
            raise Contended(Sentence("Somebody else has been making this account for long. Try again.")) from None

    async def set_password(self, actor: Actor, email: str, new: NewPassword) -> None:
        """Give somebody a password, end every sign-in they have, and forget how often they failed to.

        Raises UserNotFound.
        """
        await self.give_password(actor, (await self._account(email)).user, email, new)

    async def give_password(self, actor: Actor, user: str, email: str, new: NewPassword) -> None:
        """The same, of a user who is there and has this address."""
        hashed = await self._hashed(new.password)
        another = FieldChange("multitrainer_credentials", user, "hash", None, None)  # which is nobody's to read
        async with self._audit.noting(actor, Action.CHANGE_PASSWORD, [another]):
            await self._accounts.set_password(user, hashed)
            await self._sign_ins.end_all(user)
            await self._sign_ins.forget_failures(email)

    def all(self, actor: Actor) -> AsyncIterator[Registered]:
        """Every user, and whether they can sign in with a password. Raises PyMongoError."""
        return self._register.all()

    async def _account(self, email: str) -> Account:
        account = await self._accounts.by_email(email)
        if account is None:
            raise UserNotFound(Sentence("No user has the e-mail address {email}, or several have.", email=email))
        return account

    async def _must_be_free(self, email: str) -> None:
        if await self._register.has_email(email):
            raise EmailTaken(Sentence("A user has this e-mail address already."), field="email")

    async def _insert_admin(self, actor: Actor, new: NewAdmin, hashed: str) -> str:
        user = new_id()
        written = {"name": new.name, "email": new.email, "role": self._register.role_of_admins}
        noted = of_fields("users", user, {}, written)
        async with self._audit.noting(actor, Action.CREATE_ADMIN, noted):
            await self._accounts.set_password(user, hashed)
            await self._register.insert_admin(user, new.name, new.email)
        return user

    async def _hashed(self, password: str) -> str:
        return await asyncio.to_thread(self._passwords.hashed, password)
