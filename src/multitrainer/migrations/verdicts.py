"""What a migration makes of one document: a change, a reason to set it aside, or nothing."""

from typing import Any, NamedTuple

import bson

Raw = dict[str, Any]

OWN = ("trainers", "instructor")
"""The fields that migrations write, besides `__v` and `updatedAt`, which only move on."""


class Change(NamedTuple):
    """What becomes of the fields that are ours. A field that is in neither is absent there.

    `kind` says in a word why, for reports.
    """

    kind: str
    before: Raw
    after: Raw


class SetAside(NamedTuple):
    """Why a document can't be moved over until people have mended it: a code for programs, a sentence for them."""

    reason: str
    detail: str


Verdict = Change | SetAside | None


def own(document: Raw) -> Raw:
    """The fields of a document that are ours, absent where they are absent."""
    return {name: document[name] for name in OWN if name in document}


def changed(kind: str, document: Raw, **fields: Any) -> Change:
    """A change of some of our fields."""
    return Change(kind, own(document), {**own(document), **fields})


def same(one: Raw, other: Raw) -> bool:
    """Whether our fields are the same in both to the byte: what Python calls equal need not be, and NaN is."""
    return all(in_bytes(one, name) == in_bytes(other, name) for name in OWN)


def in_bytes(fields: Raw, name: str) -> bytes | None:
    """A field as it is stored; None where it is absent."""
    return bson.encode({name: fields[name]}) if name in fields else None
