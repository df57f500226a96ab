"""What is wrong with a request, in words: Pydantic's own speak of patterns, tuples and inputs."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any, get_args

from pydantic import BaseModel

from multitrainer.domain.errors import InvalidInput
from multitrainer.domain.sentences import AboutField, InEnglish, Sentence

NAMED = 20
"""So many fields are named at the most; whoever has more wrong sees the kind of it."""

LONGEST_NAME = 200

KEY = "[key]"
"""Where Pydantic found a fault in a name instead of in what it names."""

KINDS = {"weekly", "dated"}
"""How intervals are told apart. No field has such a name, so behind a position it can be nothing else."""

WHOLE = Sentence("must be a whole number")
A_NUMBER = Sentence("must be a number")
A_LIST = Sentence("must be a list")
AN_OBJECT = Sentence("must be a JSON object")
A_YES_OR_NO = Sentence("must be true or false")

MESSAGES = {
    "missing": Sentence("is required"),
    "extra_forbidden": Sentence("is no field here"),
    "model_type": AN_OBJECT,
    "model_attributes_type": AN_OBJECT,
    "tuple_type": A_LIST,
    "list_type": A_LIST,
    "dict_type": AN_OBJECT,
    "too_short": Sentence("must have at least {min_length}, not {actual_length}"),
    "too_long": Sentence("must have at most {max_length} entries, not {actual_length}"),
    "string_type": Sentence("must be a text"),
    "string_unicode": Sentence("must be valid Unicode"),
    "string_too_short": Sentence("must not be blank"),
    "string_too_long": Sentence("must have at most {max_length} characters"),
    "int_parsing": WHOLE,
    "int_parsing_size": WHOLE,
    "int_from_float": WHOLE,
    "int_type": WHOLE,
    "bool_parsing": A_YES_OR_NO,
    "bool_type": A_YES_OR_NO,
    "float_type": A_NUMBER,
    "float_parsing": A_NUMBER,
    "finite_number": Sentence("must be a finite number"),
    "greater_than": Sentence("must be greater than {gt}"),
    "greater_than_equal": Sentence("must be greater than or equal to {ge}"),
    "less_than": Sentence("must be less than {lt}"),
    "less_than_equal": Sentence("must be less than or equal to {le}"),
    "enum": Sentence("must be {expected}"),
    "literal_error": Sentence("must be {expected}"),
}
"""By Pydantic's type of error, with what it knows of it. Ids and the like say what they must be themselves: `Must`."""


def invalid_input(found: Sequence[Any], *where: str, body: type[BaseModel] | None = None) -> InvalidInput:
    """The refusal of what Pydantic found, naming the first fields in `errors`; `where` stands before each.

    With the model of the `body`, where it is known, the fields are named that there are. A name that fits none of two
    lists is wrong once.
    """
    said: dict[str, list[Any]] = {}
    for error in (error for error in found if not _follows(error, found)):
        said.setdefault(".".join(map(str, (*where, *_place(error["loc"])))), []).append(error)
    return refusal((field, _worded_together(errors, body)) for field, errors in said.items())


def refusal(wrong: Iterable[tuple[str, Sentence | str]]) -> InvalidInput:
    """The refusal of fields, of which there is at least one, each with what is wrong: a verb and the rest."""
    errors = [{"field": _shown(field), "message": message} for field, message in islice(wrong, NAMED)]
    first: Any = errors[0]
    said = AboutField(first["field"], first["message"])
    more = f" `errors` names {len(errors) - 1} more." if len(errors) > 1 else ""
    return InvalidInput(said, f"{said}{more}", errors=errors)


def as_sentence(error: Mapping[str, str]) -> str:
    """A field and what is wrong with it; some say that in sentences of their own."""
    return str(AboutField(error["field"], error["message"]))


def _place(place: Sequence[Any]) -> tuple[Any, ...]:
    """Where something is wrong, by what stands in the body: without Pydantic's own words for kinds and names."""
    place = place[: place.index(KEY)] if KEY in place else place
    return tuple(s for n, s in enumerate(place) if not (s in KINDS and n and isinstance(place[n - 1], int)))


def _worded_together(errors: Sequence[Any], body: type[BaseModel] | None) -> Sentence:
    of_the_name = [error for error in errors if KEY in error["loc"]]
    if not of_the_name:
        return _worded(errors[0], body)
    there = [str(error["ctx"]["expected"]) for error in of_the_name if error["type"] == "enum"]
    if there:
        return Sentence("is no name here; there are: {names}", names=", ".join(there).replace(" or ", ", "))
    return Sentence("has a name that {is_wrong}", is_wrong=_worded(of_the_name[0], body))


def _follows(error: Any, found: Sequence[Any]) -> bool:
    """Whether a list is too short only because what is wrong in it was taken out."""
    place = tuple(error["loc"])
    return error["type"] == "too_short" and any(tuple(one["loc"])[: len(place)] == place != one["loc"] for one in found)


def _worded(error: Any, body: type[BaseModel] | None) -> Sentence:
    if error["type"] == "extra_forbidden" and body and (there := _fields_at(body, error["loc"][1:-1])):
        return Sentence("is no field here; there are: {fields}", fields=there)
    if error["type"] == "model_attributes_type" and tuple(error["loc"]) == ("body",):
        if isinstance(error.get("input"), list) and body and (there := _fields_at(body, ())):
            return InEnglish(f"must be a JSON object and is a list; fields are: {', '.join(there)}")
        return InEnglish("must be a JSON object, sent with Content-Type: application/json")
    if message := MESSAGES.get(error["type"]):
        return message.of(**error.get("ctx", {}))
    return _said_by_ours(error.get("ctx", {})) or _said_by_pydantic(error["msg"])


def _said_by_ours(context: Mapping[str, Any]) -> Sentence | None:
    """What `Must` says, or a validator that raised a ValueError with a sentence."""
    found = context.get("said") or next(iter(getattr(context.get("error"), "args", ())), None)
    return found if isinstance(found, Sentence) else None


def _said_by_pydantic(message: str) -> Sentence:
    said = message.removeprefix("Value error, ")
    wanted = said.partition(" should ")[2]
    return InEnglish(f"must {wanted}" if wanted else said)


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
