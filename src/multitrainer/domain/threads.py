"""Threads: one conversation for each course, each batch, and each two people; who sees which."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.contexts import in_team
from multitrainer.domain.permissions import Verdict, can
from multitrainer.domain.team import Team

FORM = r"^(?:(?:course|batch):[0-9a-fA-F]{24}|direct:[0-9a-fA-F]{24}:[0-9a-fA-F]{24})$"
"""How the id of a thread is written: it tells what the thread is of. In small letters it is known."""


class ThreadKind(StrEnum):
    """What a thread is of."""

    COURSE = "course"
    BATCH = "batch"
    DIRECT = "direct"


READING = {
    ThreadKind.COURSE: Action.READ_COURSE_THREAD,
    ThreadKind.BATCH: Action.READ_BATCH_THREAD,
    ThreadKind.DIRECT: Action.READ_DIRECT_THREAD,
}
WRITING = {
    ThreadKind.COURSE: Action.WRITE_COURSE_THREAD,
    ThreadKind.BATCH: Action.WRITE_BATCH_THREAD,
    ThreadKind.DIRECT: Action.READ_DIRECT_THREAD,
}
"""Between two, whoever reads also writes."""


@dataclass(frozen=True, slots=True)
class Thread:
    """What a thread is of: a course's or a batch's id, or those of two people, the lesser one first."""

    kind: ThreadKind
    of: tuple[str, ...]

    @classmethod
    def between(cls, one: str, other: str) -> Self:
        """The thread of two people, whoever is named first."""
        return cls(ThreadKind.DIRECT, tuple(sorted((one, other))))

    @classmethod
    def read(cls, written: str) -> Self:
        """A thread by its id. Raises ValueError where that is none, or of one person alone."""
        if not re.fullmatch(FORM, written):
            raise ValueError(f"{written!r} is no id of a thread")
        kind, *of = written.lower().split(":")
        if len({*of}) < len(of):
            raise ValueError("a thread is of two people")
        return cls(ThreadKind(kind), tuple(sorted(of)))

    def __str__(self) -> str:
        return ":".join((self.kind.value, *self.of))

    @property
    def batch(self) -> str | None:
        """The batch's id, of a batch's thread."""
        return self.of[0] if self.kind is ThreadKind.BATCH else None

    @property
    def people(self) -> tuple[str, ...]:
        """Whom a thread between two is of."""
        return self.of if self.kind is ThreadKind.DIRECT else ()


@dataclass(frozen=True, slots=True)
class Reach:
    """The threads in which somebody may look for messages: some, or these and all of courses and batches but some.

    `own` are threads of which they see what they wrote themselves.
    """

    threads: frozenset[str]
    school: bool = False
    but: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()

    def without(self, gone: Collection[str]) -> "Reach":
        """The same, but for some threads."""
        left = self.threads.difference(gone), self.own.difference(gone)
        return replace(self, threads=left[0], own=left[1], but=self.but.union(gone))


def of_course(course: str) -> Thread:
    """A course's thread."""
    return Thread(ThreadKind.COURSE, (course,))


def of_batch(batch: str) -> Thread:
    """A batch's thread."""
    return Thread(ThreadKind.BATCH, (batch,))


def seen_by(actor: Actor, teams: Iterable[Team], covering: Collection[str]) -> list[Thread]:
    """The threads of courses and batches that a trainer sees; `covering` are batches in which they stand in."""
    seen = {of_batch(batch): None for batch in covering}
    for team in teams:
        if _sees(actor, team, of_course(team.course)):
            seen[of_course(team.course)] = None
        seen |= {thread: None for batch in team.batches if _sees(actor, team, thread := of_batch(batch.id))}
    return [*seen]


def members(thread: Thread, team: Team, trainers: Iterable[Actor], covering: Collection[str]) -> list[str]:
    """Those of some trainers who see a course's or a batch's thread; `covering` stand in on the batch."""
    return [one.id for one in trainers if one.id in covering or _sees(one, team, thread)]


def _sees(actor: Actor, team: Team, thread: Thread) -> bool:
    context = in_team(team, actor.id, thread.batch)
    return can(actor, READING[thread.kind], replace(context, oneself=False)) is Verdict.YES
