"""Who can't be asked, and why; what speaks for whom."""

from datetime import timedelta
from enum import StrEnum

from multitrainer.domain.availability import Level
from multitrainer.domain.covers.persons import Person
from multitrainer.domain.covers.rules import CoverRules
from multitrainer.domain.covers.wanted import Wanted
from multitrainer.domain.sentences import Sentence

HOUR, NO_TIME = timedelta(hours=1), timedelta()


class Reason(StrEnum):
    """Why somebody can't be asked. The first that holds, in this order, is the one that is told."""

    NOT_FREE = "not-free"
    ON_LEAVE = "on-leave"
    EXCLUDED = "excluded"
    INACTIVE = "inactive"
    DAILY_LIMIT = "daily-limit"
    WEEKLY_LIMIT = "weekly-limit"
    NOT_AVAILABLE = "not-available"


R = Reason
IN_WORDS = {
    R.NOT_FREE: Sentence("They teach at that time."),
    R.ON_LEAVE: Sentence("They are on leave then."),
    R.EXCLUDED: Sentence("They are not to be asked for this course, or it is their own session."),
    R.INACTIVE: Sentence("They are inactive."),
    R.DAILY_LIMIT: Sentence("It would be more hours than they may teach in a day."),
    R.WEEKLY_LIMIT: Sentence("It would be more hours than they may teach in a week."),
    R.NOT_AVAILABLE: Sentence("They have stated that they are not available then."),
}
BINDING = frozenset({R.NOT_FREE, R.ON_LEAVE, R.INACTIVE})
"""What nobody can set aside who names a substitute by hand; the others they can."""


def rejection(person: Person, wanted: Wanted, rules: CoverRules) -> Reason | None:
    """The first reason why somebody can't take the sessions, None where they can."""
    if not _is_free(person, wanted):
        return R.NOT_FREE
    if person.away and any(away.overlaps(*one) for away in person.away for one in wanted.times):
        return R.ON_LEAVE
    if person.trainer in wanted.excluded:
        return R.EXCLUDED
    if not person.active:
        return R.INACTIVE
    return _over_limit(person, wanted, rules) or _not_available(person, wanted)


def points(person: Person, wanted: Wanted, rules: CoverRules) -> tuple[float, ...]:
    """What each criterion gives, in their order; shares of a weight to one decimal."""
    knows, skills, next_to, short_day, fair, rather_not = rules.weights
    adjoins, is_short = _day(person, wanted)
    share = 0.5 - person.covered_hours / (2 * rules.fair_hours)
    reluctant = person.availability.painted and person.availability.worst(wanted.pieces) is Level.RATHER_NOT
    return (
        knows if wanted.batches <= person.knows else 0.0,
        round(skills * len(wanted.needs & person.skills) / len(wanted.needs), 1) if wanted.needs else 0.0,
        next_to if adjoins else 0.0,
        short_day if is_short else 0.0,
        round(fair * min(1.0, max(0.0, share)), 1),
        rather_not if reluctant else 0.0,
    )


def _is_free(person: Person, wanted: Wanted) -> bool:
    """Whether nothing else that they hold overlaps. Whoever is at a session anyway, as an assistant, is free for it."""
    for session, (start, end) in person.lessons:
        for begins, ends in wanted.times:
            if start < ends and begins < end and session not in wanted.ids:
                return False
    return True


def _over_limit(person: Person, wanted: Wanted, rules: CoverRules) -> Reason | None:
    hours = wanted.hours
    for session, (start, end) in person.lessons:
        if wanted.day.start <= start < wanted.day.end and session not in wanted.ids:
            hours += (end - start) / HOUR
    if hours > (rules.daily_hours if person.daily_hours is None else person.daily_hours):
        return R.DAILY_LIMIT
    a_week = rules.weekly_hours if person.weekly_hours is None else person.weekly_hours
    return R.WEEKLY_LIMIT if person.week_hours + wanted.hours > a_week else None


def _not_available(person: Person, wanted: Wanted) -> Reason | None:
    never = person.availability.painted and person.availability.worst(wanted.pieces) is Level.NOT
    return R.NOT_AVAILABLE if never else None


def _day(person: Person, wanted: Wanted) -> tuple[bool, bool]:
    """Whether a lesson of theirs is next to the sessions, and whether their day is not overlong with these."""
    first, last, adjoins = wanted.times[0].start, wanted.times[-1].end, False
    for session, (start, end) in person.lessons:
        if session not in wanted.ids:
            first, last = min(first, start), max(last, end)
            adjoins = adjoins or any(
                NO_TIME <= one.start - end <= wanted.adjacent or NO_TIME <= start - one.end <= wanted.adjacent
                for one in wanted.times
            )
    return adjoins, last - first <= wanted.long_day
