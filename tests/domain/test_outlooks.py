"""Whom somebody sees beside each other."""

from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.outlooks import Outlook, outlook_of
from multitrainer.domain.people import People
from multitrainer.domain.recount import Batch
from multitrainer.domain.roster import Entry, Role, Status
from multitrainer.domain.team import Team

LEAD, HELPER = Entry("sarah", Role.LEAD, batches=("b1",)), Entry("john", Role.ASSISTANT)
GERMAN = Team("german", (LEAD, HELPER), (Batch("b1", People("john")), Batch("b2", People("maria"))))
FRENCH = Team("french", (Entry("maria", Role.LEAD), Entry("sarah", Role.ASSISTANT)), (Batch("f1", People("sarah")),))


def seen_by(trainer: str, *teams: Team) -> Outlook:
    return outlook_of(Actor(ActorKind.TRAINER, trainer), teams)


def test_an_admin_sees_everybody_in_every_batch() -> None:
    seen = outlook_of(THE_ADMIN, ())
    assert seen.is_whole
    assert seen.shows("anybody", "anywhere")


def test_a_lead_sees_whoever_is_on_their_courses_and_only_what_they_do_there() -> None:
    seen = seen_by("sarah", GERMAN, FRENCH)
    assert seen.trainers == ("sarah", "john")
    assert seen.shows("john", "b1")
    assert seen.shows("maria", "b2")
    assert not seen.shows("john", "f1")
    assert seen.shows("sarah", "f1")
    assert seen.batches == {"b1", "b2", "f1"}


def test_whoever_leads_nothing_sees_themself_alone() -> None:
    seen = seen_by("john", GERMAN)
    assert seen.trainers == ("john",)
    assert not seen.shows("maria", "b2")
    assert seen.batches == {"b1"}


def test_a_lead_who_is_inactive_oversees_nobody() -> None:
    gone = Team("german", (Entry("sarah", Role.LEAD, status=Status.INACTIVE), HELPER), GERMAN.batches)
    assert seen_by("sarah", gone).trainers == ("sarah",)
