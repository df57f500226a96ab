"""The menu: what there is for whom, in their words."""

from collections.abc import Callable
from typing import NamedTuple

from multitrainer.web.visitors import Visitor

Gettext = Callable[[str], str]


class Entry(NamedTuple):
    """A page of the menu."""

    address: str
    name: str

    def is_at(self, path: str) -> bool:
        """Whether that page, or one below it, is looked at."""
        return path == self.address or (self.address != "/" and path.startswith(f"{self.address}/"))


class Group(NamedTuple):
    """Pages that belong together. Without a name they stand in the menu themselves."""

    name: str
    entries: tuple[Entry, ...]

    def is_at(self, path: str) -> bool:
        """Whether one of its pages is looked at."""
        return any(entry.is_at(path) for entry in self.entries)


def menu(gettext: Gettext, visitor: Visitor) -> tuple[Group, ...]:
    """What somebody's pages are; nothing for who has none."""
    if visitor.plans:
        return _of_admins(gettext)
    return _of_trainers(gettext) if visitor.teaches else ()


def _of_admins(gettext: Gettext) -> tuple[Group, ...]:
    first = (
        *(("/", gettext("Overview")), ("/courses", gettext("Courses")), ("/trainers", gettext("Trainers"))),
        ("/planner", gettext("Planner")),
    )
    return (
        _group("", *first),
        _group(gettext("Times"), *_times(gettext)),
        _group(gettext("Talk"), ("/questions", gettext("Questions")), ("/threads", gettext("Threads"))),
        _group(gettext("Institute"), *_institute(gettext)),
    )


def _of_trainers(gettext: Gettext) -> tuple[Group, ...]:
    first = (("/", gettext("My week")), ("/courses", gettext("Courses")), ("/trainers", gettext("Trainers")))
    own = (("/me/availability", gettext("My availability")), ("/me/ledger", gettext("My ledger of cover")))
    return (
        _group("", *first),
        _group(gettext("Times"), *_times(gettext), *own),
        _group(gettext("Talk"), ("/questions", gettext("Questions")), ("/threads", gettext("Threads"))),
    )


def _times(gettext: Gettext) -> tuple[tuple[str, str], ...]:
    return (
        ("/calendar", gettext("Calendar")),
        ("/workload", gettext("Workload")),
        ("/leave", gettext("Leave")),
        ("/covers", gettext("Cover")),
        ("/swaps", gettext("Swaps")),
    )


def _institute(gettext: Gettext) -> tuple[tuple[str, str], ...]:
    return (
        ("/people", gettext("People")),
        ("/access", gettext("Access")),
        ("/holidays", gettext("Holidays")),
        ("/settings", gettext("Settings")),
        ("/outbox", gettext("What was sent")),
        ("/webhooks", gettext("Webhooks")),
        ("/migration", gettext("Migration")),
        ("/audit", gettext("Audit")),
        ("/docs", gettext("API")),
    )


def _group(name: str, *entries: tuple[str, str]) -> Group:
    return Group(name, tuple(Entry(*entry) for entry in entries))
