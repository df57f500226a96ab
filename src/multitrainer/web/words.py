"""Words of the domain, as people read them, and what templates need to say them."""

from collections.abc import Callable, Iterable
from typing import Any

from multitrainer.domain.agendas import As
from multitrainer.domain.availability import Level
from multitrainer.domain.cover_ledger import EntryKind
from multitrainer.domain.covers.criteria import Reason
from multitrainer.domain.covers.rules import Criterion
from multitrainer.domain.covers.states import CoverState, OfferState
from multitrainer.domain.leave.values import LeaveKind, LeaveState
from multitrainer.domain.people import Duty
from multitrainer.domain.questions.values import QuestionState, Said, Step, Why
from multitrainer.domain.roster import Role, Status
from multitrainer.domain.swaps import SwapState
from multitrainer.domain.threads import ThreadKind
from multitrainer.domain.week import DAY_NAMES
from multitrainer.web.words_of_lists import of_lists
from multitrainer.web.words_of_planning import of_planning

Raw = dict[str, Any]
Words = dict[str, dict[str, str]]


def words(gettext: Callable[[str], str]) -> Words:
    """By kind, and by the word that is stored."""
    return {
        "roles": {
            Role.LEAD.value: gettext("lead"),
            Role.ASSISTANT.value: gettext("assistant"),
            Role.SUBSTITUTE.value: gettext("substitute"),
        },
        "statuses": {
            Status.ACTIVE.value: gettext("active"),
            Status.INACTIVE.value: gettext("inactive"),
            Status.ON_LEAVE.value: gettext("on leave"),
        },
        "duties": {
            Duty.PRIMARY.value: gettext("primary"),
            Duty.BACKUP.value: gettext("backup"),
            Duty.ASSISTANT.value: gettext("assistant"),
        },
        "leave_kinds": {
            LeaveKind.HOLIDAY.value: gettext("holiday"),
            LeaveKind.SICK.value: gettext("ill"),
            LeaveKind.TRAINING.value: gettext("training"),
            LeaveKind.OTHER.value: gettext("something else"),
        },
        "leave_states": {
            LeaveState.REQUESTED.value: gettext("waits for an answer"),
            LeaveState.APPROVED.value: gettext("approved"),
            LeaveState.DECLINED.value: gettext("declined"),
            LeaveState.CANCELLED.value: gettext("cancelled"),
        },
        "levels": {
            Level.AVAILABLE.value: gettext("available"),
            Level.RATHER_NOT.value: gettext("rather not"),
            Level.NOT.value: gettext("not at all"),
        },
        "weekdays": {day.value: gettext(name.text) for day, name in DAY_NAMES.items()},
        **of_calendars(gettext),
        **of_cover(gettext),
        **of_swaps(gettext),
        **of_questions(gettext),
        **of_threads(gettext),
        **of_planning(gettext),
        **of_lists(gettext),
    }


def of_calendars(gettext: Callable[[str], str]) -> Words:
    """What somebody has to do with a session, beside that it is theirs; with the name of the other one."""
    return {
        "in_calendars": {
            As.TEACHES.value: "",
            As.ASSISTS.value: gettext("assists"),
            As.COVERS.value: gettext("stands in for %(name)s"),
            As.COVERED.value: gettext("%(name)s stands in"),
            As.UNCOVERED.value: gettext("nobody stands in yet"),
            As.CANCELLED.value: gettext("cancelled"),
        }
    }


def of_cover(gettext: Callable[[str], str]) -> Words:
    """Those of the search for somebody who stands in."""
    return {
        "cover_states": {
            CoverState.SEARCHING.value: gettext("somebody is sought"),
            CoverState.COVERED.value: gettext("somebody stands in"),
            CoverState.EXHAUSTED.value: gettext("nobody left to ask"),
            CoverState.CANCELLED.value: gettext("does not take place"),
            CoverState.COMBINED.value: gettext("together with another batch"),
            CoverState.MOVED.value: gettext("moved"),
            CoverState.ASSISTED.value: gettext("an assistant holds it"),
            CoverState.CLOSED.value: gettext("not needed any more"),
            CoverState.DONE.value: gettext("done"),
        },
        "offer_states": {
            OfferState.OPEN.value: gettext("asked"),
            OfferState.ACCEPTED.value: gettext("accepted"),
            OfferState.REFUSED.value: gettext("refused"),
            OfferState.EXPIRED.value: gettext("did not answer"),
            OfferState.WITHDRAWN.value: gettext("not asked any more"),
            OfferState.RELEASED.value: gettext("gave it back"),
        },
        "entry_kinds": {
            EntryKind.COVERED.value: gettext("stood in"),
            EntryKind.WAS_COVERED.value: gettext("somebody stood in"),
            EntryKind.CORRECTION.value: gettext("correction"),
        },
        "criteria": {
            Criterion.KNOWS_BATCH.value: gettext("knows the batch"),
            Criterion.SKILLS.value: gettext("skills"),
            Criterion.NEXT_TO_OWN.value: gettext("next to a lesson of their own"),
            Criterion.SHORT_DAY.value: gettext("no long day"),
            Criterion.FAIR.value: gettext("has covered less than others"),
            Criterion.RATHER_NOT.value: gettext("would rather not"),
        },
        "reasons": {
            Reason.NOT_FREE.value: gettext("teaches at that time"),
            Reason.ON_LEAVE.value: gettext("is away then"),
            Reason.EXCLUDED.value: gettext("is not to be asked for this course"),
            Reason.INACTIVE.value: gettext("is inactive"),
            Reason.DAILY_LIMIT.value: gettext("would teach too long that day"),
            Reason.WEEKLY_LIMIT.value: gettext("would teach too long that week"),
            Reason.NOT_AVAILABLE.value: gettext("is not available then"),
        },
    }


def of_swaps(gettext: Callable[[str], str]) -> Words:
    """How far swaps are."""
    return {
        "swap_states": {
            SwapState.PROPOSED.value: gettext("waits for an answer"),
            SwapState.AGREED.value: gettext("agreed"),
            SwapState.DECLINED.value: gettext("declined"),
            SwapState.WITHDRAWN.value: gettext("withdrawn"),
            SwapState.EXPIRED.value: gettext("not answered in time"),
        }
    }


def of_threads(gettext: Callable[[str], str]) -> Words:
    """What there are threads of."""
    return {
        "thread_kinds": {
            ThreadKind.COURSE.value: gettext("course"),
            ThreadKind.BATCH.value: gettext("batch"),
            ThreadKind.DIRECT.value: gettext("between the two of you"),
        }
    }


def of_questions(gettext: Callable[[str], str]) -> Words:
    """Those of students' questions."""
    return {
        "question_states": {
            QuestionState.OPEN.value: gettext("open"),
            QuestionState.ANSWERED.value: gettext("answered"),
            QuestionState.CLOSED.value: gettext("closed"),
        },
        "said": {
            Said.QUESTION.value: gettext("question"),
            Said.FOLLOW_UP.value: gettext("follow-up"),
            Said.ANSWER.value: gettext("answer"),
        },
        "steps": {
            Step.TEACHER.value: gettext("teaches the batch"),
            Step.BACKUP.value: gettext("backup"),
            Step.NAMED.value: gettext("named for it"),
            Step.LEAD.value: gettext("lead"),
            Step.ADMIN.value: gettext("admin"),
        },
        "whys": {
            Why.ASKED.value: gettext("was asked"),
            Why.REOPENED.value: gettext("was asked on"),
            Why.UNANSWERED.value: gettext("the one before did not answer in time"),
            Why.AWAY.value: gettext("the one before is away"),
            Why.LEFT.value: gettext("the one before is not in charge any more"),
            Why.ESCALATED.value: gettext("passed up"),
            Why.TAKEN.value: gettext("took it"),
            Why.RETURNED.value: gettext("returned"),
            Why.HANDED_ON.value: gettext("handed on"),
        },
    }


def choices(people: Iterable[Raw]) -> list[tuple[str, str]]:
    """People to choose from: an id and a name each."""
    return [(str(one["_id"]), str(one.get("name") or one["_id"])) for one in people]


def subjects(trainer: Raw) -> str:
    """What a trainer teaches, as one line; empty where nobody said."""
    said = trainer.get("specialization") or ()
    return said if isinstance(said, str) else ", ".join(map(str, said))
