"""Whether a document is as a migration should have left it, told without the pipelines that moved it."""

from multitrainer.migrations.migration import Around, Migration
from multitrainer.migrations.verdicts import OWN, Change, Raw, Verdict, in_bytes, same


def difference(document: Raw, verdict: Verdict, image: Raw | None) -> str | None:
    """What is wrong with a document, in words; None if nothing is.

    Two things are asked. Is anything left to be done? And, if the document was not touched since it was moved: is it
    byte for byte what Python makes of what it was before?
    """
    if isinstance(verdict, Change):
        return f"Not moved over: {verdict.kind}."
    if image is None or _was_replaced(document) or not _untouched(document, image) or same(document, image["after"]):
        return None
    wrong = [name for name in OWN if in_bytes(document, name) != in_bytes(image["after"], name)]
    return (
        f"{' and '.join(wrong)} differ from what was written, though updatedAt says that nobody changed it since. "
        "Mend it; or move its updatedAt on if it is right as it is."
    )


def overtaken(migration: Migration, document: Raw, image: Raw, around: Around) -> Raw | None:
    """The image as it would be, had it been kept a moment later.

    Between the keeping and the moving the old application may write another `instructor`, or the document anew without
    `trainers`. The server then moved what it found.
    """
    if same(document, image["after"]) or not _untouched(document, image):
        return None
    said = {"instructor": document["instructor"]} if "instructor" in document else {}
    for before in ({**image["before"], **said}, said):
        verdict = migration.judge({**document, "trainers": None, **before}, around)
        if isinstance(verdict, Change) and same(document, verdict.after):
            return {**image, "before": before, "after": verdict.after}
    return None


def _was_replaced(document: Raw) -> bool:
    """Whether a document looks as if the old application had put its own in its place, which has no `trainers`.

    It may do so under the `updatedAt` and `__v` that it read after ours, so that these tell nothing.
    """
    return "trainers" not in document


def _untouched(document: Raw, image: Raw) -> bool:
    """Whether nobody is known to have changed it since: then a way back would not have left it.

    Time and version both, because somebody may have written in the same millisecond.
    """
    as_written = document.get("updatedAt") == image["at"] and document.get("__v") == image["version"]
    return bool(as_written and not image.get("left"))
