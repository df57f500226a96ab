"""What is set about cover, on the wire."""

from collections.abc import Callable
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, ConfigDict, Field

from multitrainer.domain.covers.courses import MOST_ADDRESSES, MOST_TRAINERS, Contacts, must_be_once
from multitrainer.domain.covers.rules import MOST_POINTS, Criterion
from multitrainer.domain.covers.tiers import ORDER, CoverOrder, Tier
from multitrainer.domain.errors import SenselessCoverRules
from multitrainer.domain.sentences import Sentence
from multitrainer.schemas.base import Body, Id, Must, View
from multitrainer.schemas.trainers import Email

T = TypeVar("T")


def _must(check: Callable[[T], object]) -> AfterValidator:
    """What a rule of the domain refuses is refused in its words."""

    def checked(value: T) -> T:
        try:
            check(value)
        except SenselessCoverRules as refusal:
            raise ValueError(Sentence("can't be so: {why}", why=refusal.said)) from None
        return value

    return AfterValidator(checked)


OfCourse = Annotated[
    Literal[Tier.BACKUP, Tier.ASSISTANT, Tier.LEAD, Tier.SUBSTITUTE, Tier.POOL], Must(f"one of {', '.join(ORDER)}")
]
Tiers = Annotated[
    tuple[OfCourse, ...],
    Field(
        max_length=len(ORDER),
        description=f"Some of {', '.join(ORDER)}, in the order in which they are asked. None: nobody is, but by hand.",
    ),
    _must(CoverOrder),
]
Trainers = Annotated[
    tuple[Id, ...], Field(max_length=MOST_TRAINERS), _must(lambda ids: must_be_once(ids, MOST_TRAINERS, "trainers"))
]
Points = Annotated[
    float,
    Field(ge=-MOST_POINTS, le=MOST_POINTS, allow_inf_nan=False, strict=True),
    Must(Sentence("must be a number from {least} to {most}", least=-MOST_POINTS, most=MOST_POINTS)),
]
Addresses = Annotated[
    tuple[Email, ...],
    Field(max_length=MOST_ADDRESSES, description="E-mail addresses that are told, a class representative's perhaps."),
    _must(Contacts),
]


class StudentsContacts(Body):
    """Whom it is told when a session is cancelled, combined or moved."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"addresses": ["office@institute.example"], "students": True}, {"students": False}]
        }
    )

    addresses: Addresses = ()
    students: bool = Field(
        default=True, strict=True, description="Whether each student of the batch is told as well, as they want to be."
    )

    def contacts(self) -> Contacts:
        """The value."""
        return Contacts(self.addresses, self.students)


class StudentsContactsView(View):
    """Whom it is told when a session is cancelled, combined or moved."""

    addresses: list[str]
    students: bool


class NewCourseCover(Body):
    """How a course is to be covered. What is left out stays as it is, because admins and leads both set it.

    Null takes a field away, so that it is as the institute has it, and an empty list of `excluded` does, too.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"tiers": ["backup", "substitute", "pool"], "weights": {"skills": 40, "fair": 10}},
                {
                    "excluded": ["66f1a2b3c4d5e6f708192a3b"],
                    "contacts": {"addresses": ["a1.speaker@institute.example"], "students": False},
                },
                {"weights": None, "excluded": []},
            ]
        }
    )

    null_means = frozenset({"tiers", "excluded", "weights", "contacts"})

    tiers: Tiers | None = None
    excluded: Annotated[Trainers, Field(description="Who is never asked.")] | None = None
    weights: Annotated[dict[Criterion, Points], Field(description="Points of some criteria.")] | None = None
    contacts: StudentsContacts | None = None


class CourseCoverView(View):
    """How a course is covered, as it is in force. `own` is what it sets itself; all else is the institute's."""

    id: Id = Field(alias="_id")
    tiers: list[str]
    excluded: list[Id]
    weights: dict[str, float]
    contacts: StudentsContactsView
    own: dict[str, Any] = Field(examples=[{"tiers": ["backup", "pool"]}])


class NewPool(Body):
    """The institute's substitutes; they take the place of those that there are."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"trainers": ["66f1a2b3c4d5e6f708192a3b", "66f1a2b3c4d5e6f708192a3c"]}]}
    )

    trainers: Annotated[Trainers, Field(description="In the order in which they are asked where points are even.")]


class Substitute(View):
    """One of the institute's substitutes; name and e-mail are null where the user is gone."""

    id: Id = Field(alias="_id")
    name: str | None = None
    email: str | None = None


class PoolView(View):
    """The institute's substitutes, in their order."""

    trainers: list[Substitute]
