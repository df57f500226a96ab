"""The ledger itself: it finds a loss, and takes nothing for a loss that is none."""

import pytest

from tests.storms.ledger import ANY, Command, Fact, Ledger, Outcome, Sent

JOHN: Fact = ("primary", "batch 1", "john")
MARIA: Fact = ("primary", "batch 1", "maria")


def naming(fact: Fact, began: float, ended: float, outcome: Outcome = Outcome.ACCEPTED) -> Sent:
    command = Command("PUT", "/primary", {}, {fact: True}, frozenset({(fact[0], fact[1], ANY)}))
    return Sent(command, outcome, began, ended)


def test_what_holds_is_visible() -> None:
    ledger = Ledger([naming(JOHN, 1, 2)])
    assert (ledger.lost({JOHN}), len(ledger.visible({JOHN}))) == ([], 1)


def test_what_neither_holds_nor_was_superseded_is_lost() -> None:
    ledger = Ledger([naming(MARIA, 1, 2), naming(JOHN, 3, 4)])
    assert len(ledger.lost({MARIA})) == 1


@pytest.mark.parametrize("began", [3, 1.5])
def test_a_later_or_simultaneous_command_supersedes(began: float) -> None:
    assert Ledger([naming(JOHN, 1, 2), naming(MARIA, began, 4)]).lost({MARIA}) == []


def test_a_refused_command_supersedes_nothing_and_explains_nothing() -> None:
    ledger = Ledger([naming(JOHN, 1, 2), naming(MARIA, 3, 4, Outcome.REFUSED)])
    assert len(ledger.lost({MARIA})) == 1
    refused = Ledger([naming(MARIA, 3, 4, Outcome.REFUSED)])
    assert refused.unexplained({JOHN}, {MARIA}, ["primary"]) == [JOHN, MARIA]


def test_an_unanswered_command_may_have_had_its_effect() -> None:
    ledger = Ledger([naming(JOHN, 1, 2), naming(MARIA, 0, float("inf"), Outcome.UNANSWERED)])
    assert ledger.lost({MARIA}) == []
    assert ledger.unexplained(set(), {MARIA}, ["primary"]) == []
