"""Proposals on the wire."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import ConfigDict, Field, model_validator

from multitrainer.domain.proposals import ProposalKind, ProposalState
from multitrainer.domain.sentences import Sentence
from multitrainer.schemas.base import Body, Id, LeftOut, Listed, View
from multitrainer.schemas.candidates import Changes, ExchangedBatches
from multitrainer.schemas.plan_options import PlanOptions
from multitrainer.schemas.what_if import Suppositions


class NewProposal(Body):
    """A proposal to have made."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"kind": "assign"},
                {"kind": "rebalance", "options": {"seconds": 20, "pins": ["66f1a2b3c4d5e6f708192a3b"]}},
                {"kind": "what-if", "suppose": {"leaves": [{"trainer": "66f1a2b3c4d5e6f708192a3b"}]}},
                {"kind": "batches"},
            ]
        }
    )

    kind: ProposalKind
    options: PlanOptions = PlanOptions()
    suppose: LeftOut[Annotated[Suppositions, Field(description="For what-if, and only for it.")]] = None

    @model_validator(mode="after")
    def _supposes_what_if(self) -> "NewProposal":
        if (self.suppose is not None) is not (self.kind is ProposalKind.WHAT_IF):
            raise ValueError(Sentence("must have `suppose` where the kind is what-if, and only there"))
        if self.kind is ProposalKind.BATCHES and self.options != PlanOptions():
            raise ValueError(
                Sentence("must have no `options` where the kind is batches, which goes by the course's batching")
            )
        return self


class NewProposalOfCourses(NewProposal):
    """A proposal to have made for several courses together, or for all."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"kind": "assign", "courses": ["66f1a2b3c4d5e6f708192a3b"], "options": {"seed": 7}},
                {"kind": "what-if", "suppose": {"leaves": [{"trainer": "66f1a2b3c4d5e6f708192a3b"}]}},
            ]
        }
    )

    courses: LeftOut[Annotated[tuple[Id, ...], Field(min_length=1, max_length=1000, description="Left out: all.")]] = (
        None
    )

    @model_validator(mode="after")
    def _splits_one_course(self) -> "NewProposalOfCourses":
        if self.kind is ProposalKind.BATCHES and (self.courses is None or len({*self.courses}) > 1):
            raise ValueError(Sentence("must name one course in `courses` where the kind is batches"))
        return self


class PlanProgress(View):
    """How far a plan is: what is being done, from 0 to 1, and the best values so far."""

    phase: str
    done: float
    values: dict[str, int]


class PeopleOfPlan(View):
    """Who stands on a batch."""

    primary: str | None
    backup: Listed[str]
    assistants: Listed[str]


class PlanChange(View):
    """A batch whose people are others in the plan than today, and why.

    `spoke_for` are the terms that the best alternative would make worse, and by how much. Of very many changes, only
    the first have reasons; each batch is explained when asked for.
    """

    batch: str
    name: str | None = None
    course: str
    before: PeopleOfPlan
    after: PeopleOfPlan
    reasons: list[str]
    spoke_for: Changes


class PlanLoad(View):
    """What one trainer carries in the plan: hours a week, and per cent of theirs, today and then."""

    trainer: str
    name: str | None = None
    batches: int
    hours: float
    share: float
    share_today: float


class PlanTerm(View):
    """One line of what the plan is judged by; `bound` is what no plan can be below, where that is known."""

    term: str
    stage: int
    weight: int
    value: int
    bound: int | None = None
    gap: float | None = None


class UncoveredBatch(View):
    """A batch that nobody teaches, and whom each rule keeps from it."""

    batch: str
    course: str
    name: str | None = None
    forbids: dict[str, list[str]]


class ConflictInPlan(View):
    """Batches that can't all be taught, whatever else is planned; without any one of `rules` they could be."""

    batches: list[str]
    uncovered: list[str]
    trainers: list[str]
    rules: list[str]
    is_minimal: bool
    words: str


class WayOutOfPlan(View):
    """One change after which more batches can be taught, which is proved by a plan. `cost` counts points."""

    kind: str
    words: str
    cost: int
    covers: list[str]
    change: dict[str, Any]


class AlternativeInPlan(View):
    """The best that could be done instead for one batch, term by term."""

    trainer: str
    exchange: ExchangedBatches | None = None
    changes: Changes
    words: list[str]


class NotTaken(View):
    """Why one trainer does not have a batch: a rule that forbids it, or the first term that would be worse."""

    trainer: str
    name: str | None = None
    rule: str | None = None
    term: str | None = None
    words: str


class BatchInPlan(View):
    """Why one batch has the primary that it has in a plan."""

    batch: str
    name: str | None = None
    together_with: list[str]
    primary: str | None = None
    spoke_for: Changes
    alternative: AlternativeInPlan | None = None
    others: list[NotTaken]
    words: list[str]


class Plan(View):
    """A plan: what changes against today, loads, terms, and sentences about the whole.

    For batches that nobody teaches: conflicts, and the cheapest ways out, null where they were not found in time.
    """

    status: str
    changes: list[PlanChange]
    loads: list[PlanLoad]
    terms: list[PlanTerm]
    uncovered: list[UncoveredBatch]
    explanations: list[str]
    conflicts: list[ConflictInPlan]
    ways_out: list[WayOutOfPlan] | None = None


class NewBatchOfPlan(View):
    """A batch to make: the slot that it meets in, and how many students it gets."""

    batch: str
    name: str
    slot: str | None = None
    size: int


class ChangedBatch(View):
    """A batch that gets or loses students: how many it has, and will have."""

    batch: str
    name: str | None = None
    slot: str | None = None
    size_today: int
    size: int


class StudentsMove(View):
    """A student who leaves one batch for another."""

    student: str
    origin: str = Field(alias="from")
    destination: str = Field(alias="to")


class PlacedStudent(View):
    """A student who waits and gets a place."""

    student: str
    batch: str


class EmptiedBatch(View):
    """A batch that nobody sits in any more. It stays."""

    batch: str
    name: str | None = None


class PlanOfBatches(View):
    """What becomes of a course's batches: new ones, changed ones, who moves, who gets a place, who waits.

    `choices` counts those who get a place by the number of the wish that they get: "1" is the first, "any" had none.
    `explanations` are sentences about the whole: which batches stay too small or too large and why, why students wait
    where that is known, which new batches have no known times.
    """

    course: str
    new: list[NewBatchOfPlan]
    changed: list[ChangedBatch]
    moves: list[StudentsMove]
    placed: list[PlacedStudent]
    waiting: list[str]
    emptied: list[EmptiedBatch]
    choices: dict[str, int]
    explanations: Listed[str] = Field(default_factory=list)


class ProposalSummary(View):
    """What a plan comes to, in numbers: changed batches, those without anybody, students without a place."""

    status: str
    changes: int
    uncovered: int
    waiting: int = 0


class ProposalInList(View):
    """A proposal without its plan."""

    id: Id = Field(alias="_id")
    kind: ProposalKind | str = Field(union_mode="left_to_right")
    courses: list[Id]
    state: ProposalState | str = Field(union_mode="left_to_right")
    made_by: dict[str, str]
    made_at: datetime
    ended_at: datetime | None = None
    progress: PlanProgress
    summary: ProposalSummary | None = None
    error: str | None = None


class Proposal(ProposalInList):
    """A proposal with its plan, once it is there: `batches` where the kind is batches, else `plan`."""

    options: dict[str, Any]
    plan: Plan | None = None
    batches: PlanOfBatches | None = None
