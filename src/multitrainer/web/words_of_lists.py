"""Words of what lists are narrowed down by."""

from collections.abc import Callable

from multitrainer.domain.enrolments import EnrolmentStatus
from multitrainer.domain.listing import CourseState, Load
from multitrainer.domain.proposals import ProposalKind


def of_lists(gettext: Callable[[str], str]) -> dict[str, dict[str, str]]:
    """By kind, and by the word that an address has."""
    return {
        "course_states": {
            CourseState.RUNNING.value: gettext("running"),
            CourseState.PLANNED.value: gettext("planned"),
            CourseState.OVER.value: gettext("over"),
        },
        "loads": {
            Load.NOTHING.value: gettext("teaches nothing"),
            Load.FREE.value: gettext("has hours left"),
            Load.FULL.value: gettext("teaches all their hours"),
            Load.TOO_MUCH.value: gettext("teaches more than their hours"),
        },
        "proposal_kinds": {
            ProposalKind.ASSIGN.value: gettext("who teaches which batch"),
            ProposalKind.REBALANCE.value: gettext("a better balance with few changes"),
            ProposalKind.BATCHES.value: gettext("students into batches"),
        },
        "enrolment_statuses": {
            EnrolmentStatus.WAITING.value: gettext("waits for a place"),
            EnrolmentStatus.PLACED.value: gettext("has a place"),
            EnrolmentStatus.WITHDRAWN.value: gettext("withdrawn"),
        },
    }
