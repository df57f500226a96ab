"""What stands on pages: English in the templates, other languages as gettext has them."""

from functools import cache
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

from multitrainer.domain.telling.notices import Language


@cache
def translations(language: Language) -> NullTranslations:
    """The texts of a language, read once from `<language>.po`. English is what stands in the templates."""
    if language is Language.ENGLISH:
        return NullTranslations()
    compiled = BytesIO()
    with (files(__package__) / f"{language.value}.po").open("rb") as file:
        write_mo(compiled, read_po(file, language.value))
    compiled.seek(0)
    return Translations(compiled)
