"""What somebody can do with a cover."""

import pytest

from multitrainer.domain.covers.doings import Doing, doings
from multitrainer.domain.covers.states import CoverState

D, S = Doing, CoverState
OUT = {D.CANCEL, D.COMBINE, D.MOVE, D.ASSIST}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (S.SEARCHING, {D.SUBSTITUTE, *OUT}),
        (S.COVERED, {D.SUBSTITUTE, D.RELEASE}),
        (S.EXHAUSTED, {D.SUBSTITUTE, D.REOPEN, *OUT}),
        (S.ASSISTED, {D.RELEASE}),
        *((over, set()) for over in (S.CANCELLED, S.COMBINED, S.MOVED, S.CLOSED, S.DONE)),
    ],
)
def test_whoever_decides_names_somebody_gives_back_searches_and_takes_ways_out(
    state: CoverState, expected: set[Doing]
) -> None:
    assert {*doings(state, decides=True, is_asked=False, has_it=False, has_begun=False)} == expected


@pytest.mark.parametrize("state", CoverState)
def test_whoever_is_asked_answers_while_it_is_searched_for_and_whoever_looks_does_nothing(state: CoverState) -> None:
    asked = doings(state, decides=False, is_asked=True, has_it=False, has_begun=False)
    assert asked == ((D.ACCEPT, D.REFUSE) if state is S.SEARCHING else ())
    assert doings(state, decides=False, is_asked=False, has_it=False, has_begun=False) == ()


def test_whoever_has_it_gives_it_back_before_and_reports_after() -> None:
    theirs = {state: doings(state, decides=False, is_asked=False, has_it=True, has_begun=False) for state in CoverState}
    assert {state: doing for state, doing in theirs.items() if doing} == {
        S.COVERED: (D.RELEASE,),
        S.ASSISTED: (D.RELEASE,),
        S.DONE: (D.REPORT,),
    }


@pytest.mark.parametrize("state", CoverState)
def test_once_the_session_has_begun_all_that_needs_it_to_be_ahead_is_left_out(state: CoverState) -> None:
    before, after = (
        {*doings(state, decides=True, is_asked=True, has_it=True, has_begun=begun)} for begun in (False, True)
    )
    assert after == before & {D.SUBSTITUTE, D.REPORT}
    settled = doings(state, decides=True, is_asked=True, has_it=True, has_begun=True, is_settled=True)
    assert {*settled} == before & {D.REPORT}
