"""How long a server is waited for that is away."""

import pytest
from pymongo.errors import AutoReconnect, OperationFailure

from multitrainer.domain.errors import Unavailable
from multitrainer.services.patience import Patience


async def _away() -> None:
    raise AutoReconnect


async def test_whoever_can_not_wait_for_long_is_told_soon() -> None:
    said: list[str] = []
    with pytest.raises(Unavailable, match="away for 0 seconds"):
        await Patience(said.append, gives_up_after=0).insist(_away)
    assert said == []


async def test_what_goes_well_the_second_time_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("multitrainer.services.patience.FIRST_PAUSE_SECONDS", 0.0)
    errors = [AutoReconnect(), OperationFailure("odd")]
    said: list[str] = []

    async def attempt() -> str:
        if errors:
            raise errors.pop()
        return "done"

    assert await Patience(said.append).insist(attempt) == "done"
    assert [words.partition("(")[2].partition(")")[0] for words in said] == ["OperationFailure", "AutoReconnect"]
