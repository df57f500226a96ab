"""Which questions have to be looked at again, because somebody may not be able to have theirs any more."""

from collections.abc import Collection

from multitrainer.clock import Clock
from multitrainer.database import Session, once_written
from multitrainer.domain.team import Team
from multitrainer.repositories.questions import Questions
from multitrainer.services.working.bell import Bell

QUESTIONS = "questions"
"""The worker's job that looks at them."""

Standing = frozenset[tuple[str, str]]


class QuestionsDue:
    """Says whose questions have to be looked at. Whatever says nothing is found by `QuestionKeeper` in some minutes."""

    def __init__(self, questions: Questions, bell: Bell, now: Clock) -> None:
        self._questions = questions
        self._bell = bell
        self._now = now

    async def of(self, trainers: Collection[str], session: Session) -> None:
        """Those that some people have."""
        if trainers:
            await self._questions.make_due(trainers, self._now(), session)
            once_written(self._ring)

    async def of_batch(self, batch: str, session: Session) -> None:
        """Those about a batch, which others may stand in for now that its sessions have changed."""
        await self._questions.make_due_of_batch(batch, self._now(), session)
        once_written(self._ring)

    async def of_change(self, before: Team, after: Team, session: Session) -> None:
        """Those of everybody who was something on the course, or on one of its batches, and is that no more."""
        was, becomes = _standings(before), _standings(after)
        await self.of(sorted(who for who, held in was.items() if held - becomes.get(who, frozenset())), session)

    def _ring(self) -> None:
        self._bell.ring(QUESTIONS)


def _standings(team: Team) -> dict[str, Standing]:
    """What each is on the course, with their status, and on which batch."""
    found: dict[str, set[tuple[str, str]]] = {}
    for entry in team.roster:
        found.setdefault(entry.trainer, set()).add((entry.role.value, entry.status.value))
    for batch in team.batches:
        for trainer, duty in batch.people.duties:
            found.setdefault(trainer, set()).add((batch.id, duty.value))
    return {trainer: frozenset(held) for trainer, held in found.items()}
