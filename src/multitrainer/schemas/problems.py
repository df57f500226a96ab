"""Problem documents (RFC 9457), as every error is answered."""

from pydantic import Field

from multitrainer.schemas.base import View


class FieldError(View):
    """What is wrong with one field or parameter."""

    field: str = Field(examples=["body.trainer"])
    message: str


class Problem(View):
    """Why a request was refused. `code` is stable and listed in docs/errors.md; more members go with some codes."""

    type: str = Field(default="about:blank")
    title: str
    status: int
    detail: str
    code: str = Field(examples=["already-on-roster"])
    request_id: str | None = None
    errors: list[FieldError] = Field(default_factory=list)
