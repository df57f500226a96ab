"""A problem as it would be, if. Pure: what is supposed is nowhere but in it."""

from collections.abc import Sequence

from multitrainer.domain.errors import InvalidInput
from multitrainer.domain.roster import Status
from multitrainer.domain.sentences import AboutField, Sentence
from multitrainer.domain.week import weekly_hours
from multitrainer.domain.workload import LoadRules
from multitrainer.planning.problem import away, none_of_these
from multitrainer.schemas.what_if import Leave, SupposedBatch, SupposedTrainer, Suppositions
from multitrainer.solver.documents.intervals import Interval
from multitrainer.solver.documents.problem import Batch, Pair, Problem, Trainer

Times = tuple[Interval, ...]
"""Of a leave; none at all is altogether."""


def supposing(problem: Problem, suppose: Suppositions, courses: frozenset[str], usual: LoadRules) -> Problem:
    """The problem with what is supposed. Raises InvalidInput where it names who or what is not there."""
    _must_be_there(problem, suppose, courses)
    _must_be_one_capacity(suppose)
    hours = {one.trainer: one.weekly_hours for one in suppose.capacities}
    leaves = _together(suppose.leaves)
    trainers = [_supposed(trainer, hours.get(trainer.id), leaves.get(trainer.id)) for trainer in problem.trainers]
    trainers += [_trainer(f"new trainer {n}", new, usual) for n, new in enumerate(suppose.trainers, 1)]
    batches = [_batch(f"new batch {n}", new, usual) for n, new in enumerate(suppose.batches, 1)]
    return problem.model_copy(
        update={
            "trainers": tuple(trainers),
            "batches": (*problem.batches, *batches),
            "pairs": _without(problem, {name for name, times in leaves.items() if not times}),
        }
    )


def _together(leaves: Sequence[Leave]) -> dict[str, Times]:
    """When each trainer is away who is: at the times of all their leaves together."""
    by_trainer: dict[str, list[Leave]] = {}
    for leave in leaves:
        by_trainer.setdefault(leave.trainer, []).append(leave)
    return {name: _times(theirs) for name, theirs in by_trainer.items()}


def _times(leaves: Sequence[Leave]) -> Times:
    if not all(leave.times for leave in leaves):
        return ()
    return tuple(dict.fromkeys(time for leave in leaves for time in leave.times))


def _supposed(trainer: Trainer, hours: float | None, away_at: Times | None) -> Trainer:
    changes: dict[str, object] = {} if hours is None else {"capacity": hours}
    if away_at:
        changes["unavailable"] = (*trainer.unavailable, *away_at)
    elif away_at is not None:
        changes["status"] = Status.ON_LEAVE
    return trainer.model_copy(update=changes)


def _without(problem: Problem, absent: set[str]) -> tuple[Pair, ...]:
    """Whoever is away altogether keeps nothing, but what is pinned."""
    kept = tuple(pair for pair in problem.pairs if pair.trainer not in absent)
    taught = ((b.current.primary, b.id) for b in problem.batches if b.current.primary in absent and not b.pinned)
    return (*kept, *(away(name, batch, Status.ON_LEAVE) for name, batch in taught if name))


def _trainer(id_: str, new: SupposedTrainer, usual: LoadRules) -> Trainer:
    capacity = usual.weekly_hours if new.weekly_hours is None else new.weekly_hours
    return Trainer(id=id_, name=new.name, capacity=capacity, skills=new.skills, roles={new.course: new.role})


def _batch(id_: str, new: SupposedBatch, usual: LoadRules) -> Batch:
    met = weekly_hours(session.model_dump(mode="json") for session in new.sessions)
    hours = (met or usual.batch_hours) if new.hours is None else new.hours
    return Batch(id=id_, course=new.course, name=new.name, hours=hours, sessions=new.sessions, skills=new.skills)


def _must_be_one_capacity(suppose: Suppositions) -> None:
    """Raises InvalidInput where a trainer is named again with other hours."""
    first: dict[str, float] = {}
    for n, one in enumerate(suppose.capacities):
        if first.setdefault(one.trainer, one.weekly_hours) != one.weekly_hours:
            field = f"body.suppose.capacities.{n}.trainer"
            message = Sentence(
                "has {hours} hours above, and {other} here", hours=first[one.trainer], other=one.weekly_hours
            )
            raise InvalidInput(AboutField(field, message), errors=[{"field": field, "message": message}])


def _must_be_there(problem: Problem, suppose: Suppositions, courses: frozenset[str]) -> None:
    trainers = {trainer.id for trainer in problem.trainers}
    named = {
        "leaves": [leave.trainer in trainers for leave in suppose.leaves],
        "capacities": [one.trainer in trainers for one in suppose.capacities],
        "trainers": [new.course in courses for new in suppose.trainers],
        "batches": [new.course in courses for new in suppose.batches],
    }
    what = {"leaves": "trainer", "capacities": "trainer", "trainers": "course", "batches": "course"}
    wrong = [(name, n) for name, there in named.items() for n, one in enumerate(there) if not one]
    if wrong:
        places = [(f"body.suppose.{name}.{n}.{what[name]}", what[name]) for name, n in wrong[:20]]
        raise none_of_these(places)
