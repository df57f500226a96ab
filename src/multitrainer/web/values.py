"""Stored values, as people read them."""

from datetime import datetime
from typing import Any

from multitrainer.services.changes.audit_names import Called
from multitrainer.web.locales import Locale


def said(value: Any, names: dict[str, Called], words: dict[str, str], locale: Locale) -> str:
    """A stored value as people read it: with the names of what it names, fields by their words, and no ids of parts."""
    match value:
        case None | "":
            return "–"
        case {"$oid": id_}:
            return said(id_, names, words, locale)
        case dict():
            parts = (
                f"{words.get(key, key)}: {said(one, names, words, locale)}"
                for key, one in value.items()
                if key != "_id"
            )
            return ", ".join(parts) or "–"
        case list() | tuple():
            return ", ".join(said(one, names, words, locale) for one in value) or "–"
        case bool():
            return "✓" if value else "✗"
        case datetime():
            return locale.moment(value)
        case _:
            called = names.get(str(value))
            return called.name if called else str(value)
