"""What has changed since a plan was made: what its problem was then, beside what it would be now."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from multitrainer.domain.errors import PlanOutdated
from multitrainer.domain.people import People
from multitrainer.domain.sentences import Counted, Sentence
from multitrainer.planning.moves import Move
from multitrainer.solver.documents.problem import Batch, Link, Pair, Problem, Trainer

Fields = Mapping[str, Mapping[str, Any]]

NAMED = 50
"""So many differences are named at the most."""

OUTCOMES = {
    "made": "so nothing was done. Have it made anew.",
    "applied": "so nothing was reverted. Put back what has changed, or change by hand what is not to stay.",
}
"""What follows from a change since then."""

OF_TRAINERS = ("capacity", "load", "skills", "unavailable", "limits", "roles", "status")
OF_BATCHES = ("course", "hours", "sessions", "skills", "current", "pinned")
OF_PAIRS = ("level", "cost", "hours")
OF_LINKS = ("kind",)
"""What matters. Names and numbers of students don't."""


class Difference(NamedTuple):
    """One field of one thing, then and now; None where it was not, or is not, there."""

    of: str
    id: str
    field: str
    before: Any
    after: Any


def differences(before: Problem, now: Problem) -> list[Difference]:
    """All that differs and matters."""
    return [
        *_differing("trainer", _fields(before.trainers, OF_TRAINERS), _fields(now.trainers, OF_TRAINERS)),
        *_differing("batch", _fields(before.batches, OF_BATCHES), _fields(now.batches, OF_BATCHES)),
        *_differing("pair", _fields(before.pairs, OF_PAIRS), _fields(now.pairs, OF_PAIRS)),
        *_differing("link", _fields(before.links, OF_LINKS), _fields(now.links, OF_LINKS)),
    ]


def changed_people(moves: Iterable[Move], people: Mapping[str, People]) -> list[Difference]:
    """Batches of a plan that has been applied whose people are others than it made them, or which are gone."""
    return [
        Difference("batch", move.batch, "people", _shown(move.after), _shown(people.get(move.batch)))
        for move in moves
        if people.get(move.batch) != move.after
    ]


def locked_primaries(moves: Iterable[Move], locked: Collection[str]) -> list[Difference]:
    """Locked batches whose primary the moves would take away."""
    return [
        Difference("batch", move.batch, "pinned", False, True)
        for move in moves
        if move.batch in locked and move.before.primary != move.after.primary
    ]


def outdated(found: Sequence[Difference], since: str, words: Sequence[str] = ()) -> PlanOutdated:
    """The refusal that names what has changed since the plan was `made` or `applied`; `words` has its causes."""
    number = len(words or found)
    if since == "made":
        return _refusal(
            Counted(
                "{n} thing has changed since the plan was made, so nothing was done. Have it made anew.",
                "{n} things have changed since the plan was made, so nothing was done. Have it made anew.",
                number,
            ),
            "",
            found,
            words,
        )
    return _refusal(
        Counted(
            "{n} thing has changed since the plan was applied, so nothing was reverted. Put back what has changed, or "
            "change by hand what is not to stay.",
            "{n} things have changed since the plan was applied, so nothing was reverted. Put back what has changed, "
            "or change by hand what is not to stay.",
            number,
        ),
        "",
        found,
        words,
    )


def still_locked(found: Sequence[Difference], words: Sequence[str] = ()) -> PlanOutdated:
    """The refusal to take locked primaries away by reverting."""
    said = (words or (f"Batch {found[0].id} is locked.",))[0].removesuffix(".")
    more = f" ({len(found) - 1} more are)" if len(found) > 1 else ""
    return _refusal(
        Sentence("A batch is locked, so that no plan takes its primary away; nothing was reverted. Unlock it first."),
        f"{said}{more}, so that no plan takes the primary away; nothing was reverted. Unlock first: "
        'PUT /api/batches/{id}/lock with {"locked": false}.',
        found,
        words,
    )


def _refusal(said: Sentence, detail: str, found: Sequence[Difference], words: Sequence[str]) -> PlanOutdated:
    stated = [difference._asdict() for difference in found[:NAMED]]
    return PlanOutdated(said, detail, differences=stated, words=[*words[:NAMED]])


def _differing(of: str, then: Fields, now: Fields) -> Iterator[Difference]:
    for id_ in {**then, **now}:
        before, after = then.get(id_), now.get(id_)
        if before is None or after is None:
            yield Difference(of, id_, "id", before and id_, after and id_)
        else:
            yield from (Difference(of, id_, f, before[f], after[f]) for f in before if before[f] != after[f])


def _fields(things: Iterable[Trainer | Batch | Pair | Link], names: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    return {_key(one): one.model_dump(mode="json", by_alias=True, include={*names}) for one in things}


def _key(one: Trainer | Batch | Pair | Link) -> str:
    if isinstance(one, Link):
        return " ".join(sorted(one.batches))
    return f"{one.trainer} {one.batch}" if isinstance(one, Pair) else one.id


def shown_people(people: People) -> dict[str, Any]:
    """People as they are answered."""
    return {"primary": people.primary, "backup": [*people.backup], "assistants": [*people.assistants]}


def _shown(people: People | None) -> dict[str, Any] | None:
    return None if people is None else shown_people(people)
