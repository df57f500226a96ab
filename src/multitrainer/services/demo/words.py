"""What people of the demo have written: a handover note, and reports of what their batch has met for."""

from contextlib import suppress
from datetime import date

from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.errors import IfMatchMissing, ReportNotFound, SessionNotBegun
from multitrainer.schemas.handovers import NewHandover
from multitrainer.schemas.reports import NewReport
from multitrainer.services.handovers.handovers import Handovers
from multitrainer.services.reports.reports import Reports
from multitrainer.services.timetables.sessions import Sessions

NOTE = NewHandover(
    stands="We are on page 34. **Dialogues** went well.",
    watch_for="Two students need the large print.",
    materials="The key to the cupboard is in room 12.",
)
REPORT = NewReport(held=True, topics="Pages 30 to 34: dialogues.", attendance=23, for_lead="The projector flickers.")
MOST = 20


class DemoWords:
    """Writes them as the trainer, each once."""

    def __init__(self, handovers: Handovers, sessions: Sessions, reports: Reports) -> None:
        self._handovers = handovers
        self._sessions = sessions
        self._reports = reports

    async def add(self, batch: str, trainer: str, since: date, until: date) -> None:
        """A note of a batch, and reports of its sessions within some days, as far as they have begun."""
        themself = Actor(ActorKind.TRAINER, trainer)
        with suppress(IfMatchMissing):
            await self._handovers.put(themself, batch, NOTE)
        for session in (await self._sessions.of_batch(themself, batch, since, until, None, MOST)).items:
            await self._report(themself, str(session["_id"]))

    async def _report(self, themself: Actor, session: str) -> None:
        try:
            await self._reports.read(themself, session)
        except ReportNotFound:
            with suppress(SessionNotBegun):
                await self._reports.put(themself, session, REPORT)
