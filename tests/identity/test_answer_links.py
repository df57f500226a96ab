"""Links that answer: good for whom and what they were made, as long as they were made for, and unchanged."""

from datetime import UTC, datetime, timedelta
from string import ascii_letters, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multitrainer.identity.answer_links import AnswerLink, AnswerLinks
from multitrainer.identity.calendar_addresses import CalendarAddress, CalendarAddresses
from multitrainer.identity.seals import LONGEST

SECRET = "s" * 32
LINKS = AnswerLinks(SECRET)
MADE = datetime(2026, 3, 2, 11, 0, 0, 123_000, tzinfo=UTC)
LINK = AnswerLink("a" * 24, ("c" * 24, "d" * 24), MADE, MADE + timedelta(hours=24))
TOKEN = LINKS.token(LINK)

IDS = st.binary(min_size=12, max_size=12).map(bytes.hex)
MOMENTS = st.integers(0, 10**14).map(lambda n: datetime(1970, 1, 1, tzinfo=UTC) + n * timedelta(milliseconds=1))


@given(IDS, st.lists(IDS, min_size=1, max_size=40).map(tuple), MOMENTS, MOMENTS)
def test_a_link_is_read_as_it_was_made(
    trainer: str, covers: tuple[str, ...], made_at: datetime, until: datetime
) -> None:
    link = AnswerLink(trainer, covers, made_at, until)
    token = LINKS.token(link)
    assert LINKS.read(token) == link
    assert {*token} <= {*ascii_letters, *digits, "-", "_"}
    assert len(token) <= LONGEST


def test_a_link_is_over_from_the_moment_on_until_which_one_may_answer() -> None:
    assert not LINK.is_over(LINK.until - timedelta(milliseconds=1))
    assert LINK.is_over(LINK.until)


@given(st.integers(0, len(TOKEN) - 1), st.sampled_from(ascii_letters + digits + "-_=+/ é\n"))
def test_a_character_that_was_changed_makes_it_none_of_ours(place: int, other: str) -> None:
    changed = TOKEN[:place] + other + TOKEN[place + 1 :]
    assert LINKS.read(changed) == (LINK if changed == TOKEN else None)


@pytest.mark.parametrize(
    "changed",
    [LINK._replace(trainer="b" * 24), LINK._replace(covers=LINK.covers[:1]), LINK._replace(until=MADE),
     LINK._replace(made_at=LINK.until)],
    ids=["trainer", "covers", "until", "made_at"],
)  # fmt: skip
def test_one_seal_is_good_for_one_person_and_one_question(changed: AnswerLink) -> None:
    assert LINKS.read(LINKS.token(changed)[:-24] + TOKEN[-24:]) is None


@pytest.mark.parametrize(
    "token",
    ["", "A", "A" * 72, TOKEN[:-1], TOKEN + "A", TOKEN + "=", "A" * 10_000, "é" * 72, "\0", "\ud800", TOKEN.lower(),
     AnswerLinks("t" * 32).token(LINK), CalendarAddresses(SECRET).token(CalendarAddress("a" * 24, 1))],
)  # fmt: skip
def test_what_we_did_not_make_for_this_is_none_of_ours(token: str) -> None:
    assert LINKS.read(token) is None
