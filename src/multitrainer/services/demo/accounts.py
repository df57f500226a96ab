"""Accounts of the demo, all with one password, which everybody may know."""

import asyncio
from typing import NamedTuple

from multitrainer.domain.actors import Actor
from multitrainer.identity.passwords import Passwords
from multitrainer.repositories.accounts import Accounts
from multitrainer.repositories.demo import LoadedDemos
from multitrainer.repositories.register import Register
from multitrainer.services.demo.demo import COURSES, TEAMS, TRAINERS, address
from multitrainer.services.demo.ids import demo_id

PASSWORD = "multitrainer-demo"  # noqa: S105  (it is printed when the demo is served)
ADMIN, STUDENT = address("admin"), address("student")
ADMIN_ID, STUDENT_ID = demo_id("admin", 0), demo_id("german student", 1)
ACCOUNTS = "accounts"
"""Under which it is remembered that they were made."""


class Addresses(NamedTuple):
    """What one signs in with."""

    admin: str
    trainers: tuple[str, ...]
    student: str


ADDRESSES = Addresses(ADMIN, tuple(address(name) for names in TRAINERS.values() for name in names), STUDENT)


class Open(NamedTuple):
    """An account that still has the demo's password: what the demo made of them, and what they sign in with."""

    position: str
    email: str


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

    async def still_open(self, actor: Actor) -> list[Open]:
        """The accounts that still have the password which everybody may know, in the order of their positions.

        They have the hash that was given to them; to compare the password with nineteen takes seconds.
        """
        hashed = await self._loaded.password()
        if hashed is None:
            return []
        having = await self._accounts.having(hashed, [*_positions()])
        emails = await self._register.addresses([*having])
        return [Open(position, emails[user]) for user, position in _positions().items() if user in emails]

    async def make(self, actor: Actor) -> None:
        """Make them, also for a demo that an earlier version loaded. Several processes may do so at once.

        Whoever has another address by now, or a password, is a person's own and gets nothing.
        """
        if await self.were_made(actor):
            return
        await self._register.give_email(STUDENT_ID, STUDENT)
        trainers = {
            demo_id(f"{course} trainer", number): address(name)
            for course, names in TRAINERS.items()
            for number, name in enumerate(names)
        }
        hashed = await self._loaded.give_password(await asyncio.to_thread(self._passwords.hashed, PASSWORD))
        for user in await self._register.still_at({**trainers, STUDENT_ID: STUDENT}):
            await self._accounts.give_first_password(user, hashed)
        await self._make_admin(hashed)
        await self._loaded.add(ACCOUNTS)

    async def _make_admin(self, hashed: str) -> None:
        if not await self._register.has_email(ADMIN):
            await self._accounts.give_first_password(ADMIN_ID, hashed)
            await self._register.insert_admin(ADMIN_ID, "Admin", ADMIN)


def _positions() -> dict[str, str]:
    """What the demo makes of everybody who gets an account, by their ids."""
    trainers: dict[str, str] = {}
    for course, team in TEAMS.items():
        roles = [role for role, names in team.items() for _ in names]
        trainers |= {demo_id(f"{course} trainer", n): f"{COURSES[course]} {role}" for n, role in enumerate(roles)}
    return {ADMIN_ID: "admin", **trainers, STUDENT_ID: "student"}
