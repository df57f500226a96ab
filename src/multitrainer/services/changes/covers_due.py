"""Having covers looked at once something changes that they follow from."""

from collections.abc import Collection

from multitrainer.clock import Clock
from multitrainer.database import Session as Transaction
from multitrainer.database import once_written
from multitrainer.domain.team import Team
from multitrainer.repositories.leaves import Leaves
from multitrainer.repositories.lessons import Lessons
from multitrainer.services.changes.questions_due import QuestionsDue
from multitrainer.services.working.bell import Bell

COVERS = "covers"
"""The worker's job that looks at them."""


class CoversDue:
    """Says whose covers and questions have to be looked at. Whatever says nothing is found by their keepers later."""

    def __init__(self, leaves: Leaves, lessons: Lessons, questions: QuestionsDue, bell: Bell, now: Clock) -> None:
        self._leaves = leaves
        self._lessons = lessons
        self.questions = questions  # what takes covers from people may take students' questions from them, too
        self._bell = bell
        self._now = now

    async def of(self, trainers: Collection[str], transaction: Transaction) -> None:
        """Those of some trainers, as far as they are away or will be."""
        if trainers:
            await self._leaves.make_covers_due(trainers, self._now(), transaction)
            self.ring()

    async def of_batch(self, batch: str, transaction: Transaction) -> None:
        """Those of whoever teaches a batch, when its sessions change."""
        primary = await self._lessons.primary_of(batch, transaction)
        await self.of([primary] if primary else [], transaction)
        await self.questions.of_batch(batch, transaction)

    async def of_change(self, before: Team, after: Team, transaction: Transaction) -> None:
        """Those of everybody who becomes a batch's primary, or was."""
        was, becomes = ({batch.id: batch.people.primary for batch in team.batches} for team in (before, after))
        changed = {who for batch in was.keys() | becomes.keys() for who in _two(was.get(batch), becomes.get(batch))}
        await self.of(sorted(changed), transaction)
        await self.questions.of_change(before, after, transaction)

    def ring(self) -> None:
        """Wake the worker of this process once the change is written."""
        once_written(lambda: self._bell.ring(COVERS))


def _two(was: str | None, becomes: str | None) -> set[str]:
    return {who for who in (was, becomes) if who} if was != becomes else set()
