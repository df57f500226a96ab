"""The pictures of docs/tour.md: who looks at which page, on what screen. A new page gets its line here."""

from enum import StrEnum
from typing import NamedTuple

from multitrainer.services.demo.accounts import ADMIN
from multitrainer.services.demo.demo import address
from multitrainer.services.demo.ids import demo_id


class Screen(StrEnum):
    """On what somebody looks at a page."""

    WIDE = ""
    DARK = "dark"
    SMALL = "small"

    @property
    def width(self) -> int:
        """In pixels."""
        return 390 if self is Screen.SMALL else 1280


class Picture(NamedTuple):
    """A page as somebody sees it; `path` may name PLACES and what the story has made."""

    name: str
    who: str
    path: str
    screen: Screen = Screen.WIDE

    @property
    def file(self) -> str:
        """Under which it lies in docs/tour."""
        return f"{'-'.join(filter(None, (self.name, self.screen.value)))}.webp"


LEAD, JOHN, MARIA, SUBSTITUTE = (address(name) for name in ("Dr. Sarah", "John", "Maria", "Grace"))
NOBODY = ""
"""Who has not signed in."""

PLACES = {
    "german": demo_id("german", 0),
    "english": demo_id("english", 0),
    "batch": demo_id("german", 1),
    "john": demo_id("german trainer", 1),
    "maria": demo_id("german trainer", 2),
    "question": demo_id("german question", 1),
}
"""What the demo has; the story of scripts/photographing.py adds `leave`, `cover` and `proposal`."""

PICTURES = (
    Picture("sign-in", NOBODY, "/sign-in"),
    # Who plans.
    Picture("overview", ADMIN, "/"),
    Picture("overview", ADMIN, "/", Screen.DARK),
    Picture("overview", ADMIN, "/", Screen.SMALL),
    Picture("courses", ADMIN, "/courses"),
    Picture("course", ADMIN, "/courses/{german}"),
    Picture("entry", ADMIN, "/courses/{german}/trainers/{john}"),
    Picture("board", ADMIN, "/courses/{german}/board"),
    Picture("board", ADMIN, "/courses/{german}/board", Screen.DARK),
    Picture("board", ADMIN, "/courses/{german}/board", Screen.SMALL),
    Picture("students", ADMIN, "/courses/{english}/students"),
    Picture("batching", ADMIN, "/courses/{english}/batching"),
    Picture("move", ADMIN, "/courses/{german}/board/{batch}"),
    Picture("batch", ADMIN, "/batches/{batch}"),
    Picture("trainers", ADMIN, "/trainers"),
    Picture("planner", ADMIN, "/courses/{english}/planner"),
    Picture("proposal", ADMIN, "/proposals/{proposal}"),
    Picture("calendar", ADMIN, "/calendar"),
    Picture("workload", ADMIN, "/workload"),
    Picture("leave", ADMIN, "/leave"),
    Picture("leave-of-john", ADMIN, "/leave/{leave}"),
    Picture("covers", ADMIN, "/covers"),
    Picture("cover", ADMIN, "/covers/{cover}"),
    Picture("people", ADMIN, "/people"),
    Picture("settings", ADMIN, "/settings"),
    Picture("audit", ADMIN, "/audit"),
    # Who teaches.
    Picture("week", JOHN, "/"),
    Picture("week", JOHN, "/", Screen.SMALL),
    Picture("ask-for-leave", JOHN, "/leave", Screen.SMALL),
    Picture("handover", JOHN, "/batches/{batch}/handover"),
    Picture("availability", JOHN, "/me/availability"),
    Picture("notifications", JOHN, "/notifications", Screen.SMALL),
    Picture("me", JOHN, "/me"),
    Picture("questions", JOHN, "/questions"),
    Picture("question", JOHN, "/questions/{question}"),
    Picture("thread", JOHN, "/threads/batch:{batch}"),
    Picture("week-of-substitute", SUBSTITUTE, "/", Screen.SMALL),
    # Who leads.
    Picture("week-of-lead", LEAD, "/"),
    Picture("offer", LEAD, "/covers/{cover}", Screen.SMALL),
    Picture("quality", LEAD, "/courses/{german}/quality"),
)
