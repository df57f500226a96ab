"""What has changed since a plan was made, for people: by names, and one sentence for each cause."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from multitrainer.planning.differences import Difference
from multitrainer.solver.documents.problem import Level, Pair, Problem
from multitrainer.solver.explaining.words import batch_names, listed

Raw = Mapping[str, Any]
Names = Mapping[str, str]
Say = Callable[[str, Any, Any, Names], Iterator[str]]


def names_in(*problems: Problem) -> dict[str, str]:
    """What people call the trainers, batches and courses of some problems."""
    found: dict[str, str] = {}
    for problem in problems:
        trainers = {one.id: one.name or one.id for one in problem.trainers}
        found |= {**batch_names(problem), **trainers, **problem.course_names}
    return found


def causes(found: Sequence[Difference], before: Problem, now: Problem) -> list[str]:
    """A sentence for each cause. What only follows from another one that is named is left out."""
    names = names_in(before, now)
    said = (*_of_things(found, names), *_of_pairs(found, before, now, names), *_of_links(found, names))
    return [*dict.fromkeys(said)]


def _of_things(found: Iterable[Difference], names: Names) -> Iterator[str]:
    """Of trainers and batches."""
    for one in (one for one in found if one.of in {"trainer", "batch"}):
        name = names.get(one.id, one.id)
        if one.field == "id":
            yield f"{name} is new." if one.before is None else f"{name} is gone."
        elif one.field in SAID:
            yield from SAID[one.field](name, one.before, one.after, names)
        else:
            yield f"{name} has other {one.field}."


def _of_pairs(found: Sequence[Difference], before: Problem, now: Problem, names: Names) -> Iterator[str]:
    """What one trainer may teach: once for all batches, and not at all where the reason for it has been said."""
    said = {one.id for one in found if one.field in {"status", "roles", "id"} and one.of in {"trainer", "batch"}}
    old, new = ({(pair.trainer, pair.batch): pair for pair in problem.pairs} for problem in (before, now))
    keys = dict.fromkeys(one.id for one in found if one.of == "pair")
    groups: dict[tuple[str, str], list[str]] = {}
    for key in (key for key in {**old, **new} if " ".join(key) in keys and said.isdisjoint(key)):
        groups.setdefault((key[0], _may(old.get(key), new.get(key))), []).append(names.get(key[1], key[1]))
    yield from (may.format(names.get(who, who), listed(batches)) for (who, may), batches in groups.items())


def _may(before: Pair | None, now: Pair | None) -> str:
    """What becomes of one trainer and some batches."""
    if now and now.level is Level.PROHIBITED:
        return f"{{}} can't teach {{}} now{f': {now.reason}' if now.reason else ''}."
    if now and now.level is Level.DISCOURAGED and now.reason:
        return "{} would rather not teach {} now."
    if before and now is None and before.level is Level.DISCOURAGED and before.reason:
        return "{} would teach {} as willingly as others now."
    if before and before.level is Level.PROHIBITED:
        return "{} may teach {} again."
    return "{} answers for {} now." if now is None else "{} no longer answers for {}."


def _of_links(found: Sequence[Difference], names: Names) -> Iterator[str]:
    """Batches that meet in one slot at a time that nobody knows, or do so no longer."""
    said = {one.id for one in found if one.of == "batch" and one.field in {"id", "sessions"}}
    linked = [({*one.id.split(" ")}, one) for one in found if one.of == "link"]
    said |= {batch for batches, _ in linked if batches & said for batch in batches}
    for batches, one in (link for link in linked if said.isdisjoint(link[0])):
        which = listed(sorted(names.get(batch, batch) for batch in batches))
        yield f"{which} {'no longer' if one.after is None else 'now'} count as meeting at the same time."


def _status(name: str, before: str, after: str, _: Names) -> Iterator[str]:
    yield f"{name} is {_spaced(after)}, and was {_spaced(before)}."


def _roles(name: str, before: Raw, after: Raw, names: Names) -> Iterator[str]:
    for course in {**before, **after}:
        was, is_ = before.get(course), after.get(course)
        if was != is_:
            yield f"{name} is {is_ or 'no longer'} on {names.get(course, course)}{f', and was {was}' if was else ''}."


def _people(name: str, before: Raw | None, after: Raw | None, names: Names) -> Iterator[str]:
    if before is None or after is None:
        yield f"{name} is {'new' if before is None else 'gone'}."
        return
    for field, verb in (("primary", "is taught by"), ("backup", "has standing by"), ("assistants", "has assisting")):
        was, is_ = (_called(people.get(field), names) for people in (before, after))
        if was != is_:
            yield f"{name} {verb} {is_}; that was {was}."


def _hours(verb: str) -> Say:
    def say(name: str, before: float, after: float, _: Names) -> Iterator[str]:
        yield f"{name} {verb} {after:g} h a week; that was {before:g} h."

    return say


def _skills(name: str, before: Sequence[str], after: Sequence[str], _: Names) -> Iterator[str]:
    yield f"The skills of {name} are {listed(after) or 'none'}; that was {listed(before) or 'none'}."


def _pinned(name: str, _: bool, after: bool, __: Names) -> Iterator[str]:
    yield f"{name} is {'locked now' if after else 'no longer locked'}."


def _simply(words: str) -> Say:
    def say(name: str, _: Any, __: Any, ___: Names) -> Iterator[str]:
        yield words.format(name)

    return say


def _called(who: Sequence[str] | str | None, names: Names) -> str:
    several = [who] if isinstance(who, str) else who or []
    return listed([names.get(one, one) for one in several]) or "nobody"


def _spaced(status: str) -> str:
    return status.replace("_", " ").replace("-", " ")


SAID: dict[str, Say] = {
    "status": _status,
    "roles": _roles,
    "people": _people,
    "current": _people,
    "capacity": _hours("has"),
    "load": _hours("teaches on other courses"),
    "hours": _hours("takes"),
    "skills": _skills,
    "pinned": _pinned,
    "unavailable": _simply("{} is unavailable at other times than before."),
    "limits": _simply("{} has other limits for a day or a week."),
    "sessions": _simply("{} meets at other times."),
    "course": _simply("{} belongs to another course."),
}
