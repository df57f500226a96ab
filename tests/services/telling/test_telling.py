"""What a change of a team leads to: in the application, by e-mail, at webhooks."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from multitrainer.database import Session
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import NotificationNotFound, Stale
from multitrainer.domain.people import Duty
from multitrainer.domain.proposals import ProposalKind
from multitrainer.domain.roster import Status
from multitrainer.domain.telling.notices import Kind, Notice
from multitrainer.identity.callers import Person
from multitrainer.schemas.notifications import NewPreferences
from multitrainer.schemas.proposals import NewProposal
from multitrainer.schemas.roster import RosterChange
from multitrainer.schemas.webhooks import NewWebhook
from multitrainer.stored.ids import oid
from tests import school
from tests.callers import signed_in
from tests.services.telling.conftest import Institute

COURSE, FIRST, THIRD = str(school.COURSE), str(school.BATCHES[0]), str(school.BATCHES[2])
SARAH, JOHN, MARIA, ALEX = (str(id_) for id_ in (school.SARAH, school.JOHN, school.MARIA, school.ALEX))


async def person(trainer: str) -> Person:
    return await signed_in(oid(trainer))


async def titles(there: Institute, trainer: str) -> list[str]:
    page = await there.services.notifications.page(await person(trainer), None, 100)
    return [item["title"] for item in page.items]


async def prefer(there: Institute, trainer: str, **said: Any) -> None:
    new = NewPreferences.model_validate(said)
    await there.services.notification_preferences.set_of(THE_ADMIN, trainer, new)


async def name(there: Institute, trainer: str = ALEX, batch: str = FIRST) -> None:
    await there.services.batch_people.name_primary(THE_ADMIN, batch, trainer)


async def test_whoever_comes_and_whoever_goes_are_told_by_every_way(there: Institute) -> None:
    created = await there.services.webhooks.create(THE_ADMIN, NewWebhook(url=there.hook.url))
    await name(there)
    await there.drained()
    assert await titles(there, ALEX) == ["You are now the primary trainer of Batch 1"]
    assert await titles(there, JOHN) == ["You are no longer on Batch 1"]
    assert {(*mail.to, mail.message["Subject"]) for mail in there.mail.all()} == {
        ("Alex@x.example", "You are now the primary trainer of Batch 1"),
        ("John@x.example", "You are no longer on Batch 1"),
    }
    told = [posted.verified(created.secret) for posted in there.hook.all()]
    assert {(one["type"], one["data"]["to"], one["data"]["batch"]) for one in told} == {
        ("named-primary", ALEX, FIRST),
        ("taken-off-batch", JOHN, FIRST),
    }


async def test_what_is_told_is_written_with_the_change_or_not_at_all(there: Institute) -> None:
    async def fail_behind_it(session: Session) -> None:
        await there.services.telling.put([Notice(Kind.PUT_ON_COURSE, ALEX, {"course": COURSE})], session)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await there.database.atomically("x", fail_behind_it)
    assert await there.database.motor.multitrainer_outbox.count_documents({}) == 0


async def test_of_a_batch_that_is_deleted_people_are_told_by_its_name(there: Institute) -> None:
    await there.services.batches.delete(THE_ADMIN, FIRST, force=True)
    await there.drained()
    assert await titles(there, JOHN) == await titles(there, SARAH) == ["You are no longer on Batch 1"]


async def test_the_same_again_tells_nobody_and_one_change_is_one_entry(there: Institute) -> None:
    await name(there)
    await name(there)
    assert await there.database.motor.multitrainer_outbox.count_documents({}) == 1


@pytest.mark.parametrize("way", ["doctor", "demo"])
async def test_what_repairs_or_is_made_up_tells_nobody(there: Institute, way: str) -> None:
    if way == "doctor":
        await there.database.motor.courses.update_one({"_id": school.COURSE}, {"$pull": {"trainers": {"role": "lead"}}})
        assert [step async for step in there.services.doctor.examine(THE_ADMIN, repair=True)]
    else:
        await there.services.demo.load(THE_ADMIN)
    assert await there.database.motor.multitrainer_outbox.count_documents({}) == 0


async def test_of_an_entry_that_is_given_out_twice_nobody_hears_twice(there: Institute) -> None:
    await there.services.webhooks.create(THE_ADMIN, NewWebhook(url=there.hook.url))
    await name(there)
    entry = await there.database.motor.multitrainer_outbox.find_one({})
    assert entry
    await there.drained()
    await there.database.motor.multitrainer_outbox.insert_one(entry)
    await there.drained()
    assert len(await titles(there, ALEX)) == 1
    assert (len(there.mail.all()), len(there.hook.all())) == (2, 2)


async def test_a_plan_that_is_applied_tells_each_person_once(there: Institute) -> None:
    await there.database.motor.batches.update_many({}, {"$set": {"trainers.primary": None, "instructor": None}})
    made = await there.services.proposals.make(THE_ADMIN, [COURSE], NewProposal(kind=ProposalKind.ASSIGN))
    await there.services.proposals.ended(str(made["_id"]))
    await there.services.proposal_changes.apply(THE_ADMIN, str(made["_id"]))
    await there.drained()
    told = [one async for one in there.database.motor.multitrainer_notifications.find({})]
    assert {one["kind"] for one in told} == {"proposal-applied"}
    assert len({one["to"] for one in told}) == len(told) > 1
    assert {batch for one in told for batch in one["facts"]["gained"]} == set(map(str, school.BATCHES))


async def test_somebody_reads_in_their_language_what_they_have_not_read_yet(there: Institute) -> None:
    await prefer(there, ALEX, language="de")
    await name(there)
    there.clock.move(seconds=1)
    await there.services.roster.change(THE_ADMIN, COURSE, ALEX, RosterChange(status=Status.ON_LEAVE))
    await there.drained()
    me = await person(ALEX)
    page = await there.services.notifications.page(me, None, 1)
    assert (page.unread, page.items[0]["title"]) == (2, "Ihr Platz im Kurs German A1 hat sich geändert")
    read = await there.services.notifications.read(me, str(page.items[0]["_id"]))
    assert read["readAt"] == there.clock.at
    rest = await there.services.notifications.page(me, page.next, 1)
    assert (rest.unread, rest.next, rest.items[0]["title"]) == (1, None, "Sie leiten jetzt die Gruppe Batch 1")
    await there.services.notifications.read_all(me)
    assert (await there.services.notifications.page(me, None, 1)).unread == 0
    assert there.mail.all()[0].message["Subject"]


async def test_nobody_reads_what_others_were_told(there: Institute) -> None:
    await name(there)
    await there.drained()
    theirs = (await there.services.notifications.page(await person(ALEX), None, 1)).items[0]
    with pytest.raises(NotificationNotFound):
        await there.services.notifications.read(await person(MARIA), str(theirs["_id"]))


async def test_somebody_is_told_only_by_the_ways_that_they_chose_for_a_kind(there: Institute) -> None:
    await prefer(there, ALEX, channels={"named-primary": ["in-app"]})
    await prefer(there, JOHN, channels={"taken-off-batch": []})
    await name(there)
    await there.drained()
    assert (len(await titles(there, ALEX)), await titles(there, JOHN), there.mail.all()) == (1, [], [])


async def test_quiet_hours_hold_back_e_mails_but_not_urgent_ones(there: Institute) -> None:
    there.clock.at = there.clock.at.replace(hour=23, minute=0) - timedelta(days=3)  # sign-ins go by the real time
    await prefer(there, ALEX, quietHours={"start": "22:00", "end": "07:00"})
    late = Notice(Kind.PUT_ON_COURSE, ALEX, {"course": COURSE, "role": "lead", "status": "active"})
    await there.services.telling.put([late], None)
    await there.drained()
    assert (len(await titles(there, ALEX)), there.mail.all()) == (1, [])
    await there.services.telling.put([Notice(late.kind, ALEX, late.facts, urgent=True)], None)
    await there.drained()
    assert len(there.mail.all()) == 1
    there.clock.move(hours=8)
    await there.drained()
    assert len(there.mail.all()) == 1


async def test_a_digest_has_the_e_mails_of_a_day_in_one(there: Institute) -> None:
    there.clock.at = there.clock.at.replace(hour=9, minute=0) - timedelta(days=3)
    await prefer(there, ALEX, digestAt="17:00")
    await name(there)
    await there.services.batch_people.name(THE_ADMIN, THIRD, ALEX, Duty.BACKUP)
    await there.drained()
    assert [mail.to for mail in there.mail.all()] == [["John@x.example"]]
    there.clock.move(hours=8)
    await there.drained()
    (mail,) = there.mail.all()
    assert (mail.to, mail.message["Subject"]) == (["Alex@x.example"], "2 pieces of news")
    await name(there, ALEX, THIRD)
    await there.drained()
    assert [mail.to for mail in there.mail.all()] == [["Maria@x.example"]]
    there.clock.move(hours=24)
    await there.drained()
    assert len(there.mail.all()) == 1


async def test_preferences_are_stated_anew_and_not_over_somebody_elses_change(there: Institute) -> None:
    mine, me = there.services.notification_preferences, await person(ALEX)
    set_ = await mine.set_mine(me, NewPreferences.model_validate({"language": "de", "digestAt": "07:30"}))
    assert (set_.view["language"], set_.view["digestAt"]) == ("de", "07:30")
    await prefer(there, ALEX, quietHours={"start": "22:00", "end": "07:00"})
    with pytest.raises(Stale):
        await mine.set_mine(me, NewPreferences(), set_.tag)
    said = await mine.mine(me)
    assert (said["language"], said["digestAt"]) == ("en", None)
    assert said["quietHours"] == {"start": "22:00", "end": "07:00"}


async def test_whoever_is_gone_or_has_no_address_keeps_nobody_else_from_being_told(there: Institute) -> None:
    await there.database.motor.users.update_one({"_id": school.ALEX}, {"$unset": {"email": ""}})
    facts = {"course": COURSE, "role": "lead", "status": "active"}
    gone = "f" * 24
    await there.services.telling.put([Notice(Kind.PUT_ON_COURSE, to, facts) for to in (gone, ALEX, MARIA)], None)
    await there.drained()
    assert [mail.to for mail in there.mail.all()] == [["Maria@x.example"]]
    assert len(await titles(there, ALEX)) == 1
    assert await there.database.motor.multitrainer_outbox.count_documents({"state": {"$ne": "done"}}) == 0


async def test_a_webhook_that_is_asked_for_several_times_at_once_is_made_once_and_tells_one_its_secret(
    there: Institute,
) -> None:
    new = NewWebhook(url=there.hook.url)
    made = await asyncio.gather(*(there.services.webhooks.create(THE_ADMIN, new, "f" * 24) for _ in range(3)))
    assert sorted(bool(one.secret) for one in made) == [False, False, True]
