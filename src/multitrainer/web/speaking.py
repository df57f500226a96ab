"""What services say of what they refuse, in the language of a page."""

from datetime import date, datetime
from functools import cache
from typing import Any

from babel.numbers import format_decimal
from markupsafe import Markup

from multitrainer.domain.sentences import Sentence
from multitrainer.domain.telling.notices import Language
from multitrainer.web.locales import REGIONS, day_in
from multitrainer.web.texts import translations


class InLanguage:
    """A language of pages."""

    def __init__(self, language: Language) -> None:
        self._region = REGIONS[language]
        self._texts = translations(language)

    def text(self, english: str) -> str:
        """As the catalogue has it."""
        return str(self._texts.ugettext(english))

    def counted(self, one: str, several: str, n: int) -> str:
        """Likewise, the one that fits."""
        return str(self._texts.ungettext(one, several, n))

    def number(self, value: float) -> str:
        """With two decimals at the most."""
        return format_decimal(round(value, 2), locale=self._region)

    def day(self, value: date) -> str:
        """With its weekday, and the time of day where it has one: that of the institute's clock."""
        day = day_in(self._region, value)
        return f"{day}, {value:%H:%M}" if isinstance(value, datetime) else day


@cache
def speaker(language: Language) -> InLanguage:
    """How a language is spoken."""
    return InLanguage(language)


def said_in(language: Language, value: Any) -> Any:
    """What is printed on a page: a sentence is said, everything else stays. What is English only is marked."""
    if not isinstance(value, Sentence):
        return value
    said = value.into(speaker(language))
    if value.is_english and language is not Language.ENGLISH:
        return Markup('<span lang="en">{}</span>').format(said)
    return said
