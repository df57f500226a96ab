"""Forms as our pages send them."""

from urllib.parse import parse_qsl

from fastapi import Request

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 1000


class NoForm(Exception):
    """What arrived is not what a form of ours sends."""


async def sent(request: Request) -> list[tuple[str, str]]:
    """The fields of a form in their order, the same one several times perhaps. Nothing sent has none.

    Parts with boundaries (`multipart/form-data`) are for files, which no form of ours has. Raises NoForm.
    """
    body = await request.body()
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if body and kind != FORM:
        raise NoForm
    try:
        text = body.decode(errors="replace")
        return parse_qsl(text, keep_blank_values=True, errors="replace", max_num_fields=MOST_FIELDS)
    except ValueError:  # more fields
        raise NoForm from None
