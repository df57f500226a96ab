"""How long to wait before something is tried again."""

from datetime import timedelta

from multitrainer.domain.telling.backoff import FIRST_PAUSE, LONGEST_PAUSE, pause_after


def test_each_pause_is_four_times_as_long_as_the_one_before_up_to_a_longest() -> None:
    pauses = [pause_after(attempts, 1.0) for attempts in range(1, 9)]
    assert pauses[:4] == [FIRST_PAUSE * 4**n for n in range(4)]
    assert pauses[-1] == pauses[-2] == LONGEST_PAUSE


def test_chance_shortens_a_pause_by_half_at_the_most_so_that_not_all_come_back_at_once() -> None:
    for attempts in (1, 2, 50, 10_000):
        shortest, longest = pause_after(attempts, 0.0), pause_after(attempts, 1.0)
        assert timedelta() < shortest == longest / 2
        assert shortest < pause_after(attempts, 0.5) < longest
