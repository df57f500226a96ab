"""Dates as somebody is used to write them."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from multitrainer.domain.telling.notices import Language
from multitrainer.web.locales import Locale

FIRST = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("language", "day", "short"),
    [(Language.ENGLISH, "Tue 1 Dec 2026", "Tue 1 Dec"), (Language.GERMAN, "Di. 1. Dez. 2026", "Di. 1. Dez.")],
)
def test_a_day_is_written_as_its_language_does(language: Language, day: str, short: str) -> None:
    locale = Locale(language, ZoneInfo("UTC"))
    assert (locale.day(FIRST), locale.short_day(FIRST)) == (day, short)
