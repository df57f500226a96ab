"""Whatever happens, in whatever order: one winner, no search forgotten, nobody asked who can't, an end for all."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from multitrainer.domain.covers.answering import Standing, standing
from multitrainer.domain.covers.asking import look
from multitrainer.domain.covers.criteria import Reason, rejection
from multitrainer.domain.covers.neighbours import Block, blocks
from multitrainer.domain.covers.passing import pass_time
from multitrainer.domain.covers.persons import Lesson, Person
from multitrainer.domain.covers.ranking import Ranking
from multitrainer.domain.covers.states import CoverState, OfferState
from multitrainer.domain.covers.steps import accept, close, opened, reassign, refuse, release, reopen, withdraw
from multitrainer.domain.covers.values import Cover, CoverStep, EffectKind
from multitrainer.domain.covers.wanted import wanted
from multitrainer.domain.covers.ways_out import assisted, cancelled, moved, ways_out
from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.intervals import Interval
from tests.domain.covers.searches import IN_WAVES, RULES, at, ranked, session, stand

NAMES = "abcdef"
WHERE = stand(backup="ab", assistant="cd", pool="ef")
SESSIONS = (
    session(20, 21, "1"),
    session(21.5, 22.5, "2"),
    session(40, 42, "3"),
    replace(session(40.5, 42.5, "4", "other"), trainer="jane"),
    replace(session(43, 44, "5", "other"), trainer="jane"),
)
ENDED = {*CoverState} - {CoverState.SEARCHING, CoverState.COVERED, CoverState.ASSISTED}
WHO, WHICH = st.sampled_from(NAMES), st.integers(0, len(SESSIONS) - 1)


class Storm(RuleBasedStateMachine):
    """Two are away; six can be asked, who answer, fall ill, and give back, while time passes."""

    def __init__(self) -> None:
        super().__init__()
        self.now = at(0)
        self.covers: dict[str, Cover] = {}
        self.away: dict[str, tuple[Interval, ...]] = {}
        self.usual = RULES

    @initialize(wave=st.integers(1, 3))
    def begin(self, wave: int) -> None:
        self.usual = IN_WAVES[wave]
        for one in SESSIONS:
            self.keep(opened(one.id, one, one.trainer, self.now))
        self.look()

    # What people and time do.

    @rule(who=WHO, which=WHICH)
    def accepts(self, who: str, which: int) -> None:
        cover = self.cover(which)
        self.attempt(lambda: accept(cover, who, self.now, self.against(who, cover)))

    @rule(who=WHO, which=WHICH)
    def refuses(self, who: str, which: int) -> None:
        self.attempt(lambda: refuse(self.cover(which), who, self.now))

    @rule(who=WHO, which=WHICH)
    def is_not_needed(self, who: str, which: int) -> None:
        self.attempt(lambda: withdraw(self.cover(which), who, self.now))

    @rule(who=WHO, which=WHICH, overruling=st.booleans())
    def is_named_by_hand(self, who: str, which: int, overruling: bool) -> None:
        cover = self.cover(which)
        self.attempt(lambda: reassign(cover, who, self.now, self.against(who, cover), overruling))

    @rule(which=WHICH)
    def is_given_back(self, which: int) -> None:
        self.attempt(lambda: release(self.cover(which), self.now))

    @rule(which=WHICH)
    def is_opened_again(self, which: int) -> None:
        self.attempt(lambda: reopen(self.cover(which), self.now))

    @rule(which=WHICH)
    def is_closed(self, which: int) -> None:
        self.attempt(lambda: close(self.cover(which), self.now))

    @rule(which=WHICH, way=st.integers(0, 2))
    def has_a_way_out(self, which: int, way: int) -> None:
        cover = self.cover(which)
        ways = ways_out(cover.session, 10, (), (self.person("a"),), self.now, self.usual)
        to = Interval(at(100), at(101))
        self.attempt(
            (
                lambda: cancelled(cover, ways, self.now),
                lambda: moved(cover, to, (), (), ways, self.now),
                lambda: assisted(cover, "a", ways, self.now),
            )[way]
        )

    @rule(who=WHO, hours=st.integers(1, 30))
    def falls_ill(self, who: str, hours: int) -> None:
        """Their own leave gives back what they had taken, as a service does."""
        self.away[who] = (Interval(self.now, self.now + timedelta(hours=hours)),)
        for cover in [*self.covers.values()]:
            if cover.substitute == who and self.away[who][0].overlaps(*cover.session.when):
                self.attempt(partial(release, cover, self.now))

    @rule(minutes=st.sampled_from([1, 15, 16, 60, 240, 600]))
    def time_passes(self, minutes: int) -> None:
        self.pass_until(self.now + timedelta(minutes=minutes))

    # What always holds.

    @invariant()
    def an_offer_stands_open_exactly_while_it_can_be_answered(self) -> None:
        for cover in self.covers.values():
            for offer in cover.offers:
                stands, last = standing(cover, offer.trainer, offer.made_at, self.now), cover.offer_to(offer.trainer)
                is_last = last is not None and last.made_at == offer.made_at
                assert (stands is Standing.OPEN) == (is_last and self.can_refuse(cover, offer.trainer))
                assert (stands is Standing.HELD) == (cover.substitute == offer.trainer)

    def can_refuse(self, cover: Cover, who: str) -> bool:
        try:
            refuse(cover, who, self.now)
        except MultitrainerError:
            return False
        return True

    @invariant()
    def one_has_it_at_most(self) -> None:
        for cover in self.covers.values():
            winners = [offer.trainer for offer in cover.offers if offer.state is OfferState.ACCEPTED]
            assert winners == ([cover.substitute] if cover.substitute else [])
            assert bool(winners) == (cover.state in {CoverState.COVERED, CoverState.ASSISTED, CoverState.DONE})

    @invariant()
    def no_search_is_forgotten(self) -> None:
        for cover in self.covers.values():
            if cover.state is CoverState.SEARCHING:
                assert cover.look_at is not None
                assert all(cover.look_at <= offer.deadline for offer in cover.open_offers)
            else:
                assert not cover.open_offers

    @invariant()
    def nothing_is_due_that_was_not_done(self) -> None:
        assert all(cover.look_at > self.now for cover in self.covers.values() if cover.look_at)

    @invariant()
    def nobody_is_asked_twice_in_one_opening(self) -> None:
        for cover in self.covers.values():
            asked = Counter((o.trainer, o.opening) for o in cover.offers if o.tier in {p.tier for p in WHERE.values()})
            assert not asked or max(asked.values()) == 1

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        held = [c for c in self.covers.values() if c.substitute]
        for one in held:
            for other in held:
                assert one is other or one.substitute != other.substitute or not _meet(one, other)

    def teardown(self) -> None:
        self.pass_until(at(72))
        assert {cover.state for cover in self.covers.values()} <= ENDED
        assert all(cover.look_at is None for cover in self.covers.values())

    # How a service would go about it.

    def attempt(self, doing: Callable[[], CoverStep]) -> None:
        before = dict(self.covers)
        try:
            step = doing()
        except MultitrainerError:
            assert self.covers == before
        else:
            self.keep(step)
            self.look()

    def keep(self, step: CoverStep) -> None:
        self.covers[step.cover.id] = step.cover

    def cover(self, which: int) -> Cover:
        return self.covers[SESSIONS[which].id]

    def person(self, who: str) -> Person:
        held = tuple(Lesson(c.id, c.session.when) for c in self.covers.values() if c.substitute == who)
        busy = bool(held) or any(o.trainer == who for c in self.covers.values() for o in c.open_offers)
        return Person(who, held, sum(one.when.hours for one in held), self.away.get(who, ()), asked_later=busy)

    def against(self, who: str, cover: Cover) -> Reason | None:
        return rejection(self.person(who), wanted((cover.session,), self.usual), self.usual)

    def pass_until(self, until: datetime) -> None:
        while (due := min((c.look_at for c in self.covers.values() if c.look_at), default=until)) < until:
            self.now = max(self.now, due)
            self.look()
        self.now = until
        self.look()

    def look(self) -> None:
        for _ in range(20):
            for cover in [*self.covers.values()]:
                self.keep(pass_time(cover, self.now, self.usual))
            due = [block for block in blocks(self.covers.values(), self.usual) if self.is_due(block)]
            if not due:
                return
            for block in due:
                self.look_at(block)
        raise AssertionError("A look never comes to an end.")

    def is_due(self, block: Block) -> bool:
        return any(cover.look_at and cover.look_at <= self.now for cover in block)

    def look_at(self, block: Block) -> None:
        ranking: Ranking = ranked((c.session for c in block), map(self.person, NAMES), WHERE, self.usual)
        for step in look(block, ranking, self.now, self.usual):
            for effect in step.effects:
                if effect.kind is EffectKind.ASKED:
                    assert effect.trainer
                    assert self.against(effect.trainer, step.cover) is None
            self.keep(step)


def _meet(one: Cover, other: Cover) -> bool:
    return one.session.when.overlaps(*other.session.when)


TestStorm = Storm.TestCase
TestStorm.settings = settings(max_examples=60, stateful_step_count=20)
