"""The people of one batch: who teaches it, who stands by, who assists."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from multitrainer.domain.errors import AlreadyOnBatch, NotOnBatch, PeopleOverlap, PrimaryTaken
from multitrainer.domain.merging import merged_names
from multitrainer.domain.sentences import Sentence


class Duty(StrEnum):
    """What somebody does on a batch."""

    PRIMARY = "primary"
    BACKUP = "backup"
    ASSISTANT = "assistant"


DUTIES = {
    Duty.PRIMARY: Sentence("primary"),
    Duty.BACKUP: Sentence("backup"),
    Duty.ASSISTANT: Sentence("assistant"),
}
"""How they are called in sentences."""


@dataclass(frozen=True, slots=True)
class People:
    """The trainers of one batch. The primary stands in neither list; nobody stands twice in one."""

    primary: str | None = None
    backup: tuple[str, ...] = ()
    assistants: tuple[str, ...] = ()

    @property
    def teaching(self) -> tuple[str, ...]:
        """Who teaches: the primary, then the assistants. Backups only stand by."""
        return ((self.primary,) if self.primary else ()) + self.assistants

    @property
    def everyone(self) -> tuple[str, ...]:
        """Everybody on the batch, each once, the primary first."""
        return _unique((*self.teaching, *self.backup))

    @property
    def duties(self) -> frozenset[tuple[str, Duty]]:
        """Who does what; somebody may do several things."""
        primary = {(self.primary, Duty.PRIMARY)} if self.primary else set()
        backup = {(t, Duty.BACKUP) for t in self.backup}
        return frozenset(primary | backup | {(t, Duty.ASSISTANT) for t in self.assistants})

    def with_primary(self, trainer: str) -> "People":
        """The same people with this primary, who thereby leaves the lists. The former primary leaves the batch."""
        return replace(self.without(trainer), primary=trainer)

    def with_new(self, trainer: str, duty: Duty) -> "People":
        """The same people and one more.

        Raises:
            PrimaryTaken: the batch has another primary.
            AlreadyOnBatch: the trainer is the primary, or on that list already.
        """
        if self.primary == trainer or trainer in self._list(duty):
            held = Duty.PRIMARY if self.primary == trainer else duty
            words = Sentence("This trainer is {duty} of the batch already.", duty=DUTIES[held])
            raise AlreadyOnBatch(words, f"{trainer} is {held} of this batch already.", trainer=trainer)
        if duty is Duty.BACKUP:
            return replace(self, backup=(*self.backup, trainer))
        if duty is Duty.ASSISTANT:
            return replace(self, assistants=(*self.assistants, trainer))
        if self.primary:
            raise PrimaryTaken(
                Sentence("The batch has a primary already. Name another primary to replace them."),
                f"This batch's primary is {self.primary}; PUT /trainers/primary replaces a primary.",
                primary=self.primary,
            )
        return self.with_primary(trainer)

    def without(self, trainer: str) -> "People":
        """The same people less one, who may not have been there."""
        return People(
            primary=None if self.primary == trainer else self.primary,
            backup=tuple(t for t in self.backup if t != trainer),
            assistants=tuple(t for t in self.assistants if t != trainer),
        )

    def dismissing(self, trainer: str) -> "People":
        """The same people less one.

        Raises:
            NotOnBatch: the trainer was not there.
        """
        if trainer not in self.everyone:
            raise NotOnBatch(
                Sentence("This trainer is not on the batch."),
                f"{trainer} does not stand on this batch.",
                trainer=trainer,
            )
        return self.without(trainer)

    def tidied(self) -> "People":
        """The same people with rule 2 kept: nobody twice in a list, the primary in neither."""
        return People(
            self.primary,
            tuple(t for t in _unique(self.backup) if t != self.primary),
            tuple(t for t in _unique(self.assistants) if t != self.primary),
        )

    def rebased(self, before: "People", after: "People") -> "People":
        """What changed from some people to others, made to these instead; another primary named meanwhile stays."""
        return People(
            after.primary if self.primary == before.primary else self.primary,
            merged_names(self.backup, before.backup, after.backup),
            merged_names(self.assistants, before.assistants, after.assistants),
        ).tidied()

    def must_be_apart(self) -> None:
        """Raises PeopleOverlap unless these people keep rule 2 as they were named."""
        if self != self.tidied():
            raise PeopleOverlap(
                Sentence("The primary is neither backup nor assistant, and nobody stands twice in one list."),
                field="trainers",
            )

    def _list(self, duty: Duty) -> tuple[str, ...]:
        lists = {Duty.BACKUP: self.backup, Duty.ASSISTANT: self.assistants, Duty.PRIMARY: ()}
        return lists[duty]


def _unique(trainers: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(trainers))
