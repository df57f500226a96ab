"""Pages out of templates, in the language of whoever looks, with everything escaped that is put into them."""

from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import Any

from fastapi import Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from multitrainer.domain.sentences import AboutField
from multitrainer.domain.telling.notices import Language
from multitrainer.telling.catalogue import catalogue
from multitrainer.web.menus import menu
from multitrainer.web.speaking import said_in
from multitrainer.web.texts import translations
from multitrainer.web.visitors import Visitor
from multitrainer.web.words import choices, subjects, words
from multitrainer.web.words_of_audit import of_audit
from multitrainer.web.words_of_notices import groups
from multitrainer.web.words_of_office import of_office

POLICY = (
    "default-src 'none'; script-src {scripts}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY.format(scripts="'self'"),
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
"""Nothing of another host, no script or style in a page, no frame; and no page outlives its sign-in in a cache."""

BY_LINK = HEADERS | {
    "Content-Security-Policy": POLICY.format(scripts="'none'"),
    "Referrer-Policy": "no-referrer",
}
"""For a page whose address lets in whoever has it: nothing else learns that address, no script and no file of ours."""


def page(template: str, visitor: Visitor, status: int = 200, **values: Any) -> Response:
    """A whole page for somebody. Raises UndefinedError where the template wants what is not given."""
    made = environment(visitor.language).get_template(template).render(visitor=visitor, locale=visitor.locale, **values)
    return HTMLResponse(made, status, headers=BY_LINK if visitor.by_link else HEADERS)


class Missing(StrictUndefined):
    """What a document of the institute lacks: it can be asked for, as in `x.name or x._id`, and not printed."""

    def __bool__(self) -> bool:  # type: ignore[override]  # it is there, and false
        return False


@cache
def environment(language: Language) -> Environment:
    """What reads the templates."""
    made = Environment(
        loader=PackageLoader("multitrainer.web"),
        extensions=["jinja2.ext.i18n"],
        autoescape=True,
        undefined=Missing,
        finalize=partial(said_in, language),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.policies["ext.i18n.trimmed"] = True
    said = translations(language)
    made.install_gettext_callables(said.ugettext, said.ungettext, newstyle=True)  # type: ignore[attr-defined]  # the i18n extension adds it
    made.globals |= {
        "own": own_file,
        "third_party": third_party_file,
        "choices": choices,
        "subjects": subjects,
        "about_field": AboutField,
        "dict": dict,
        "menu": partial(menu, said.ugettext),
    }
    made.filters["in_names"] = lambda id_, names: names.get(id_) or id_
    made.globals["notice_kinds"] = catalogue(language)["kinds"]
    made.globals["notice_groups"] = groups(said.ugettext)
    made.globals |= words(said.ugettext) | of_office(said.ugettext) | of_audit(said.ugettext)
    return made


@cache
def own_file(name: str) -> str:
    """The address of a file of ours, which changes with what is in it, so that browsers may keep it."""
    content = (files("multitrainer.web") / "static" / name).read_bytes()
    return f"/static/{name}?{sha256(content).hexdigest()[:12]}"


@cache
def third_party_file(name: str) -> str:
    """The address of somebody else's file, by the versions that all of them have."""
    stamp = (files("multitrainer") / "assets" / "vendor" / ".stamp").read_text()
    return f"/assets/{name}?{stamp[:12]}"
