"""Pre-images: what our fields of a document were before a migration, and what they are after it."""

from datetime import datetime

from multitrainer.migrations.migration import Moved
from multitrainer.migrations.verdicts import Raw, own, same


def image_of(moved: Moved, now: datetime) -> Raw:
    """The image, with the version and the time that the document has once it is changed (stages.moved_on)."""
    document, change = moved
    version, time = (document.get("__v") or 0) + 1, document.get("updatedAt")
    at = max(time, now) if isinstance(time, datetime) else now if time is None else time
    return {"of": document["_id"], "before": change.before, "after": change.after, "version": version, "at": at}


def renewed(image: Raw, moved: Moved, now: datetime) -> Raw:
    """What an image has to say anew where its document is changed once more: what is there afterwards.

    What was there first stays, for the way back. Where the document is neither as it was then nor as we left it,
    somebody else `changed` it. Once it was `left` as it is by a way back that has ended, a new way begins.
    """
    new = image_of(moved, now)
    if image.get("left"):
        return {**new, "changed": False, "left": False}
    present = own(moved.document)
    is_ours = same(present, image["before"]) or same(present, image["after"]) or same(new["after"], image["after"])
    return {**new, "before": image["before"], **({} if is_ours else {"changed": True})}


def can_go_back(image: Raw, document: Raw) -> bool:
    """Whether a document is as we left it, and what was there before may be put back."""
    return same(document, image["after"]) and not image.get("changed")
