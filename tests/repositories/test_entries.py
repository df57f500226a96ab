"""What can be relied on in an entry of the ledger that people or a later version have written in."""

from datetime import UTC, datetime
from typing import Any

import pytest
from bson import DatetimeMS

from multitrainer.domain.errors import LedgerUnreadable
from multitrainer.domain.migrating import State
from multitrainer.migrations import ALL
from multitrainer.repositories.entries import readable
from multitrainer.stored.holders import holder_of, named

NAME = ALL[0].name
NOW = datetime(2026, 1, 1, tzinfo=UTC)
WHOLE: dict[str, Any] = {
    "_id": NAME,
    "state": "applied",
    "fence": 3,
    "until": NOW,
    "holders": [{"host": "school-1", "pid": 4711, "since": NOW}],
    "counts": {"seen": 7, "changed": {"roster-made": 1}, "aside": {}},
    "checkpoint": {"after": "x", "seen": 7},
    "appliedAt": NOW,
    "left": 2,
}


@pytest.mark.parametrize("state", State)
def test_an_entry_that_is_whole_is_read_as_it_is(state: State) -> None:
    assert readable({**WHOLE, "state": state.value}) == {**WHOLE, "state": state}


@pytest.mark.parametrize("state", ["sealed", None, 7, {"name": "applied"}])
def test_a_state_that_nobody_knows_is_refused_and_it_is_said_what_to_do(state: object) -> None:
    with pytest.raises(LedgerUnreadable, match=f'of {NAME}, .* version that wrote it.* to "pending"') as refused:
        readable({**WHOLE, "state": state})
    assert refused.value.facts == {"migration": NAME}


def test_sync_and_what_later_versions_keep_may_have_states_of_their_own() -> None:
    for name in ("sync", "m0009_rooms"):
        assert readable({"_id": name, "state": "following"})["state"] == "following"


@pytest.mark.parametrize("name", ["until", "appliedAt", "left"])
@pytest.mark.parametrize("damaged", [None, "soon", [], {}, DatetimeMS(2**60)])
def test_what_is_not_of_its_kind_is_left_out(name: str, damaged: object) -> None:
    assert name not in readable({**WHOLE, name: damaged})


@pytest.mark.parametrize("damaged", [None, "much", 7, [], {}, {"seen": "7"}, {"after": 1}])
def test_counts_and_a_checkpoint_that_say_too_little_are_left_out(damaged: object) -> None:
    read = readable({**WHOLE, "counts": damaged, "checkpoint": damaged})
    assert (read["counts"], read["checkpoint"]) == (None, None)


def test_counts_without_kinds_have_none() -> None:
    assert readable({**WHOLE, "counts": {"seen": 7, "aside": 3}})["counts"] == {"seen": 7, "changed": {}, "aside": {}}


@pytest.mark.parametrize("holders", [None, "Sarah", [], [7], [{}], [{"pid": "x", "host": 7, "since": "then"}]])
def test_a_holder_that_the_ledger_does_not_name_is_one_all_the_same(holders: object) -> None:
    entry = readable({**WHOLE, "holders": holders})
    holder = holder_of(entry, datetime(2025, 1, 1, tzinfo=UTC))
    assert holder == {"until": NOW}
    assert named(holder) == "a process that the ledger does not name"


def test_nobody_holds_what_has_no_lease() -> None:
    assert holder_of(readable({**WHOLE, "until": "for ever"}), NOW) is None
    assert holder_of(None, NOW) is None
