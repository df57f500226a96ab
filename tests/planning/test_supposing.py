"""A problem as it would be, if."""

import pytest

from multitrainer.domain.errors import InvalidInput
from multitrainer.domain.people import People
from multitrainer.domain.recount import Batch
from multitrainer.domain.roster import Entry, Role, Status
from multitrainer.domain.team import Team
from multitrainer.domain.week import Day
from multitrainer.domain.workload import LoadRules
from multitrainer.planning.problem import problem_of
from multitrainer.planning.school import School
from multitrainer.planning.supposing import supposing
from multitrainer.schemas.plan_options import PlanOptions
from multitrainer.schemas.what_if import Leave, SupposedBatch, SupposedHours, SupposedTrainer, Suppositions
from multitrainer.solver.documents.intervals import Weekly
from multitrainer.solver.documents.problem import Level, Problem

A, B, C, T = (letter * 24 for letter in "abcd")
TUESDAY = Weekly(day=Day.TUESDAY, start="08:00", end="12:00")
MONDAY = Weekly(day=Day.MONDAY, start="08:00", end="12:00")


def problem(*, pinned: bool = False) -> Problem:
    batches = {A: {"pinned": pinned}}
    return problem_of(School([Team(C, (Entry(T),), (Batch(A, People(T)), Batch(B)))], batches=batches), PlanOptions())


def supposed(asked: Problem, **suppose: object) -> Problem:
    return supposing(asked, Suppositions(**suppose), frozenset({C}), LoadRules())


def test_whoever_is_away_altogether_keeps_only_what_is_locked() -> None:
    leave = (Leave(trainer=T),)
    away = supposed(problem(), leaves=leave)
    assert away.trainers[0].status is Status.ON_LEAVE
    assert [(p.trainer, p.batch, p.level, p.reason) for p in away.pairs] == [(T, A, Level.PROHIBITED, "on leave")]
    assert supposed(problem(pinned=True), leaves=leave).pairs == ()


def test_whoever_is_away_at_times_is_there_at_others() -> None:
    away = supposed(problem(), leaves=(Leave(trainer=T, times=(MONDAY,)),))
    assert (away.trainers[0].status, away.trainers[0].unavailable) == (Status.ACTIVE, (MONDAY,))


def test_leaves_of_one_trainer_add_up() -> None:
    monday, tuesday = (Leave(trainer=T, times=(time,)) for time in (MONDAY, TUESDAY))
    away = supposed(problem(), leaves=(monday, tuesday, monday))
    assert away.trainers[0].unavailable == (MONDAY, TUESDAY)
    for leaves in ((Leave(trainer=T), monday), (monday, Leave(trainer=T))):
        away = supposed(problem(), leaves=leaves)
        assert (away.trainers[0].status, away.trainers[0].unavailable) == (Status.ON_LEAVE, ())
        assert [pair.level for pair in away.pairs] == [Level.PROHIBITED]


def test_one_trainer_has_one_capacity() -> None:
    five, twenty = (SupposedHours(trainer=T, weekly_hours=hours) for hours in (5, 20))
    assert supposed(problem(), capacities=(five, five)).trainers[0].capacity == 5
    with pytest.raises(InvalidInput, match=r"capacities\.1\.trainer has 5 hours above, and 20 here"):
        supposed(problem(), capacities=(five, twenty))


def test_what_is_not_there_joins_with_the_usual_hours() -> None:
    new = SupposedTrainer(name="Nora", course=C, role=Role.LEAD), SupposedBatch(name="Batch 3", course=C)
    more = supposed(
        problem(), trainers=new[:1], batches=new[1:], capacities=(SupposedHours(trainer=T, weekly_hours=30),)
    )
    assert [(t.name, t.capacity) for t in more.trainers] == [(None, 30), ("Nora", 20)]
    assert (more.trainers[1].roles, more.batches[2].hours) == ({C: Role.LEAD}, 5)
    timed = SupposedBatch(name="Batch 4", course=C, sessions=(MONDAY,))
    assert supposed(problem(), batches=(timed,)).batches[2].hours == 4


@pytest.mark.parametrize(
    ("suppose", "field"),
    [
        ({"leaves": (Leave(trainer=A),)}, "body.suppose.leaves.0.trainer"),
        ({"capacities": (SupposedHours(trainer=B, weekly_hours=1),)}, "body.suppose.capacities.0.trainer"),
        ({"batches": (SupposedBatch(name="x", course=A),)}, "body.suppose.batches.0.course"),
    ],
)
def test_who_or_what_is_not_there_is_named_by_its_place(suppose: dict[str, object], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        supposed(problem(), **suppose)
    assert refused.value.facts["errors"][0]["field"] == field
