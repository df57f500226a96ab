"""Whatever happens in whatever order, an open question is somebody's, and goes on exactly when it has to.

Time goes by in half hours, and so do working hours, so that a count of half hours is exact. It is counted here by what
a clock shows, over a weekend, a holiday, and the night in which clocks are put back.
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.intervals import Interval
from multitrainer.domain.people import Duty
from multitrainer.domain.questions.chain import Around, around
from multitrainer.domain.questions.rules import QuestionRules
from multitrainer.domain.questions.steps import (
    Doing,
    answer,
    ask,
    close,
    escalate,
    follow_up,
    give_back,
    hand_on,
    kept,
    take,
)
from multitrainer.domain.questions.values import OPENING, Entry, Question, QuestionState, Said, Step, Why
from multitrainer.domain.questions.working_time import OFFICE, Hours, WorkingTime
from multitrainer.domain.roster import Change, Status
from tests.domain.questions.asking import ASKED, BATCH, BERLIN, TEAM

HALF_HOUR = timedelta(minutes=30)
HOLIDAY = date(2026, 10, 26)
NIGHT = (Hours(60, 4 * 60),)
"""On Sundays, so that clocks are put back within."""
RULES = QuestionRules(WorkingTime(BERLIN, (*(OFFICE,) * 5, (), NIGHT), frozenset({HOLIDAY})))
IN_A_STEP = 16
"""Half hours."""
FRIDAY = datetime(2026, 10, 23, 8, tzinfo=UTC)
TRAINERS = st.sampled_from(["lena", "paul", "ben", "bea", "sue"])
TIMES = st.integers(1, 30)


class Asking(RuleBasedStateMachine):
    """People answer or don't, go on leave, come and leave, stand in; time goes by, and the question is looked at."""

    @initialize()
    def begin(self) -> None:
        self.now, self.team = FRIDAY, TEAM
        self.admins: tuple[str, ...] = ("ada", "abe")
        self.leave: list[tuple[str, Interval]] = []
        self.stands_in: list[tuple[str, Interval]] = []
        self.worked, self.numbers = 0, iter(range(10_000))
        self.question = ask(ASKED, self.there(), Doing("sam", self.now), RULES)

    # What is there.

    def there(self) -> Around:
        away = frozenset(who for who, when in self.leave if when.start <= self.now < when.end)
        running = next((who for who, when in self.stands_in if self.now < when.end), None)
        found = around(self.team, BATCH, running, self.admins, away)
        ends = [when.end for _, when in (*self.leave, *self.stands_in) if self.now < when.end]
        return replace(found, turns=self.turns(), again=min(ends, default=None))

    def turns(self) -> dict[str, datetime]:
        coming = [(who, when.start) for who, when in self.leave if self.now < when.start]
        ending = [(who, when.end) for who, when in self.stands_in[:1]]
        return {who: min(at for other, at in coming + ending if other == who) for who, _ in coming + ending}

    # What happens.

    @rule(halves=TIMES)
    def some_time_goes_by(self, halves: int) -> None:
        self.time_goes_by(halves)

    @rule(days=st.integers(1, 4))
    def days_go_by(self, days: int) -> None:
        self.time_goes_by(48 * days)

    def time_goes_by(self, halves: int) -> None:
        for _ in range(halves):
            self.worked += is_working(self.now)
            self.now += HALF_HOUR
            self.stands_in = [(who, when) for who, when in self.stands_in if self.now < when.end]
            waits = self.question.look_at is None or self.question.look_at > self.now
            before = self.question.trail
            self.look()
            assert not waits or self.question.trail == before, "what changes with time is foreseen"
            self.an_open_question_is_with_somebody_who_is_there_in_time()

    @rule(who=TRAINERS, begins=st.integers(0, 20), halves=st.integers(1, 60))
    def goes_on_leave(self, who: str, begins: int, halves: int) -> None:
        start = self.now + begins * HALF_HOUR
        self.leave.append((who, Interval(start, start + halves * HALF_HOUR)))
        self.look()

    @precondition(lambda self: not self.stands_in)
    @rule(who=TRAINERS, halves=st.integers(1, 40))
    def stands_in_from_now(self, who: str, halves: int) -> None:
        self.stands_in.append((who, Interval(self.now, self.now + halves * HALF_HOUR)))
        self.look()

    @rule(who=TRAINERS, what=st.sampled_from(["leaves", "inactive", "active", "primary", "backup", "off", "lead"]))
    def the_team_changes(self, who: str, what: str) -> None:
        team = self.team
        made = {
            "leaves": lambda: team.remove(who, "bea"),
            "inactive": lambda: team.change(who, Change(status=Status.INACTIVE)),
            "active": lambda: team.change(who, Change(status=Status.ACTIVE)),
            "primary": lambda: team.name_primary(BATCH, who),
            "backup": lambda: team.name(BATCH, who, Duty.BACKUP),
            "off": lambda: team.dismiss(BATCH, who),
            "lead": lambda: team.led_by(who),
        }
        self.attempt(lambda: setattr(self, "team", made[what]()))

    @rule(admins=st.sampled_from([("ada", "abe"), ("abe",), ()]))
    def admins_come_and_go(self, admins: tuple[str, ...]) -> None:
        self.admins = admins
        self.look()

    @precondition(lambda self: self.question.is_open)
    @rule(what=st.sampled_from(["answer", "close", "ask on"]))
    def something_is_said(self, what: str) -> None:
        entry = Entry(self.number(), self.now, "x", Said.ANSWER, "So.")
        made = {
            "answer": lambda: answer(self.question, entry, RULES),
            "close": lambda: close(self.question),
            "ask on": lambda: follow_up(self.question, entry, self.there(), RULES),
        }
        self.attempt(lambda: self.becomes(made[what]()))

    @precondition(lambda self: not self.question.is_open)
    @rule()
    def is_opened_again(self) -> None:
        entry = Entry(self.number(), self.now, "sam", Said.FOLLOW_UP, "And?")
        self.attempt(lambda: self.becomes(follow_up(self.question, entry, self.there(), RULES)))

    @precondition(lambda self: self.question.is_open)
    @rule()
    def is_passed_up(self) -> None:
        doing = Doing(self.question.holder, self.now)
        self.attempt(lambda: self.becomes(escalate(self.question, "?", self.there(), doing, RULES)))

    @precondition(lambda self: self.question.is_open)
    @rule(who=TRAINERS, what=st.sampled_from(["take", "return", "hand on"]))
    def a_lead_decides(self, who: str, what: str) -> None:
        lead = Doing(self.team.lead_of(BATCH) or "lena", self.now)
        made = {
            "take": lambda: take(self.question, Step.LEAD, self.there(), lead, RULES),
            "return": lambda: give_back(self.question, self.there(), lead, RULES),
            "hand on": lambda: hand_on(self.question, who, self.there(), lead, RULES),
        }
        self.attempt(lambda: self.becomes(made[what]()))

    # How it goes on.

    def attempt(self, what: Callable[[], object]) -> None:
        with suppress(MultitrainerError):
            what()
        self.look()

    def becomes(self, after: Question) -> None:
        if len(after.trail) > len(self.question.trail):
            self.goes_on(after)
        self.question = after

    def look(self) -> None:
        """As the worker does, until nothing changes any more."""
        while True:
            before = self.question
            self.becomes(kept(before, self.there(), self.now, RULES))
            if self.question.trail == before.trail:
                return

    def goes_on(self, after: Question) -> None:
        """It goes to another; by itself only if it has to, for the reason that it says."""
        hop, before = after.trail[-1], self.question
        was_there = before.holder in self.those_of(before.step)
        away = before.holder in self.there().away
        match hop.why:
            case Why.UNANSWERED:
                assert was_there
                assert not away
                assert self.worked >= IN_A_STEP
            case Why.AWAY:
                assert was_there
                assert away
            case Why.LEFT:
                assert not was_there
        assert after.holder in self.those_of(after.step)
        assert after.holder not in self.there().away
        assert hop.why in OPENING or (after.holder, after.step) != (before.holder, before.step)
        assert hop.by or after.holder not in before.passed_up
        self.worked = 0

    def those_of(self, step: Step) -> Iterable[str | None]:
        """Who may have it as what, told by the team itself."""
        active = {one.trainer for one in self.team.roster if one.status is not Status.INACTIVE}
        gone = {one.trainer for one in self.team.roster} - active
        people = self.team.batch(BATCH).people
        running = [who for who, when in self.stands_in if self.now < when.end]
        found: dict[Step, set[str | None]] = {
            Step.TEACHER: {*running, people.primary} - gone,
            Step.BACKUP: {who for who in people.backup if who not in gone},
            Step.NAMED: {*active},
            Step.LEAD: {one.trainer for one in self.team.roster if one.is_lead and one.trainer not in gone},
            Step.ADMIN: {*self.admins},
        }
        return found[step]

    def number(self) -> str:
        return str(next(self.numbers))

    @invariant()
    def an_open_question_is_with_somebody_who_is_there_in_time(self) -> None:
        question = self.question
        if question.state is not QuestionState.OPEN:
            return
        is_there = question.holder in self.those_of(question.step) and question.holder not in self.there().away
        in_time = question.step is Step.ADMIN or self.worked < IN_A_STEP
        assert (is_there and in_time) or not self.anybody_left(), "it goes on no later than it has to"

    def anybody_left(self) -> bool:
        """Whether somebody comes after whoever has it."""
        order = [*Step]
        question, left = self.question, {*self.question.passed_up, *self.there().away}
        if question.holder in self.those_of(question.step):
            left.add(question.holder)
        after = {who for step in order[order.index(self.question.step) :] for who in self.of_chain(step)}
        return bool(after - left)

    def of_chain(self, step: Step) -> Iterable[str | None]:
        """Who gets it by itself: of leads, the one who answers for the batch; at `named`, nobody."""
        match step:
            case Step.NAMED:
                return set()
            case Step.LEAD:
                return {self.team.lead_of(BATCH)} & {*self.those_of(step)} - {None}
            case _:
                return {*self.those_of(step)} - {None}

    @invariant()
    def its_trail_tells_how_it_came_to_whoever_has_it(self) -> None:
        trail = self.question.trail
        assert (trail[-1].to, trail[-1].step, trail[-1].at) == (
            self.question.holder, self.question.step, self.question.since,
        )  # fmt: skip
        assert [hop.frm for hop in trail[1:]] == [hop.to for hop in trail[:-1]]
        assert self.question.due is None or self.question.state is QuestionState.OPEN


def is_working(at: datetime) -> bool:
    shown = at.astimezone(BERLIN)
    if shown.date() == HOLIDAY or shown.weekday() == 5:
        return False
    return 1 <= shown.hour < 4 if shown.weekday() == 6 else 9 <= shown.hour < 17


TestAnyOrder = Asking.TestCase
TestAnyOrder.settings = settings(max_examples=120, stateful_step_count=40)
