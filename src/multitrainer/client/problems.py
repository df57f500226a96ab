"""Answers that tell of an error, as the exception that the service raised."""

import httpx
from pydantic import ValidationError

from multitrainer.domain.errors import MultitrainerError
from multitrainer.schemas.problems import Problem

SHOWN = 500


class ApiError(MultitrainerError):
    """An answer that is none of the service's: from something in between, or from a version that knows more."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"Unexpected answer, status {status}: {text[:SHOWN]}")
        self.status = status
        self.text = text


def error_of(answer: httpx.Response) -> MultitrainerError:
    """The error that an answer tells of: the class that has its code, with the same detail and facts."""
    try:
        problem = Problem.model_validate_json(answer.content)
    except ValidationError:
        return ApiError(answer.status_code, answer.text)
    kind = by_code().get(problem.code)
    if kind is None:
        return ApiError(answer.status_code, answer.text)
    error = kind(problem.detail, **_facts(problem))
    error.add_note(f"request id: {problem.request_id}")
    return error


def by_code() -> dict[str, type[MultitrainerError]]:
    """Every error that has a code, by its code."""
    return {kind.code: kind for kind in _descendants(MultitrainerError) if hasattr(kind, "code")}


def _descendants(kind: type[MultitrainerError]) -> list[type[MultitrainerError]]:
    return [d for child in kind.__subclasses__() for d in (child, *_descendants(child))]


def _facts(problem: Problem) -> dict[str, object]:
    listed = [e.model_dump(mode="json") for e in problem.errors]
    return {**(problem.model_extra or {}), **({"errors": listed} if listed else {})}
