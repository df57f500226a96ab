"""Pages out of templates, with all that is put into them escaped."""

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from string import Template

from starlette.responses import HTMLResponse


class Safe(str):
    """HTML already: whatever came from outside was escaped on its way in."""

    __slots__ = ()


@cache
def _read(name: str) -> str:
    return (files(__package__) / name).read_text("utf-8").rstrip("\n")


@cache
def _headers() -> Mapping[str, str]:
    """No script, no frame, no other host; and neither a cache nor another site learns the address."""
    style = b64encode(sha256(_read("page.css").encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{style}'; img-src data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    return {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Robots-Tag": "noindex",
        "X-Content-Type-Options": "nosniff",
    }


def filled(name: str, **values: str) -> Safe:
    """A template with these values in it, escaped unless they are HTML already."""
    return put_into(_read(name), **values)


def put_into(template: str, **values: str) -> Safe:
    """The same, of a template that is at hand."""
    known = {key: value if isinstance(value, Safe) else escape(value) for key, value in values.items()}
    return Safe(Template(template).substitute(known))


def page(title: str, content: Safe, status: int = 200, language: str = "en") -> HTMLResponse:
    """A whole page."""
    style = Safe(_read("page.css"))
    whole = filled("page.html", title=title, style=style, content=content, language=language)
    return HTMLResponse(whole, status, headers=dict(_headers()))
