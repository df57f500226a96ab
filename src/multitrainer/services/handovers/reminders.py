"""Reminding trainers of their handover notes before they go on leave."""

from datetime import timedelta

from multitrainer.clock import Clock
from multitrainer.database import Database
from multitrainer.database import Session as Transaction
from multitrainer.domain.errors import Conflict, Contended, NotFound
from multitrainer.domain.telling.of_handovers import notices_of_notes
from multitrainer.failures import REFUSED
from multitrainer.repositories.leaves import Leaves
from multitrainer.services.changes.telling import Telling
from multitrainer.services.handovers.fresh_notes import FreshNotes
from multitrainer.stored.ids import made_of

AT_ONCE = 50
"""How many leaves one run looks at."""


class HandoverReminders:
    """A job of the worker's: looks at each leave once as it comes near, and again where it was changed.

    Of a batch somebody is reminded once for a leave, however many workers look and however often it changes.
    """

    name = "handover-reminders"
    alone = True

    def __init__(
        self, database: Database, leaves: Leaves, notes: FreshNotes, telling: Telling, ahead: timedelta, now: Clock
    ) -> None:
        """`ahead` is how long before the leave they are reminded; at once where it is nearer."""
        self._database = database
        self._leaves = leaves
        self._notes = notes
        self._telling = telling
        self._ahead = ahead
        self._now = now

    async def run(self) -> bool:
        """Look at some; whether there may be more. Killed in between, they are due still."""
        now = self._now()
        due = await self._leaves.notes_due(now, now + self._ahead, AT_ONCE)
        for leave in due:
            await self._look_at(leave)
        return len(due) == AT_ONCE

    async def _look_at(self, leave: str) -> None:
        """One that can't be looked at, because of what somebody wrote by hand, keeps the others from nothing.

        Raises Contended, which passes: the leave stays due.
        """
        try:
            trainer = (await self._leaves.find(leave)).trainer
            await self._database.atomically(f"leaves:{trainer}", lambda tx: self._looked(leave, tx))
        except Contended:
            raise
        except (Conflict, NotFound, *REFUSED):
            await self._leaves.look_at_no_notes(leave, self._now())

    async def _looked(self, id_: str, transaction: Transaction) -> None:
        asked_for = await self._leaves.notes_asked_for(id_, transaction)
        leave = await self._leaves.find(id_, transaction)
        if asked_for is None:  # another worker was quicker
            return
        lacking = await self._notes.lacking(leave, transaction)
        batches = {batch: course for batch, course in lacking.items() if batch not in asked_for}
        once = made_of(leave.start, self.name, leave.id, *sorted(batches))
        async with self._telling.around(notices_of_notes(leave, batches), transaction, once):
            await self._leaves.ask_for_notes(leave, batches, self._now(), transaction)
