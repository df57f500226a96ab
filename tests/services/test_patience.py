"""How long a server is waited for that is away."""

import time

import pytest
from pymongo.errors import AutoReconnect, OperationFailure

from multitrainer.domain.errors import Unavailable
from multitrainer.services.moving_over.patience import Patience

AN_HOUR = 3_600.0


async def _away() -> None:
    raise AutoReconnect


async def test_whoever_can_not_wait_for_long_is_told_soon() -> None:
    said: list[str] = []
    with pytest.raises(Unavailable, match="away for 0 seconds"):
        await Patience(said.append, gives_up_after=0).insist(_away)
    assert said == []


async def test_time_in_which_nobody_asked_the_server_is_no_time_in_which_it_was_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("multitrainer.services.moving_over.patience.FIRST_PAUSE_SECONDS", 0.0)
    clock = [0.0]
    monkeypatch.setattr(time, "monotonic", lambda: clock[0])
    errors = [AutoReconnect()]

    async def after_a_long_pause() -> str:
        clock[0] += AN_HOUR
        if errors:
            raise errors.pop()
        return "done"

    said: list[str] = []
    patience = Patience(said.append)
    for _ in range(2):
        clock[0] += AN_HOUR
        assert await patience.insist(after_a_long_pause) == "done"
        errors.append(AutoReconnect())


async def test_what_goes_well_the_second_time_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("multitrainer.services.moving_over.patience.FIRST_PAUSE_SECONDS", 0.0)
    errors = [AutoReconnect(), OperationFailure("odd")]
    said: list[str] = []

    async def attempt() -> str:
        if errors:
            raise errors.pop()
        return "done"

    assert await Patience(said.append).insist(attempt) == "done"
    assert [words.partition("(")[2].partition(")")[0] for words in said] == ["OperationFailure", "AutoReconnect"]
