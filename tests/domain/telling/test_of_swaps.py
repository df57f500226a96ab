"""Who hears what of swaps."""

from dataclasses import replace

import pytest

from multitrainer.domain.swaps import Swap, SwapState
from multitrainer.domain.telling.notices import Kind, Notice
from multitrainer.domain.telling.of_swaps import of_agreed, of_ended, of_proposed
from tests.domain.covers.searches import at, session

JOHNS = session(18, 20)
SARAHS = replace(session(42, 44, "t", "other batch"), trainer="sarah")
SWAP = Swap("swap", JOHNS, SARAHS, "john", frozenset({"john"}))
LEADS = {"batch": "lena", "other batch": "liam"}


def told(notices: list[Notice]) -> list[tuple[str, str]]:
    return [(notice.kind.value, notice.to) for notice in notices]


def test_whoever_has_not_confirmed_is_asked_with_what_they_would_get_and_give() -> None:
    (asked,) = of_proposed(SWAP, at(8))
    assert (asked.kind, asked.to, asked.urgent) == (Kind.SWAP_PROPOSED, "sarah", True)
    about = {name: asked.facts[name] for name in ("trainer", "batch", "lost")}
    assert about == {"trainer": "john", "batch": "batch", "lost": "other batch"}
    assert asked.facts["when"] == "2026-11-30T17:00:00Z/2026-11-30T19:00:00Z"
    assert asked.facts["given"] == "2026-12-01T17:00:00Z/2026-12-01T19:00:00Z"
    assert len(of_proposed(replace(SWAP, by="lena", confirmed=frozenset()), at(8))) == 2
    assert not of_proposed(SWAP, at(-48))[0].urgent


def test_the_note_of_a_swap_is_told_whoever_is_asked_and_nobody_else() -> None:
    noted = replace(SWAP, note="I see my doctor.")
    assert [one.facts.get("note") for one in of_proposed(noted, at(8))] == ["I see my doctor."]
    ended = of_ended(replace(noted, state=SwapState.DECLINED), "sarah", "lena", at(8))
    assert all(
        "note" not in one.facts for one in (*of_agreed(noted, {}, LEADS, at(8)), *ended, *of_proposed(SWAP, at(8)))
    )


@pytest.mark.parametrize(
    ("state", "by", "also", "who"),
    [
        (SwapState.DECLINED, "sarah", "john", ["john"]),
        (SwapState.DECLINED, "sarah", "lena", ["john", "lena"]),
        (SwapState.WITHDRAWN, "lena", "lena", ["john", "sarah"]),
        (SwapState.EXPIRED, "operator", None, ["john", "sarah"]),
    ],
)
def test_what_comes_to_nothing_is_told_to_all_but_whoever_ended_it(
    state: SwapState, by: str, also: str | None, who: list[str]
) -> None:
    notices = of_ended(replace(SWAP, state=state), by, also, at(8))
    assert told(notices) == [(f"swap-{state.value}", one) for one in who]


def test_both_get_the_date_of_what_they_have_now_and_the_end_of_the_other() -> None:
    notices = of_agreed(SWAP, {"s": 3, "t": 1}, LEADS, at(8))
    dates = {
        (n.kind.value, n.to): (n.meeting.uid, n.meeting.sequence, n.meeting.cancelled) for n in notices if n.meeting
    }
    assert dates == {
        ("swap-agreed", "john"): ("t@multitrainer", 1, False),
        ("swap-given-away", "john"): ("s@multitrainer", 3, True),
        ("swap-agreed", "sarah"): ("s@multitrainer", 3, False),
        ("swap-given-away", "sarah"): ("t@multitrainer", 1, True),
    }


@pytest.mark.parametrize(
    ("leads", "who"),
    [
        (LEADS, ["lena", "liam"]),
        ({"batch": "lena", "other batch": "lena"}, ["lena"]),
        ({"batch": "john", "other batch": None}, []),
    ],
)
def test_leads_hear_of_what_is_agreed_once_unless_they_are_one_of_the_two(
    leads: dict[str, str | None], who: list[str]
) -> None:
    of_leads = [one for one in of_agreed(SWAP, {}, leads, at(8)) if one.kind is Kind.SWAP_IN_BATCH]
    assert [one.to for one in of_leads] == who
    for one in of_leads:
        assert (one.facts["substitute"], one.facts["batch"]) == ("sarah", "batch")
        assert (one.facts["trainer"], one.facts["lost"]) == ("john", "other batch")
