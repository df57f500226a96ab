"""Setting up: how a school without an admin gets its first, by a link that whoever starts the service is shown."""

from datetime import timedelta

from multitrainer import leases
from multitrainer.clock import Clock
from multitrainer.domain.actors import THE_ADMIN, Actor
from multitrainer.domain.errors import Contended, MultitrainerError, NotAllowed
from multitrainer.domain.sentences import Sentence
from multitrainer.identity.keys import SET_UP_TOKEN, new_key, read_key
from multitrainer.repositories.register import Register
from multitrainer.repositories.set_up import SetUpLinks
from multitrainer.schemas.accounts import NewAdmin
from multitrainer.services.people.accounts import Accounts
from multitrainer.stored.ids import new_id

GOOD_FOR = timedelta(hours=24)


class AlreadySetUp(MultitrainerError):
    """There is an admin, so nobody can be made the first one. Only a page tells of it, so it has no code."""


class SetUp:
    """Use cases of setting up."""

    def __init__(self, links: SetUpLinks, register: Register, accounts: Accounts, now: Clock) -> None:
        self._links = links
        self._register = register
        self._accounts = accounts
        self._now = now

    async def token(self, actor: Actor) -> str | None:
        """A token with which the first admin can be made, in the place of any before; None where there is an admin."""
        if await self._register.has_admin():
            return None
        token = new_key(SET_UP_TOKEN, new_id())
        await self._links.put(token, self._now() + GOOD_FOR)
        return str(token)

    async def must_be_good(self, token: str) -> None:
        """Raises AlreadySetUp where there is an admin, NotAllowed for a token that is none, has expired or was used."""
        if await self._register.has_admin():
            raise AlreadySetUp(Sentence("There is an admin already, so no link makes one any more."))
        key = read_key(SET_UP_TOKEN, token)
        if key is None or not await self._links.is_good(key, self._now()):
            raise NotAllowed(Sentence("This set-up link is not good: it was used, has expired, or was never complete."))

    async def create_admin(self, token: str, new: NewAdmin) -> None:
        """Make the first admin. The token is used up by that, but not by an attempt that is refused.

        Raises AlreadySetUp and NotAllowed as above, and what Accounts.create_admin raises.
        """
        try:
            async with leases.held("set-up"):
                await self.must_be_good(token)
                await self._accounts.create_admin(THE_ADMIN, new)
                await self._links.end()
        except TimeoutError:
            raise Contended(Sentence("Somebody else is setting this up. Try again.")) from None
