"""Threads and their messages: what they are called, who sees them, until when they change, how they are found."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.errors import MessageDeleted, MessageSettled
from multitrainer.domain.events import Changed, Onlooker, may_move, may_see
from multitrainer.domain.messages import LONGEST_WORD, Written, must_be_open, words_of
from multitrainer.domain.permissions import Verdict, can
from multitrainer.domain.standings import Context
from multitrainer.domain.telling.notices import Kind
from multitrainer.domain.telling.of_threads import is_told, notices_of_message, told_of_message
from multitrainer.domain.threads import READING, WRITING, Thread, ThreadKind, of_batch, of_course

A, B, C = "a" * 24, "b" * 24, "c" * 24
NOW = datetime(2026, 3, 2, tzinfo=UTC)
IDS = st.text("0123456789abcdef", min_size=24, max_size=24)


@given(IDS, IDS.filter(lambda one: one != A))
def test_the_id_of_a_thread_tells_what_it_is_of(one: str, other: str) -> None:
    threads = [of_course(one), of_batch(one), *([Thread.between(one, other)] if one != other else [])]
    assert [Thread.read(str(thread)) for thread in threads] == threads
    assert len({*map(str, threads)}) == len(threads)


def test_two_people_have_one_thread_whoever_is_named_first() -> None:
    assert Thread.between(B, A) == Thread.between(A, B) == Thread.read(f"direct:{B}:{A}")
    assert str(Thread.read(f"direct:{B}:{A}")) == str(Thread.read(f"direct:{B.upper()}:{A}")) == f"direct:{A}:{B}"


@pytest.mark.parametrize(
    "written", ["", f"course:{A}\n", f"Course:{A}", f"batch:{A}:{B}", f"direct:{A}", f"direct:{A}:{A}", f"x:{A}"]
)
def test_nothing_else_is_the_id_of_a_thread(written: str) -> None:
    with pytest.raises(ValueError, match="thread"):
        Thread.read(written)


@pytest.mark.parametrize("kind", ThreadKind)
def test_whoever_writes_in_a_thread_reads_it(kind: ThreadKind) -> None:
    trainer = Actor(ActorKind.TRAINER, A)
    for context in (Context(), Context(on_batch=True), Context(covering=True), Context(oneself=True)):
        for actor in (trainer, THE_ADMIN):
            if can(actor, WRITING[kind], context) is Verdict.YES:
                assert can(actor, READING[kind], context) is Verdict.YES


def test_an_admin_reads_between_two_only_where_they_are_one_of_them() -> None:
    assert can(THE_ADMIN, READING[ThreadKind.DIRECT]) is Verdict.UNKNOWN
    assert can(THE_ADMIN, READING[ThreadKind.DIRECT], Context(oneself=True)) is Verdict.YES


def test_news_of_a_message_is_heard_by_who_sees_its_thread() -> None:
    between, in_batch = Thread.between(A, B), of_batch(C)
    direct, batch = (Changed("message", "m", None, thread.batch, thread=thread) for thread in (between, in_batch))
    one, other = (Onlooker(Actor(ActorKind.TRAINER, id_)) for id_ in (A, C))
    covering = Onlooker(Actor(ActorKind.TRAINER, C), covering=frozenset({C}))
    assert [may_see(who, direct) for who in (one, other, Onlooker(THE_ADMIN))] == [True, False, False]
    assert [may_see(who, batch) for who in (one, covering, Onlooker(THE_ADMIN))] == [False, True, True]
    assert not may_move(one, direct)


def test_a_message_is_open_for_as_long_as_the_window_and_not_longer() -> None:
    window = timedelta(minutes=15)
    must_be_open(Written(A, NOW), NOW + window, window)
    with pytest.raises(MessageSettled):
        must_be_open(Written(A, NOW), NOW + window + timedelta(microseconds=1), window)
    with pytest.raises(MessageDeleted):
        must_be_open(Written(A, NOW, deleted=True), NOW, window)


def test_words_are_found_without_case_accents_and_marks() -> None:
    assert words_of("Café, CAFE! Straße—İstanbul\n\uff46ull ﬁ") == ["cafe", "strasse", "istanbul", "full", "fi"]


@given(st.text(max_size=200))
def test_a_text_is_found_by_each_of_its_words_however_it_is_written(text: str) -> None:
    words = words_of(text)
    assert all(0 < len(word) <= LONGEST_WORD for word in words)
    assert {*words_of(" ".join(words))} == {*words}


def test_between_two_the_other_one_is_told_and_else_those_who_are_mentioned() -> None:
    assert told_of_message(Thread.between(A, B), A, []) == [B]
    assert told_of_message(of_batch(C), A, [B, A, B]) == [B]
    told = notices_of_message(of_batch(C), A, B, [B])[0]
    assert (told.kind, told.to) == (Kind.MENTIONED_IN_BATCH, B)
    assert told.facts == {"thread": f"batch:{C}", "trainer": A, "course": B, "batch": C}


@given(st.lists(st.booleans(), max_size=30))
def test_nobody_has_two_unread_notifications_of_one_thread(reads: list[bool]) -> None:
    """However messages and readings follow each other."""
    place, last, told, unread = 0, 0, None, 0
    for reading in reads:
        if reading:
            place, unread = last, 0
        else:
            last += 1
            if is_told(place, told):
                told, unread = last, unread + 1
        assert unread == (1 if last > place else 0)
