"""What is wrong with a request, in words: Pydantic's own speak of patterns, tuples and inputs."""

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, get_args

from pydantic import BaseModel

from multitrainer.domain.errors import InvalidInput

NAMED = 20
"""So many fields are named at the most; whoever has more wrong sees the kind of it."""

LONGEST_NAME = 200

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

    With the model of the `body`, where it is known, the fields are named that there are.
    """
    said = [error for error in found if not _follows(error, found)]
    return refusal((".".join(map(str, (*where, *error["loc"]))), _worded(error, body)) for error in said)


def refusal(wrong: Iterable[tuple[str, str]]) -> InvalidInput:
    """The refusal of fields, of which there is at least one, each with what is wrong: a verb and the rest."""
    errors = [{"field": _shown(field), "message": message} for field, message in islice(wrong, NAMED)]
    more = f" `errors` names {len(errors) - 1} more." if len(errors) > 1 else ""
    return InvalidInput(f"{errors[0]['field']} {errors[0]['message']}.{more}", errors=errors)


def _follows(error: Any, found: Sequence[Any]) -> bool:
    """Whether a list is too short only because what is wrong in it was taken out."""
    place = tuple(error["loc"])
    return error["type"] == "too_short" and any(tuple(one["loc"])[: len(place)] == place != one["loc"] for one in found)


def _worded(error: Any, body: type[BaseModel] | None) -> str:
    if error["type"] == "extra_forbidden" and body and (there := _fields_at(body, error["loc"][1:-1])):
        return f"is no field here; there are: {', '.join(there)}"
    if error["type"] == "model_attributes_type" and tuple(error["loc"]) == ("body",):
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
