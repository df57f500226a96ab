"""The ledger of cover and the institute's terms on the wire."""

from datetime import date, datetime
from typing import Annotated

from pydantic import ConfigDict, Field, StringConstraints

from multitrainer.domain.cover_ledger import MOST_CORRECTED, EntryKind, Term
from multitrainer.domain.sentences import Sentence
from multitrainer.schemas.base import READABLE, Body, Id, Listed, Must, Page, Text, View
from multitrainer.schemas.sessions import LocalDay

MOST_TERMS = 100
MOST_REASON = 1_000

A_COVER = "66f1a2b3c4d5e6f708192a3b"
EntryId = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9a-fA-F]{24}((:[1-9][0-9]{0,5})?:(covered|was-covered))?$", to_lower=True),
    Must("an id of the ledger: 24 hexadecimal digits, for a cover's with `:covered`, `:1:was-covered` and the like"),
    Field(examples=[f"{A_COVER}:covered"]),
]


Reason = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MOST_REASON, pattern=r"\S", strip_whitespace=True),
    READABLE,
]


class NewCorrection(Body):
    """Hours to count besides, with a sign and two decimals at the most; and why."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"hours": -0.5, "reason": "The lesson ended half an hour early."},
                {"hours": 1.5, "reason": "Held the second lesson as well."},
            ]
        }
    )

    hours: Annotated[
        float,
        Field(ge=-MOST_CORRECTED, le=MOST_CORRECTED, allow_inf_nan=False, description="Not 0."),
        Must(Sentence("must be a number of hours, {most} at the most, with either sign", most=MOST_CORRECTED)),
    ]
    reason: Reason


class LedgerEntryView(View):
    """Hours of a trainer, signed, counted for a day of the institute's clock; nothing ever changes an entry.

    Hours are shown with two decimals, and summed up before they are rounded.

    `other` is who stands on the other side of the cover. A correction has a `reason`, `by` whom it was made, and which
    entry it `corrects`. So does what takes a cover back that was not held after all: its hours are the contrary ones.
    """

    id: str = Field(alias="_id", examples=[f"{A_COVER}:covered"])
    trainer: Id
    hours: float
    day: date
    kind: EntryKind
    at: datetime
    cover: Id | None = None
    other: Id | None = None
    reason: str | None = None
    by: str | None = None
    corrects: str | None = Field(default=None, examples=[f"{A_COVER}:covered"])


class LedgerOfTrainer(Page[LedgerEntryView]):
    """One page of a trainer's entries, the latest day first, and the hours of all entries within the days asked for."""

    balance: float


class LedgerSum(View):
    """The hours of a trainer in a week, month or term, and of how many entries; of days within those asked for.

    `first` and `last` are the days of the whole part. `name` is missing where the user is gone.
    """

    part: str = Field(examples=["2026-W53"])
    first: date
    last: date
    trainer: Id
    name: str | None = None
    hours: float
    entries: int


class TermOfInstitute(Body):
    """A part of the institute's year: both days belong to it."""

    name: Text
    first: LocalDay
    last: LocalDay

    def term(self) -> Term:
        """The term, which may make no sense yet."""
        return Term(self.name, self.first, self.last)


class NewTerms(Body):
    """All terms of the institute; they take the place of those that there are."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "terms": [
                        {"name": "Winter 2026", "first": "2026-10-01", "last": "2027-03-31"},
                        {"name": "Summer 2027", "first": "2027-04-01", "last": "2027-09-30"},
                    ]
                }
            ]
        }
    )

    terms: Annotated[tuple[TermOfInstitute, ...], Field(max_length=MOST_TERMS)]


class TermView(View):
    """A part of the institute's year, both days included."""

    name: str
    first: date
    last: date


class TermsView(View):
    """The institute's terms, the earliest first."""

    terms: Listed[TermView]


LedgerSums = Page[LedgerSum]
