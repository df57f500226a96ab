"""What a session could be swapped with, to choose from."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple

from multitrainer.clock import Clock
from multitrainer.domain.actions import Action
from multitrainer.domain.intervals import Interval
from multitrainer.domain.taught import TaughtSession
from multitrainer.identity.callers import Caller
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.names import names_of
from multitrainer.repositories.sessions import Sessions, no_session
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import Users
from multitrainer.services.gate import Gate

Raw = dict[str, Any]

AHEAD = timedelta(days=42)
MOST = 300
"""So many are shown, the next ones first."""


class Partners(NamedTuple):
    """A session, and those of others on its course."""

    session: Raw
    others: list[Raw]


class SwapPartners:
    """Looks for sessions to swap one with. Whether a swap is possible, its proposal tells."""

    def __init__(
        self, gate: Gate, sessions: Sessions, lessons: Lessons, teams: Teams, users: Users, now: Clock
    ) -> None:
        self._gate = gate
        self._sessions = sessions
        self._lessons = lessons
        self._teams = teams
        self._users = users
        self._now = now

    async def of_session(self, caller: Caller, session: str) -> Partners:
        """Those of other trainers of its course within some weeks, for whoever may swap it.

        Raises SessionNotFound, NotAllowed.
        """
        mine = await self._taught(session)
        await self._gate.on_session(caller, Action.PROPOSE_SWAP, mine.batch, (mine.trainer,), no_session(session))
        team = (await self._teams.load(mine.course, counting=False)).current
        ahead = Interval(self._now(), self._now() + AHEAD)
        found = await self._lessons.of_batches([batch.id for batch in team.batches], ahead)
        others = sorted((one for one in found if one.trainer != mine.trainer), key=lambda one: (one.start, one.id))
        shown = await self._shown([mine, *others[:MOST]])
        return Partners(shown[0], shown[1:])

    async def _taught(self, session: str) -> TaughtSession:
        found = await self._sessions.find(session)
        taught = await self._lessons.taught([found])
        if session not in taught:
            raise no_session(session)
        return taught[session]

    async def _shown(self, sessions: Iterable[TaughtSession]) -> list[Raw]:
        sessions = [*sessions]
        batches = await names_of("batches", {one.batch for one in sessions})
        people = await self._users.by_id(sorted({one.trainer for one in sessions}))
        return [
            {
                "_id": one.id,
                "batch": one.batch,
                "batchName": batches.get(one.batch),
                "trainer": {"_id": one.trainer, "name": people.get(one.trainer, {}).get("name")},
                "start": one.start,
                "end": one.end,
            }
            for one in sessions
        ]
