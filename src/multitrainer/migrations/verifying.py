"""Whether a document is as a migration should have left it, told without the pipelines that moved it."""

from collections.abc import Iterator

from multitrainer.migrations.images import as_written
from multitrainer.migrations.migration import Around, Migration
from multitrainer.migrations.verdicts import Change, Raw, Verdict, in_bytes, same


def difference(document: Raw, verdict: Verdict, image: Raw | None) -> str | None:
    """What is wrong with a document, in words; None if nothing is.

    Two things are asked. Is anything left to be done? And, if the document was not touched since it was moved: are its
    trainers byte for byte what Python makes of what it was before? `instructor` is the old application's to write,
    which need not move the time: what it wrote is left to be done, or was set aside.
    """
    if isinstance(verdict, Change):
        return f"Not moved over: {verdict.kind}."
    if image is None or _was_replaced(document):
        return None
    written = as_written(document, image)
    if written is None or in_bytes(document, "trainers") == in_bytes(written["after"], "trainers"):
        return None
    return (
        "trainers differ from what was written, though updatedAt says that nobody changed them since. "
        "Mend them; or move updatedAt on if they are right as they are."
    )


def overtaken(migration: Migration, document: Raw, image: Raw, around: Around) -> Raw | None:
    """The image as it would be, had it been kept a moment later.

    Between the keeping and the moving the old application may write another `instructor`, or the document anew without
    `trainers`. The server then moved what it found.
    """
    if as_written(document, image) is not image or same(document, image["after"]):
        return None
    said = {"instructor": document["instructor"]} if "instructor" in document else {}
    for present, corrected in _could_have_been(image, said):
        verdict = migration.judge({**document, "trainers": None, **present}, around)
        if isinstance(verdict, Change) and same(document, verdict.after):
            return {**image, **corrected, "after": verdict.after}
    return None


def _could_have_been(image: Raw, said: Raw) -> Iterator[tuple[Raw, Raw]]:
    """What may have been there when the server moved it, and what an image says of that."""
    if last := image.get("last"):
        yield {**last["after"], **said}, {"changed": True}
    yield {**image["before"], **said}, {"before": {**image["before"], **said}}
    yield said, {"before": said}


def _was_replaced(document: Raw) -> bool:
    """Whether a document looks as if the old application had put its own in its place, which has no `trainers`.

    It may do so under the `updatedAt` and `__v` that it read after ours, so that these tell nothing.
    """
    return "trainers" not in document
