"""What Pydantic finds in a document, as a path and words that people understand."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic_core import ErrorDetails, ValidationError

from multitrainer.solver.documents.objective import Rule, Term
from multitrainer.solver.reading.faults import Path

KEY = "[key]"
"""Where Pydantic found a fault in a name instead of in what it names."""

KINDS = {"weekly", "dated"}
"""How intervals are told apart. No field has such a name, so behind a position it can be nothing else."""

WORDS = {
    "missing": "is required",
    "extra_forbidden": "is no field here",
    "model_type": "must be an object in braces",
    "dict_type": "must be an object in braces",
    "tuple_type": "must be a list in brackets",
    "string_type": "must be a text in quotes",
    "string_too_short": "must not be empty",
    "string_too_long": "must have at most {max_length} characters",
    "too_short": "must have at least {min_length} entries",
    "too_long": "must have at most {max_length:,} entries, not {actual_length:,}",
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "finite_number": "must be a number; NaN, Infinity and what is too large are none",
    "bool_type": "must be true or false",
    "greater_than": "must be more than {gt:,.10g}",
    "greater_than_equal": "must be at least {ge:,.10g}",
    "less_than_equal": "must be at most {le:,.10g}",
    "enum": "must be {expected}",
    "datetime_type": "must be a date and a time in quotes, as 2026-03-02T18:00",
    "datetime_parsing": "must be a date and a time, as 2026-03-02T18:00",
    "datetime_from_date_parsing": "must be a date and a time, as 2026-03-02T18:00",
    "timezone_naive": "must be a local time without a zone, as 2026-03-02T18:00",
}
"""By Pydantic's type of error, with what it knows of it."""

NO_CAPACITY = "must be more than 0; give whoever is not to teach the status inactive, or leave them out of the problem"
NO_MEASURE = f"is nothing that is measured; {', '.join([*Term, *Rule])} are"


def worded(error: ValidationError) -> Iterator[tuple[Path, str]]:
    """Each fault once: a name that fits none of two lists is one fault, not two.

    A list is too short for Pydantic also where its entries are wrong, which is said of these.
    """
    seen: set[Path] = set()
    for found in error.errors(include_url=False, include_input=False):
        path = _path(found["loc"])
        within = found["type"] == "too_short" and any(one[: len(path)] == path for one in seen)
        if path not in seen and not within:
            seen.add(path)
            yield path, _words(path, found)


def _path(place: Sequence[str | int]) -> Path:
    if KEY in place:
        place = place[: place.index(KEY)]
    return tuple(s for n, s in enumerate(place) if not (s in KINDS and n and isinstance(place[n - 1], int)))


def _words(path: Path, found: ErrorDetails) -> str:
    if KEY in found["loc"]:
        return _of_a_name(path, found)
    if path[-1:] == ("capacity",) and found["type"] == "greater_than":
        return NO_CAPACITY
    return _usual(found)


def _of_a_name(path: Path, found: ErrorDetails) -> str:
    if path[-2:-1] == ("terms",):
        return NO_MEASURE
    return f"has a name that {_usual(found)}"


def _usual(found: ErrorDetails) -> str:
    known: dict[str, Any] = found.get("ctx", {})
    if found["type"] == "json_invalid":
        return "is nested too deeply" if "recursion" in found["msg"] else "has a text with half a character in it"
    if words := WORDS.get(found["type"]):
        return words.format_map(known)
    return found["msg"].removeprefix("Value error, ")
