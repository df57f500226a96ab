"""What a write may depend on: that the thing is still as the caller read it."""

from typing import Any, NamedTuple

from multitrainer import wire
from multitrainer.domain.errors import Stale
from multitrainer.domain.sentences import Sentence

View = Any


class Tagged(NamedTuple):
    """An answer and the ETag of the resource that it is about."""

    view: View
    tag: str


def tagged(view: View, about: View = None) -> Tagged:
    """A view with its tag, or with that of the larger resource it is about."""
    return Tagged(view, wire.tag(wire.encode(view if about is None else about)))


def must_match(if_match: str | None, present: View) -> None:
    """Raises Stale unless If-Match is absent, `*`, or names the present representation."""
    if if_match is not None and not names(if_match, present):
        raise Stale(
            Sentence("Somebody has changed this since you loaded the page. Load it anew, and decide again."),
            "If-Match is not the present ETag. Read again (a roster or a batch's people: …/trainers), decide again.",
            etag=tagged(present).tag,
        )


def names(if_match: str, view: View) -> bool:
    """Whether If-Match is `*` or names a representation. Shells eat the quotes that belong to a tag."""
    sent = [candidate.strip().strip('"') for candidate in if_match.split(",")]
    return if_match.strip() == "*" or tagged(view).tag.strip('"') in sent
