"""What is wrong with a request, in words: Pydantic's own speak of patterns, tuples and inputs."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, get_args

from pydantic import BaseModel

from multitrainer.domain.errors import InvalidInput

NAMED = 20
"""So many fields are named at the most; whoever has more wrong sees the kind of it."""

LONGEST_NAME = 200

KEY = "[key]"
"""Where Pydantic found a fault in a name instead of in what it names."""

KINDS = {"weekly", "dated"}
"""How intervals are told apart. No field has such a name, so behind a position it can be nothing else."""

MESSAGES = {
    "missing": "is required",
    "extra_forbidden": "is no field here",
    "model_type": "must be a JSON object",
    "model_attributes_type": "must be a JSON object",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "dict_type": "must be a JSON object",
    "too_short": "must have at least {min_length}, not {actual_length}",
    "too_long": "must have at most {max_length} entries, not {actual_length}",
    "string_type": "must be a text",
    "string_unicode": "must be valid Unicode",
    "string_too_short": "must not be blank",
    "int_parsing": "must be a whole number",
    "int_parsing_size": "must be a whole number",
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "float_type": "must be a number",
    "float_parsing": "must be a number",
    "int_type": "must be a whole number",
}
"""By Pydantic's type of error, with what it knows of it. Ids and the like say themselves what they must be."""


def invalid_input(found: Sequence[Any], *where: str, body: type[BaseModel] | None = None) -> InvalidInput:
    """The refusal of what Pydantic found, naming the first fields in `errors`; `where` stands before each.

    With the model of the `body`, where it is known, the fields are named that there are. A name that fits none of two
    lists is wrong once.
    """
    said: dict[str, list[Any]] = {}
    for error in (error for error in found if not _follows(error, found)):
        said.setdefault(".".join(map(str, (*where, *_place(error["loc"])))), []).append(error)
    return refusal((field, _worded_together(errors, body)) for field, errors in said.items())


def refusal(wrong: Iterable[tuple[str, str]]) -> InvalidInput:
    """The refusal of fields, of which there is at least one, each with what is wrong: a verb and the rest."""
    errors = [{"field": _shown(field), "message": message} for field, message in islice(wrong, NAMED)]
    more = f" `errors` names {len(errors) - 1} more." if len(errors) > 1 else ""
    return InvalidInput(f"{as_sentence(errors[0])}{more}", errors=errors)


def as_sentence(error: Mapping[str, str]) -> str:
    """A field and what is wrong with it; some say that in sentences of their own."""
    field, message = error["field"], error["message"].removesuffix(".")
    return f"{field}: {message}." if message[:1].isupper() else f"{field} {message}."


def _place(place: Sequence[Any]) -> tuple[Any, ...]:
    """Where something is wrong, by what stands in the body: without Pydantic's own words for kinds and names."""
    place = place[: place.index(KEY)] if KEY in place else place
    return tuple(s for n, s in enumerate(place) if not (s in KINDS and n and isinstance(place[n - 1], int)))


def _worded_together(errors: Sequence[Any], body: type[BaseModel] | None) -> str:
    of_the_name = [error for error in errors if KEY in error["loc"]]
    if not of_the_name:
        return _worded(errors[0], body)
    there = [str(error["ctx"]["expected"]) for error in of_the_name if error["type"] == "enum"]
    if there:
        return f"is no name here; there are: {', '.join(there).replace(' or ', ', ')}"
    return f"has a name that {_worded(of_the_name[0], body)}"


def _follows(error: Any, found: Sequence[Any]) -> bool:
    """Whether a list is too short only because what is wrong in it was taken out."""
    place = tuple(error["loc"])
    return error["type"] == "too_short" and any(tuple(one["loc"])[: len(place)] == place != one["loc"] for one in found)


def _worded(error: Any, body: type[BaseModel] | None) -> str:
    if error["type"] == "extra_forbidden" and body and (there := _fields_at(body, error["loc"][1:-1])):
        return f"is no field here; there are: {', '.join(there)}"
    if error["type"] == "model_attributes_type" and tuple(error["loc"]) == ("body",):
        if isinstance(error.get("input"), list) and body and (there := _fields_at(body, ())):
            return f"must be a JSON object and is a list; fields are: {', '.join(there)}"
        return "must be a JSON object, sent with Content-Type: application/json"
    if message := MESSAGES.get(error["type"]):
        return message.format_map(error.get("ctx", {}))
    said = error["msg"].removeprefix("Value error, ")
    wanted = said.partition(" should ")[2]
    return f"must {wanted}" if wanted else said


def _fields_at(body: type[BaseModel], place: Sequence[Any]) -> list[str]:
    """The fields that there are at a place in a body, as they are sent; none where that can't be told."""
    model: type[BaseModel] | None = body
    for name in (part for part in place if isinstance(part, str)):
        fields = {field.alias or key: field for key, field in (model.model_fields if model else {}).items()}
        model = _model_in(fields[name].annotation) if name in fields else None
    return [field.alias or key for key, field in model.model_fields.items()] if model else []


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model_in(part))), None)


def _shown(field: str) -> str:
    """A name that somebody made up may hold anything."""
    return field.encode("ascii", "backslashreplace").decode()[:LONGEST_NAME]
