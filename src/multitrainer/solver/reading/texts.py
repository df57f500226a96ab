"""Reads problems and solutions from text that anybody may have written."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError

from multitrainer.domain.errors import Invalid, InvalidInput, NotAProblem
from multitrainer.solver.documents.problem import Batch, Link, Pair, Problem, Trainer
from multitrainer.solver.documents.solution import Assignment, Load, Solution, Uncovered
from multitrainer.solver.reading.checking import check
from multitrainer.solver.reading.faults import Faults, Path
from multitrainer.solver.reading.wording import worded

MEGABYTE = 1024 * 1024
LARGEST_MB = 64
MOST_VALUES = 10_000_000
"""A document of 64 MB that states anything has fewer; one of brackets alone would fill the memory."""

MOST_IN_ENTRY = 100_000
MOST_COUNTED = 100_000
"""Whoever has more faults than this need not know how many more."""

MOST_DIGITS = 400
"""Longer numbers are beyond every limit; turning them into one takes quadratic time."""

OF_PROBLEM: Mapping[str, type[BaseModel]] = {"trainers": Trainer, "batches": Batch, "pairs": Pair, "links": Link}
OF_SOLUTION: Mapping[str, type[BaseModel]] = {"people": Assignment, "loads": Load, "uncovered": Uncovered}
"""The long lists, which are read entry by entry: a million faults in one would fill the memory."""

M = TypeVar("M", bound=BaseModel)


def read_problem(text: bytes, *, largest_mb: int = LARGEST_MB) -> Problem:
    """The problem that a text states.

    Raises NotAProblem with every fault and its path, 100 of them at the most. What can only be seen in the whole, as
    an id that nobody has, is looked for once every field by itself is right.
    """
    faults = Faults()
    problem = _read(text, Problem, OF_PROBLEM, faults, largest_mb)
    if problem is None:
        refuse(faults, "problem", NotAProblem)
    check(problem, faults)
    if faults.number:
        refuse(faults, "problem", NotAProblem)
    return problem


def read_solution(text: bytes, *, largest_mb: int = LARGEST_MB) -> Solution:
    """The solution that a text states. Raises InvalidInput with every fault, 100 at the most."""
    faults = Faults()
    solution = _read(text, Solution, OF_SOLUTION, faults, largest_mb)
    if solution is None:
        refuse(faults, "solution", InvalidInput)
    return solution


def refuse(faults: Faults, what: str, error: type[Invalid]) -> NoReturn:
    """Raise the error that names the faults."""
    first = str(faults.listed[0]).removesuffix(".")
    number = f"{faults.number:,} faults{' or more' if faults.number >= MOST_COUNTED else ''}"
    one = f"{first}." if faults.listed[0].path else f"The {what} {first}."
    detail = one if faults.number == 1 else f"The {what} has {number}, the first: {first}."
    listed = [{"field": fault.path, "message": fault.words} for fault in faults.listed]
    raise error(detail, errors=listed, more=faults.more)


def _read(
    text: bytes, kind: type[M], lists: Mapping[str, type[BaseModel]], faults: Faults, largest_mb: int
) -> M | None:
    """The document, or None with its faults."""
    try:
        return _document(_parsed(text, largest_mb, faults), kind, lists, faults)
    except ValueError as error:
        faults.add((), str(error))
    except RecursionError:
        faults.add((), "is nested too deeply")
    return None


def _parsed(text: bytes, largest_mb: int, faults: Faults) -> Any:
    """The tree of a JSON text. Raises ValueError with words for people."""
    if len(text) > largest_mb * MEGABYTE:
        raise ValueError(f"is larger than {largest_mb} MB, which is the most that is read")
    if sum(text.count(sign) for sign in (b",", b"[", b"{")) > MOST_VALUES:
        raise ValueError(f"has more than {MOST_VALUES:,} values, which is the most that is read")
    if not text.strip():
        raise ValueError("is empty; must be a JSON object in braces")
    objects = _Objects()
    try:
        tree = json.loads(text.decode("utf-8-sig"), object_pairs_hook=objects.made, parse_int=_whole)
    except UnicodeDecodeError as error:
        raise ValueError(f"is not UTF-8 text, from byte {error.start + 1:,} on") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON: {error.msg.lower()} at line {error.lineno}, column {error.colno}") from None
    for path in _doubled(tree) if objects.any_doubled else ():
        faults.add(path, "stands twice in one object")
    return tree


class _Doubled(dict[str, Any]):
    """An object in which a name stands twice."""

    names: Sequence[str]


class _Objects:
    """Makes objects of JSON, and sees whether a name stands twice in one."""

    any_doubled = False

    def made(self, pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        plain = dict(pairs)
        if len(plain) == len(pairs):
            return plain
        self.any_doubled = True
        doubled = _Doubled(plain)
        doubled.names = [name for name, times in Counter(name for name, _ in pairs).items() if times > 1]
        return doubled


def _doubled(value: Any) -> Iterator[Path]:
    """Where a name stands twice."""
    if isinstance(value, _Doubled):
        yield from ((name,) for name in value.names)
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, one in inside:
        for path in _doubled(one):
            yield (step, *path)


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= MOST_DIGITS else float("inf")


def _document(tree: Any, kind: type[M], lists: Mapping[str, type[BaseModel]], faults: Faults) -> M | None:
    if not isinstance(tree, dict):
        faults.add((), "must be a JSON object in braces")
        return None
    found = {name: _entries(tree, name, of, faults) for name, of in lists.items() if isinstance(tree.get(name), list)}
    rest = _one({name: [] if name in found else value for name, value in tree.items()}, (), kind, faults)
    return None if faults.number or rest is None else rest.model_copy(update=found)


def _entries(tree: Mapping[str, Any], name: str, kind: type[M], faults: Faults) -> tuple[M, ...]:
    entries = takewhile(lambda _: faults.number < MOST_COUNTED, enumerate(tree[name]))
    read = (_one(entry, (name, n), kind, faults) for n, entry in entries)
    return tuple(one for one in read if one is not None)


def _one(entry: Any, place: Path, kind: type[M], faults: Faults) -> M | None:
    """One part of the tree, back as JSON: of nothing else does strict Pydantic take texts for times."""
    text = json.dumps(entry)
    if text.count(",") + text.count("[") + text.count("{") > MOST_IN_ENTRY:
        faults.add(place, f"has more than {MOST_IN_ENTRY:,} values, which is the most that is read of one entry")
        return None
    try:
        return kind.model_validate_json(text)
    except ValidationError as error:
        _note(error, place, faults)
        return None


def _note(error: ValidationError, place: Path, faults: Faults) -> None:
    if faults.is_full:
        faults.add_unlisted(error.error_count())
        return
    for path, words in worded(error):
        faults.add((*place, *path), words)
