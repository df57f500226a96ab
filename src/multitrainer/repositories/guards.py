"""What a change writes besides trainers, and the guards that it stands under."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple, Self

from bson import ObjectId

from multitrainer.documents import Batch, Course
from multitrainer.domain.legacy import Place
from multitrainer.stored.guards import as_read

Raw = dict[str, Any]
Kind = type[Course] | type[Batch]

EDITED = ("name", "students", "updatedAt")
"""What an edit guards besides its document's trainers."""


class Edit(NamedTuple):
    """What a change sets on one document of a team besides its trainers, while `guard` matches.

    Without fields, it only holds the document to what was read, which is `raw`.
    """

    kind: Kind
    raw: Raw
    fields: Raw
    guard: Raw

    @classmethod
    def of_course(cls, raw: Raw, fields: Raw) -> Self:
        """The edit of a course that was read whole."""
        return cls(Course, raw, fields, as_read(raw, *EDITED))

    @classmethod
    def of_batch(cls, raw: Raw, fields: Raw) -> Self:
        """The edit of a batch that was read whole."""
        return cls(Batch, raw, fields, as_read(raw, *EDITED))

    @property
    def id(self) -> ObjectId:
        """The document's."""
        named: ObjectId = self.raw["_id"]
        return named


class Beside(NamedTuple):
    """What a change writes besides trainers: new batches, or an edit of the course or of one batch.

    `decided` are the places whose lead or primary it names, whoever that was before.
    """

    new_batches: Sequence[Raw] = ()
    edit: Edit | None = None
    decided: Collection[Place] = ()

    @property
    def edited_batch(self) -> str | None:
        """The batch that the edit is about, if it is about one."""
        return str(self.edit.id) if self.edit and self.edit.kind is Batch else None

    def new_batch(self, batch: str) -> Raw:
        """The new batch of this id."""
        return next(raw for raw in self.new_batches if str(raw["_id"]) == batch)

    def edits(self, kind: Kind, raw: Raw) -> bool:
        """Whether the edit is this document's; a batch may have the id of a course."""
        return self.edit is not None and (self.edit.kind, self.edit.id) == (kind, raw["_id"])

    def of(self, kind: Kind, raw: Raw) -> tuple[Raw, Raw]:
        """The fields to set on this document, and what guards it besides."""
        return (self.edit.fields, self.edit.guard) if self.edit and self.edits(kind, raw) else ({}, {})

    def left_after(self, written: list[str]) -> "Beside":
        """What is still to be written, whatever became of its document, once some batches are."""
        if self.edit is None or self.edited_batch in written:
            return self._replace(edit=None)
        return self._replace(edit=self.edit._replace(guard={}))


NOTHING = Beside()
