"""Of what somebody can be told, in groups that can be taken in at a glance."""

from collections.abc import Callable

from multitrainer.domain.telling.notices import Kind, Language
from multitrainer.telling.catalogue import catalogue

K = Kind


def groups(gettext: Callable[[str], str]) -> dict[str, tuple[Kind, ...]]:
    """Every kind of notice, by what it is about."""
    return {
        gettext("Courses and batches"): (
            *(K.NAMED_PRIMARY, K.PUT_ON_BATCH, K.TAKEN_OFF_BATCH, K.PUT_ON_COURSE, K.PLACE_CHANGED),
            *(K.TAKEN_OFF_COURSE, K.PROPOSAL_APPLIED),
        ),
        gettext("Sessions"): (
            *(K.SESSION_CANCELLED, K.SESSION_COMBINED, K.SESSION_MOVED, K.SESSION_PLANNED, K.SESSION_JOINED),
            *(K.SESSIONS_CHANGED, K.SESSION_FLAGGED),
        ),
        gettext("Cover"): (
            *(K.COVER_ASKED, K.COVER_OFFER_OVER, K.COVER_NOT_NEEDED, K.COVER_TAKEN, K.COVER_FOUND),
            *(K.COVER_SEARCHED_AGAIN, K.COVER_RELIEVED, K.COVER_GIVEN_BACK, K.COVER_NOT_FOUND, K.COVER_REPORT_DUE),
            *(K.COVER_NOT_HELD, K.COVER_CORRECTED),
        ),
        gettext("Leave"): (
            *(K.LEAVE_REQUESTED, K.LEAVE_APPROVED, K.LEAVE_DECLINED, K.LEAVE_CHANGED, K.LEAVE_CANCELLED),
            *(K.LEAVE_ENTERED, K.LEAVE_OF_COLLEAGUE, K.COLLEAGUE_NOT_AWAY, K.HANDOVER_DUE),
        ),
        gettext("Swaps"): (
            *(K.SWAP_PROPOSED, K.SWAP_AGREED, K.SWAP_GIVEN_AWAY, K.SWAP_DECLINED, K.SWAP_WITHDRAWN),
            *(K.SWAP_EXPIRED, K.SWAP_IN_BATCH),
        ),
        gettext("Questions and messages"): (
            *(K.QUESTION_ASKED, K.QUESTION_ANSWERED, K.MENTIONED_IN_COURSE, K.MENTIONED_IN_BATCH),
            K.DIRECT_MESSAGE,
        ),
    }


def named(language: Language) -> dict[str, str]:
    """What each kind is called: as at the end of an e-mail, by which one gets no more of them."""
    return catalogue(language)["kinds"]
