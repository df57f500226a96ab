"""Accounts of the demo, all with one password, which everybody may know."""

import asyncio
from typing import NamedTuple

from multitrainer.domain.actors import Actor
from multitrainer.identity.passwords import Passwords
from multitrainer.repositories.accounts import Accounts
from multitrainer.repositories.demo import LoadedDemos
from multitrainer.repositories.register import Register
from multitrainer.services.demo import TRAINERS, address, demo_id

PASSWORD = "multitrainer-demo"  # noqa: S105  (it is printed when the demo is served)
ADMIN, STUDENT = address("admin"), address("student")
ACCOUNTS = "accounts"
"""Under which it is remembered that they were made."""


class Addresses(NamedTuple):
    """What one signs in with."""

    admin: str
    trainers: tuple[str, ...]
    student: str


ADDRESSES = Addresses(ADMIN, tuple(address(name) for names in TRAINERS.values() for name in names), STUDENT)


class DemoAccounts:
    """Makes the accounts once, beside a demo that is loaded. What people made of it since is theirs."""

    def __init__(self, accounts: Accounts, register: Register, passwords: Passwords, loaded: LoadedDemos) -> None:
        self._accounts = accounts
        self._register = register
        self._passwords = passwords
        self._loaded = loaded

    async def were_made(self, actor: Actor) -> bool:
        """Whether this database has, or had, accounts whose password everybody may know."""
        return bool(await self._loaded.among([ACCOUNTS]))

    async def make(self, actor: Actor) -> None:
        """Make them, also for a demo that an earlier version loaded. Several processes may do so at once.

        Whoever has another address by now, or a password, is a person's own and gets nothing.
        """
        if await self.were_made(actor):
            return
        student = demo_id("german student", 1)
        await self._register.give_email(student, STUDENT)
        trainers = {
            demo_id(f"{course} trainer", number): address(name)
            for course, names in TRAINERS.items()
            for number, name in enumerate(names)
        }
        hashed = await asyncio.to_thread(self._passwords.hashed, PASSWORD)
        for user in await self._register.still_at({**trainers, student: STUDENT}):
            await self._accounts.give_first_password(user, hashed)
        await self._make_admin(hashed)
        await self._loaded.add(ACCOUNTS)

    async def _make_admin(self, hashed: str) -> None:
        if not await self._register.has_email(ADMIN):
            admin = demo_id("admin", 0)
            await self._accounts.give_first_password(admin, hashed)
            await self._register.insert_admin(admin, "Admin", ADMIN)
