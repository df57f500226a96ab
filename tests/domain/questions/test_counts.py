"""Numbers about questions, and which reply fits."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multitrainer.domain.questions.counts import Ages, Counted, OfBatch, Times, ages, by_batch, times
from multitrainer.domain.questions.replies import LONGEST_WORD, MOST_WORDS, SUGGESTED, Reply, best, words_of
from tests.domain.questions.asking import at


@pytest.mark.parametrize(
    ("minutes", "found"),
    [
        ([], Times(None, None)),
        ([7], Times(7, 7)),
        ([1, 2], Times(1, 2)),
        ([*range(1, 11)], Times(5, 9)),
        ([*range(100, 0, -1)], Times(50, 90)),
    ],
)
def test_half_and_nine_of_ten_are_within_what_is_told(minutes: list[int], found: Times) -> None:
    assert times(minutes) == found


def test_open_questions_are_counted_by_their_age() -> None:
    now, hour = at(12, 10), timedelta(hours=1)
    old = [now - n * hour for n in (0, 23, 24, 72, 73)]
    assert ages(old, now) == Ages(2, 2, 1)


def test_batches_that_went_up_most_come_first() -> None:
    counted = [Counted("c", "b1", None, 0), Counted("c", "b2", None, 2), Counted("c", None, None, 0)] * 2
    assert by_batch(counted) == [OfBatch("c", "b2", 2, 4), OfBatch("c", None, 2, 0), OfBatch("c", "b1", 2, 0)]


def test_words_are_small_without_accents_and_no_single_letters() -> None:
    assert words_of("Für Élève, a TEST-case: straße!") == {"fur", "eleve", "test", "case", "strasse"}


@given(st.text(max_size=2_000))
def test_any_text_has_words_that_are_the_same_when_they_are_read_again(text: str) -> None:
    found = words_of(text)
    assert len(found) <= MOST_WORDS
    assert all(2 <= len(word) <= LONGEST_WORD for word in found)
    assert words_of(text.upper().lower()) or not found


def test_the_reply_comes_first_that_shares_what_few_have() -> None:
    replies = [Reply(f"{n}", "c", "The exam", f"the day {n}", "x", at(9)) for n in range(9)]
    rare = Reply("z", "c", "Refund", "the money", "x", at(9))
    found = best([*replies, rare], words_of("the refund"))
    assert found[0] is rare
    assert len(found) == SUGGESTED
    assert best(replies, words_of("nothing fits")) == []
