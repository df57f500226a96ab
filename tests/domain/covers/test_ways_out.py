"""What can be done where nobody was found."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from multitrainer.domain.covers.persons import Person
from multitrainer.domain.covers.states import CoverState, OfferState
from multitrainer.domain.covers.steps import close, release
from multitrainer.domain.covers.values import CoverStep, EffectKind
from multitrainer.domain.covers.ways_out import (
    Parallel,
    WayOut,
    WaysOut,
    assisted,
    cancelled,
    combined,
    moved,
    ways_out,
)
from multitrainer.domain.errors import WayNotPossible
from multitrainer.domain.intervals import Interval
from tests.domain.covers.searches import RULES, at, lesson, looked, searching, session, stand

EVENING = session(18, 20)
NOBODY = looked(searching(EVENING, now=at(8)), (), {}, at(8))[0][0]
NONE = WaysOut(cancel=False, combine=(), move=False, assistants=())


def parallel(
    name: str, *, start: float = 18, held: bool = True, room: int | None = 20, course: str = "course"
) -> Parallel:
    return Parallel(replace(session(start, 20, f"s-{name}", name), course=course), held, room)


def test_students_can_join_who_meets_at_that_time_is_held_and_has_room() -> None:
    others = [
        parallel("fits"),
        parallel("endless", start=18.25, room=None),
        parallel("full", room=19),
        parallel("late", start=18.5),
        parallel("without", held=False),
        parallel("foreign", course="other"),
        parallel("batch"),
    ]
    assert ways_out(EVENING, 20, others, (), at(8), RULES).combine == ("endless", "fits")


def test_an_assistant_of_the_batch_who_is_free_can_hold_it_also_one_who_is_there_anyway() -> None:
    assistants = [Person("a", (lesson(18, 20, "s"),)), Person("b", (lesson(19, 20),)), Person("c")]
    ways = ways_out(EVENING, 20, (), assistants, at(8), RULES)
    assert ways.assistants == ("a", "c")
    assert ways.names == ["cancel", "move", "assist"]


def test_once_the_session_has_begun_there_is_no_way() -> None:
    assert ways_out(EVENING, 20, [parallel("fits")], [Person("a")], at(18), RULES) == NONE
    attempts: tuple[Callable[[], CoverStep], ...] = (
        lambda: cancelled(NOBODY, NONE, at(18)),
        lambda: combined(NOBODY, "fits", NONE, at(18)),
        lambda: moved(NOBODY, Interval(at(40), at(42)), (), (), NONE, at(18)),
        lambda: assisted(NOBODY, "a", NONE, at(18)),
    )
    for attempt in attempts:
        with pytest.raises(WayNotPossible, match="The session has begun") as refusal:
            attempt()
        assert refusal.value.facts["possible"] == []


def test_who_tries_a_way_that_is_not_there_reads_what_it_takes_and_what_is_possible() -> None:
    ways = WaysOut(cancel=True, combine=(), move=True, assistants=())
    with pytest.raises(WayNotPossible, match=r"takes a batch of the course .*: cancel, move"):
        combined(NOBODY, "full", ways, at(9))
    with pytest.raises(WayNotPossible, match=r"takes an assistant of the batch .*: cancel, move"):
        assisted(NOBODY, "a", ways, at(9))


def test_each_way_tells_the_students_or_the_assistant() -> None:
    ways = WaysOut(cancel=True, combine=("fits",), move=True, assistants=("a",))
    to = Interval(at(40), at(42))
    for step, state in (
        (cancelled(NOBODY, ways, at(9)), CoverState.CANCELLED),
        (combined(NOBODY, "fits", ways, at(9)), CoverState.COMBINED),
        (moved(NOBODY, to, (), (), ways, at(9)), CoverState.MOVED),
    ):
        assert step.cover.state is state
        assert step.cover.look_at is None
        assert [e.kind for e in step.effects] == [EffectKind.TELL_STUDENTS]
    assert combined(NOBODY, "fits", ways, at(9)).cover.combined_with == "fits"
    assert moved(NOBODY, to, (), (), ways, at(9)).cover.moved_to == to
    step = assisted(NOBODY, "a", ways, at(9))
    assert (step.cover.state, step.cover.substitute, step.cover.look_at) == (CoverState.ASSISTED, "a", at(20))
    assert [e.kind for e in step.effects] == [EffectKind.TAKEN, EffectKind.FOUND]
    assert close(step.cover, at(10)).effects[0].trainer == "a"
    assert "a" in release(step.cover, at(10)).cover.asked


def test_whoever_is_being_asked_need_not_answer_once_there_is_a_way() -> None:
    cover = looked(searching(EVENING, now=at(8)), [Person("d")], stand(pool="d"), at(8))[0][0]
    ways = WaysOut(cancel=True, combine=(), move=True, assistants=("a",))
    assert EffectKind.OFFER_WITHDRAWN in {e.kind for e in cancelled(cover, ways, at(9)).effects}
    assert EffectKind.OFFER_WITHDRAWN in {e.kind for e in assisted(cover, "a", ways, at(9)).effects}


def test_an_assistant_who_is_being_asked_has_answered_with_that_and_hears_nothing_else() -> None:
    cover = looked(searching(EVENING, now=at(8)), [Person("a")], stand(assistant="a"), at(8))[0][0]
    step = assisted(cover, "a", WaysOut(cancel=True, combine=(), move=True, assistants=("a",)), at(9))
    assert [e.kind for e in step.effects if e.trainer == "a"] == [EffectKind.TAKEN, EffectKind.FOUND]
    assert [offer.state for offer in step.cover.offers] == [OfferState.ACCEPTED]
    assert step.cover.substitute == "a"


@pytest.mark.parametrize(("start", "end"), [(42, 40), (40, 40), (8, 10), (30, 32)])
def test_a_session_moves_only_to_where_its_trainer_is_there(start: float, end: float) -> None:
    ways = WaysOut(cancel=True, combine=(), move=True, assistants=())
    with pytest.raises(WayNotPossible) as refusal:
        moved(NOBODY, Interval(at(start), at(end)), [Interval(at(0), at(31))], (), ways, at(9))
    assert refusal.value.facts == {"way": WayOut.MOVE, "possible": ["cancel", "move"]}
