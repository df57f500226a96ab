"""Who is to be told what of messages: that there is one and whose, never what it says."""

from collections.abc import Collection, Iterable, Mapping

from multitrainer.domain.telling.notices import Fact, Kind, Notice
from multitrainer.domain.threads import Thread, ThreadKind

MENTIONED = {
    ThreadKind.COURSE: Kind.MENTIONED_IN_COURSE,
    ThreadKind.BATCH: Kind.MENTIONED_IN_BATCH,
    ThreadKind.DIRECT: Kind.DIRECT_MESSAGE,
}


def told_of_message(thread: Thread, author: str, mentions: Iterable[str]) -> list[str]:
    """Whom a message is for: those whom it mentions; between two, the other one."""
    people = thread.people or [*dict.fromkeys(mentions)]
    return [one for one in people if one != author]


def notices_of_message(thread: Thread, author: str, course: str | None, told: Collection[str]) -> list[Notice]:
    """What some people have to know of a message."""
    places: Mapping[str, Fact] = {"course": course, "batch": thread.batch}
    facts = {name: place for name, place in places.items() if place}
    about: dict[str, Fact] = {"thread": str(thread), "trainer": author, **facts}
    return [Notice(MENTIONED[thread.kind], one, about) for one in told]


def is_told(place: int, told: int | None) -> bool:
    """Whether somebody who has read up to a place is told of one more: once, until they have read that."""
    return told is None or told <= place
