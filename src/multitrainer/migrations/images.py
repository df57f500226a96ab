"""Pre-images: what our fields of a document were before a migration, and what they are after it."""

from datetime import datetime

from multitrainer.migrations.migration import Moved
from multitrainer.migrations.verdicts import Raw, own, same

STATE = ("after", "version", "at")
"""What an image says of the document once we have written it."""

OF_ONE_WAY = ("last", "changed", "left")
"""What an image remembers between one change of ours and the next, where there is anything to be remembered."""


def image_of(moved: Moved, now: datetime) -> Raw:
    """The image, with the version and the time that the document has once it is changed (stages.moved_on)."""
    document, change = moved
    version, time = (document.get("__v") or 0) + 1, document.get("updatedAt")
    at = max(time, now) if isinstance(time, datetime) else now if time is None else time
    return {"of": document["_id"], "before": change.before, "after": change.after, "version": version, "at": at}


def renewed(image: Raw, moved: Moved, now: datetime) -> Raw:
    """What an image has to say anew where its document is changed once more: what is there afterwards.

    What was there first stays, for the way back; and so does the `last` state that we wrote, because what is promised
    now may be refused. Where the document is in no state of ours, somebody else `changed` it. One that knows no
    trainers begins anew, as does one that an ended way back `left`.
    """
    new, present = image_of(moved, now), own(moved.document)
    if image.get("left") or "trainers" not in present or same(present, image["before"]):
        return {**new, **_said(image, {})}
    found = next((state for state in _states(image) if same(present, state["after"])), None)
    last = {name: found[name] for name in STATE} if found else None
    is_ours = found or any(same(new["after"], state["after"]) for state in _states(image))
    changed = image.get("changed") or not is_ours
    return {**new, "before": image["before"], **_said(image, {"last": last, "changed": changed or None})}


def _said(image: Raw, says: Raw) -> Raw:
    """What is to be remembered; null where it was something and is nothing now."""
    told = {name: says.get(name) for name in OF_ONE_WAY}
    return {name: value for name, value in told.items() if value is not None or name in image}


def _states(image: Raw) -> list[Raw]:
    """What we may have written last: what was promised, or what was there when it was."""
    return [image, *([image["last"]] if image.get("last") else [])]


def can_go_back(image: Raw, document: Raw, earlier: Raw | None = None) -> bool:
    """Whether a document is as we left it, and what was there before may be put back.

    Where an earlier migration changed it too, only if that can be undone next: half undone, it would be as nobody ever
    left it.
    """
    if image.get("changed") or not any(same(document, state["after"]) for state in _states(image)):
        return False
    return earlier is None or can_go_back(earlier, image["before"])


def as_written(document: Raw, image: Raw) -> Raw | None:
    """The state that we wrote to a document, if nobody is known to have changed it since.

    Time and version tell, both, because somebody may have written in the same millisecond. What a way back left was
    changed.
    """
    if image.get("left"):
        return None
    stamp = (document.get("updatedAt"), document.get("__v"))
    return next((state for state in _states(image) if stamp == (state["at"], state["version"])), None)
