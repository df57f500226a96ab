"""The texts of each language, as they are in the package."""

import tomllib
from functools import cache
from importlib.resources import files

from multitrainer.domain.telling.notices import Language

Catalogue = dict[str, dict[str, str]]


@cache
def catalogue(language: Language) -> Catalogue:
    """Everything that is said in a language: a table for each kind of notice, and those of words, formats and mails."""
    return tomllib.loads((files("multitrainer.telling") / "texts" / f"{language.value}.toml").read_text("utf-8"))
