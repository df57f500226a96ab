"""Reports of sessions, and what leads see of them, with transactions and without."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from bson import ObjectId

from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.errors import (
    BatchNotFound,
    CourseNotFound,
    MalformedData,
    NotAllowed,
    ReportNotFlagged,
    ReportNotFound,
    SenselessReport,
    SessionNotBegun,
    SessionNotFound,
    SessionNotPlanned,
    Stale,
)
from multitrainer.domain.quality import Per
from multitrainer.schemas.handovers import NewHandover
from multitrainer.schemas.reports import NewReport
from multitrainer.services import Services
from multitrainer.services.reports import quality
from tests import school
from tests.services.covering.covering import (
    ALEX,
    FIRST,
    FRIDAY,
    JOHN,
    MARIA,
    SARAH,
    SECOND,
    TUESDAY,
    Raw,
    as_trainer,
    away,
    covers,
    searched,
    told,
)
from tests.services.people import SetClock

COURSE = str(school.COURSE)
PUPIL = Actor(ActorKind.STUDENT, str(school.STUDENT))
FROM, UNTIL = date(2026, 3, 2), date(2026, 3, 8)


@pytest.fixture(scope="module", params=["auto", "never"])
def transactions(request: pytest.FixtureRequest) -> str:
    """With and without."""
    return str(request.param)


def said(held: bool = True, **more: Any) -> NewReport:
    return NewReport.model_validate({"held": held, **more})


async def session_of(database: Database, batch: str = FIRST, day: int = FRIDAY) -> Raw:
    found = await database.motor.multitrainer_sessions.find_one({"batch": ObjectId(batch), "day": f"2026-03-{day:02}"})
    assert found
    return found


async def begun(database: Database, clock: SetClock) -> str:
    """John's first batch meets on Friday; it has begun."""
    session = await session_of(database)
    clock.at = session["start"]
    return str(session["_id"])


async def held_by_sarah(services: Services, clock: SetClock) -> Raw:
    """John is away on Friday, and Sarah held his session."""
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    await services.cover_answers.accept(as_trainer(SARAH), str(cover["_id"]))
    clock.at = cover["end"]
    await searched(services)
    return (await covers(services))[0]


async def hours(services: Services, trainer: str) -> float:
    return (await services.cover_ledgers.of_trainer(THE_ADMIN, trainer, None, None, None, 9)).balance


async def test_whoever_holds_a_session_reports_of_it_once_it_has_begun(
    services: Services, database: Database, clock: SetClock
) -> None:
    session = await session_of(database)
    id_ = str(session["_id"])
    with pytest.raises(SessionNotBegun):
        await services.reports.put(as_trainer(JOHN), id_, said())
    with pytest.raises(ReportNotFound):
        await services.reports.read(as_trainer(JOHN), id_)
    await begun(database, clock)
    done = await services.reports.put(as_trainer(JOHN), id_, said(topics="Page 12", attendance=0))
    assert {name: done.view[name] for name in ("held", "topics", "attendance", "covered", "localStart")} == {
        "held": True, "topics": "Page 12", "attendance": 0, "covered": False, "localStart": "2026-03-06T16:00",
    }  # fmt: skip
    assert (done.view["heldBy"]["name"], done.view["by"]["name"]) == ("John", "John")
    assert (await services.reports.read(THE_ADMIN, id_)).view == done.view


async def test_whoever_is_to_report_sees_the_session_and_whether_they_may_now(
    services: Services, database: Database, clock: SetClock
) -> None:
    id_ = str((await session_of(database))["_id"])
    before = await services.reports.to_report(as_trainer(JOHN), id_)
    assert (before.report, before.is_open, before.session["heldBy"]["name"]) == (None, False, "John")
    await begun(database, clock)
    before = await services.reports.to_report(as_trainer(JOHN), id_)
    assert before.is_open
    first = await services.reports.put(as_trainer(JOHN), id_, said(topics="Page 12"), before.tag)
    with pytest.raises(Stale):
        await services.reports.put(as_trainer(SARAH), id_, said(topics="Page 13"), before.tag)
    after = await services.reports.to_report(as_trainer(JOHN), id_)
    assert (after.report, after.tag, after.is_open) == (first.view, first.tag, True)
    for who, refusal in ((as_trainer(ALEX), SessionNotFound), (PUPIL, NotAllowed)):
        with pytest.raises(refusal):
            await services.reports.to_report(who, id_)


async def test_how_a_course_goes_is_for_its_lead_and_admins(services: Services) -> None:
    may = [await services.quality.may_read(who, COURSE) for who in (as_trainer(SARAH), THE_ADMIN)]
    assert may == [True, True]
    for other in (as_trainer(JOHN), as_trainer(ALEX), PUPIL):
        assert not await services.quality.may_read(other, COURSE)


async def test_a_report_said_again_is_said_anew_by_whoever_has_read_it(
    services: Services, database: Database, clock: SetClock
) -> None:
    id_ = await begun(database, clock)
    first = await services.reports.put(as_trainer(JOHN), id_, said(topics="Page 12", attendance=1))
    second = await services.reports.put(THE_ADMIN, id_, said(False, reason="Nobody came."), first.tag)
    assert (second.view["topics"], second.view["attendance"], second.view["reason"]) == ("", None, "Nobody came.")
    with pytest.raises(Stale):
        await services.reports.put(as_trainer(JOHN), id_, said(), first.tag)
    assert await database.motor.multitrainer_session_reports.count_documents({}) == 1


async def test_what_is_not_ours_in_a_report_stays(services: Services, database: Database, clock: SetClock) -> None:
    id_ = await begun(database, clock)
    await services.reports.put(as_trainer(JOHN), id_, said(topics="Page 12"))
    await database.motor.multitrainer_session_reports.update_one({"_id": ObjectId(id_)}, {"$set": {"theirs": 1}})
    await services.reports.put(as_trainer(JOHN), id_, said())
    kept = await database.motor.multitrainer_session_reports.find_one({"_id": ObjectId(id_)})
    assert kept
    assert (kept["theirs"], "topics" in kept) == (1, False)


async def test_who_was_not_there_does_not_report(services: Services, database: Database, clock: SetClock) -> None:
    id_ = await begun(database, clock)
    for who, refusal in ((ALEX, SessionNotFound), (MARIA, SessionNotFound)):
        with pytest.raises(refusal):
            await services.reports.put(as_trainer(who), id_, said())
    with pytest.raises(NotAllowed):
        await services.reports.put(PUPIL, id_, said())
    with pytest.raises(NotAllowed):
        await services.reports.read(PUPIL, id_)


async def test_assistants_of_the_batch_report_too(services: Services, database: Database, clock: SetClock) -> None:
    id_ = await begun(database, clock)
    helping = {"$set": {"trainers.assistants": [school.MARIA]}}
    await database.motor.batches.update_one({"_id": ObjectId(FIRST)}, helping)
    done = await services.reports.put(as_trainer(MARIA), id_, said())
    assert (done.view["by"]["name"], done.view["heldBy"]["name"]) == ("Maria", "John")


async def test_of_a_covered_session_whoever_stood_in_reports_and_not_whose_it_was(
    services: Services, clock: SetClock
) -> None:
    cover = await held_by_sarah(services, clock)
    id_ = str(cover["session"])
    with pytest.raises(NotAllowed):
        await services.reports.put(as_trainer(JOHN), id_, said())
    done = await services.reports.put(as_trainer(SARAH), id_, said(topics="Page 12"))
    assert (done.view["covered"], done.view["heldBy"]["name"]) == (True, "Dr. Sarah")


async def test_the_report_of_a_cover_and_that_of_its_session_are_one(services: Services, clock: SetClock) -> None:
    cover = await held_by_sarah(services, clock)
    id_, session = str(cover["_id"]), str(cover["session"])
    await services.reports.put(as_trainer(SARAH), session, said(topics="Page 12", attendance=1))
    assert (await services.covers.read(THE_ADMIN, id_)).view["report"]["text"] == "Page 12"
    await services.covers.report(as_trainer(SARAH), id_, "Page 13", held=True)
    found = (await services.reports.read(THE_ADMIN, session)).view
    assert (found["topics"], found["attendance"]) == ("Page 13", 1)
    await services.covers.report(as_trainer(SARAH), id_, "Nobody came.", held=False)
    found = (await services.reports.read(THE_ADMIN, session)).view
    assert (found["held"], found["topics"], found["attendance"], found["reason"]) == (False, "", None, "Nobody came.")


async def test_a_covered_session_counts_by_its_report_whenever_that_comes(
    services: Services, database: Database, clock: SetClock
) -> None:
    await database.motor.multitrainer_cover_ledger.delete_many({})
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    session = str(cover["session"])
    await services.cover_answers.accept(as_trainer(SARAH), str(cover["_id"]))
    clock.at = cover["start"] + timedelta(minutes=15)
    await services.reports.put(as_trainer(SARAH), session, said(False, reason="Nobody came."))
    clock.at = cover["end"]
    await searched(services)
    assert (await covers(services))[0]["state"] == "done"
    assert await told(database, "cover-report-due") == []
    assert await hours(services, SARAH) == 0
    for held, balance in ((True, 1.5), (False, 0)):
        report = said() if held else said(False, reason="Nobody came.")
        await services.reports.put(as_trainer(SARAH), session, report)
        await searched(services)
        assert await hours(services, SARAH) == balance


async def test_whoever_stood_in_reports_as_late_as_they_like_and_sees_their_report_but_nothing_else(
    services: Services, clock: SetClock
) -> None:
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    await services.covers.reassign(THE_ADMIN, str(cover["_id"]), ALEX, overruling=True)
    session = str(cover["session"])
    with pytest.raises(SessionNotBegun):
        await services.reports.put(as_trainer(ALEX), session, said())
    clock.at = cover["end"] + timedelta(days=9)
    await searched(services)
    await services.reports.put(as_trainer(ALEX), session, said(topics="Page 12"))
    assert (await services.reports.read(as_trainer(ALEX), session)).view["topics"] == "Page 12"
    with pytest.raises(BatchNotFound):
        await services.handovers.read(as_trainer(ALEX), FIRST)


async def test_who_is_on_the_batch_no_more_keeps_what_they_wrote_and_sees_nothing_else(
    services: Services, database: Database, clock: SetClock
) -> None:
    earlier, id_ = str((await session_of(database, FIRST, TUESDAY))["_id"]), await begun(database, clock)
    await services.reports.put(as_trainer(JOHN), earlier, said(topics="Page 12"))
    await services.handovers.put(as_trainer(JOHN), FIRST, NewHandover(stands="Page 34"), "*")
    gone = {"$set": {"trainers.primary": school.MARIA, "instructor": school.MARIA}}
    await database.motor.batches.update_many({}, gone)
    await database.motor.courses.update_one({}, {"$pull": {"trainers": {"trainer": school.JOHN}}})
    with pytest.raises(BatchNotFound):
        await services.handovers.read(as_trainer(JOHN), FIRST)
    with pytest.raises(SessionNotFound):
        await services.reports.put(as_trainer(JOHN), id_, said())
    await services.reports.put(as_trainer(MARIA), id_, said())
    with pytest.raises(SessionNotFound):
        await services.reports.read(as_trainer(JOHN), id_)
    assert (await services.reports.read(as_trainer(JOHN), earlier)).view["topics"] == "Page 12"
    await services.reports.put(THE_ADMIN, earlier, said(topics="Page 13"))
    with pytest.raises(SessionNotFound):
        await services.reports.read(as_trainer(JOHN), earlier)


async def test_a_report_that_nobody_can_read_is_named_and_keeps_no_others_from_the_list(
    services: Services, database: Database, clock: SetClock
) -> None:
    id_ = await begun(database, clock)
    await services.reports.put(as_trainer(JOHN), id_, said(forLead="x", flagged=True))
    odd = {"_id": ObjectId(), "batch": ObjectId(FIRST), "flagged": True, "start": clock.at, "held": "perhaps"}
    await database.motor.multitrainer_session_reports.insert_one(odd)
    assert len((await services.quality.flagged(THE_ADMIN, COURSE, FROM, UNTIL, None, None, 9)).items) == 1
    named = [found.violation async for step in services.doctor.examine(THE_ADMIN, repair=False) for found in step.found]
    assert any("multitrainer_session_reports" in one.detail for one in named)
    broken = {"$set": {"held": 5}}
    await database.motor.multitrainer_session_reports.update_one({"_id": ObjectId(id_)}, broken)
    with pytest.raises(MalformedData):
        await services.reports.read(THE_ADMIN, id_)
    assert (await services.quality.of_course(THE_ADMIN, COURSE, FROM, UNTIL, Per.MONTH))["flagged"] == 0


async def test_a_session_that_is_cancelled_is_not_reported_of(
    services: Services, database: Database, clock: SetClock
) -> None:
    id_ = await begun(database, clock)
    await database.motor.multitrainer_sessions.update_one({"_id": ObjectId(id_)}, {"$set": {"status": "cancelled"}})
    with pytest.raises(SessionNotPlanned):
        await services.reports.put(as_trainer(JOHN), id_, said())


async def test_a_batch_has_no_more_guests_than_students(
    services: Services, database: Database, clock: SetClock
) -> None:
    id_ = await begun(database, clock)
    await database.motor.batches.update_one({"_id": ObjectId(FIRST)}, {"$set": {"students": [school.STUDENT]}})
    with pytest.raises(SenselessReport):
        await services.reports.put(as_trainer(JOHN), id_, said(attendance=3))
    await services.reports.put(as_trainer(JOHN), id_, said(attendance=2))


async def test_what_is_flagged_is_told_the_lead_who_acknowledges_it(
    services: Services, database: Database, clock: SetClock
) -> None:
    id_ = await begun(database, clock)
    await services.reports.put(as_trainer(JOHN), id_, said(forLead="The projector.", flagged=True))
    assert await told(database, "session-flagged") == [SARAH]
    with pytest.raises(NotAllowed):
        await services.reports.acknowledge(as_trainer(JOHN), id_)
    (open_,) = (await services.quality.flagged(as_trainer(SARAH), COURSE, FROM, UNTIL, False, None, 9)).items
    assert (open_["forLead"], open_["acknowledged"]) == ("The projector.", None)
    done = await services.reports.acknowledge(as_trainer(SARAH), id_)
    assert done.view["acknowledged"] == {"by": {"_id": SARAH, "name": "Dr. Sarah"}, "at": clock()}
    assert (await services.quality.flagged(THE_ADMIN, COURSE, FROM, UNTIL, False, None, 9)).items == []
    assert len((await services.quality.flagged(THE_ADMIN, COURSE, FROM, UNTIL, True, None, 9)).items) == 1
    assert await told(database, "session-flagged") == [SARAH]
    await services.reports.put(as_trainer(JOHN), id_, said(forLead="Never mind."))
    with pytest.raises(ReportNotFlagged):
        await services.reports.acknowledge(as_trainer(SARAH), id_)


async def test_what_is_for_the_lead_is_shown_to_no_other_trainer_of_the_batch(
    services: Services, database: Database, clock: SetClock
) -> None:
    id_ = await begun(database, clock)
    await services.reports.put(as_trainer(JOHN), id_, said(forLead="Maria is late.", flagged=True))
    helping = {"$set": {"trainers.assistants": [school.MARIA]}}
    await database.motor.batches.update_one({"_id": ObjectId(FIRST)}, helping)
    for who, words in ((as_trainer(MARIA), ""), (as_trainer(JOHN), "Maria is late."), (THE_ADMIN, "Maria is late.")):
        assert (await services.reports.read(who, id_)).view["forLead"] == words


async def test_what_whoever_writes_does_not_see_stays_flagged_and_hidden_from_them(
    services: Services, database: Database, clock: SetClock
) -> None:
    id_ = await begun(database, clock)
    helping = {"$set": {"trainers.assistants": [school.MARIA, school.ALEX]}}
    await database.motor.batches.update_one({"_id": ObjectId(FIRST)}, helping)
    maria, alex = as_trainer(MARIA), as_trainer(ALEX)
    await services.reports.put(maria, id_, said(topics="Page 1", forLead="Alex is late.", flagged=True))
    tag = (await services.reports.read(alex, id_)).tag
    done = await services.reports.put(alex, id_, said(topics="Page 2"), tag)
    assert (done.view["topics"], done.view["by"]["name"], done.view["forLead"]) == ("Page 2", "Alex", "")
    with pytest.raises(SenselessReport):
        await services.reports.put(alex, id_, said(forLead="Never mind."))
    for who in (maria, as_trainer(SARAH)):
        seen = (await services.reports.read(who, id_)).view
        assert (seen["forLead"], seen["flagged"]) == ("Alex is late.", True)
    assert (await services.reports.read(alex, id_)).view["forLead"] == ""
    assert len((await services.quality.flagged(as_trainer(SARAH), COURSE, FROM, UNTIL, False, None, 9)).items) == 1
    await services.reports.put(maria, id_, said(topics="Page 3"))
    assert (await services.reports.put(alex, id_, said(forLead="All is well."))).view["forLead"] == "All is well."


async def test_a_cover_without_a_report_is_missing_until_there_is_one(services: Services, clock: SetClock) -> None:
    cover = await held_by_sarah(services, clock)
    (missing,) = (await services.quality.missing(as_trainer(SARAH), COURSE, FROM, UNTIL, None, 9)).items
    assert (missing["cover"], missing["session"]) == (str(cover["_id"]), str(cover["session"]))
    assert (missing["heldBy"]["name"], missing["localStart"]) == ("Dr. Sarah", "2026-03-06T16:00")
    assert (await services.quality.of_course(THE_ADMIN, COURSE, FROM, UNTIL, Per.WEEK))["missing"] == 1
    await services.covers.report(as_trainer(SARAH), str(cover["_id"]), "Page 12", held=True)
    assert (await services.quality.missing(THE_ADMIN, COURSE, FROM, UNTIL, None, 9)).items == []
    assert (await services.quality.of_course(THE_ADMIN, COURSE, FROM, UNTIL, Per.WEEK))["missing"] == 0


async def test_a_courses_sessions_are_counted_by_batch_and_by_trainer(services: Services, clock: SetClock) -> None:
    cover = await held_by_sarah(services, clock)
    await services.reports.put(as_trainer(SARAH), str(cover["session"]), said(forLead="x", flagged=True))
    found = await services.quality.of_course(as_trainer(SARAH), COURSE, FROM, UNTIL, Per.WEEK)
    assert (found["from"], found["until"], found["flagged"]) == ("2026-03-02", "2026-03-06", 1)
    first, second = found["byBatch"]
    assert (first["batch"], first["batchName"], first["part"]) == (FIRST, "Batch 1", "2026-W10")
    assert [first[name] for name in ("sessions", "held", "notHeld", "reported", "covered", "flagged")] == [
        2, 1, 0, 1, 1, 1,
    ]  # fmt: skip
    assert (second["batch"], second["sessions"], second["reported"]) == (SECOND, 1, 0)
    assert {one["trainer"]["name"]: one["sessions"] for one in found["byTrainer"]} == {"John": 2, "Dr. Sarah": 1}


async def test_however_many_sessions_there_are_the_counts_are_the_same(
    services: Services, database: Database, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    cover = await held_by_sarah(services, clock)
    for session in (cover["session"], (await session_of(database, SECOND, TUESDAY))["_id"]):
        await services.reports.put(THE_ADMIN, str(session), said(attendance=2))
    of_another_day = {"$set": {"start": clock.at - timedelta(days=9)}}
    await database.motor.multitrainer_session_reports.update_one({"_id": cover["session"]}, of_another_day)
    few = await services.quality.of_course(THE_ADMIN, COURSE, FROM, UNTIL, Per.WEEK)
    assert [one["reported"] for one in few["byBatch"]] == [1, 1]
    monkeypatch.setattr(quality, "FEW", 0)
    assert await services.quality.of_course(THE_ADMIN, COURSE, FROM, UNTIL, Per.WEEK) == few


async def test_what_has_not_begun_is_not_counted(services: Services) -> None:
    found = await services.quality.of_course(THE_ADMIN, COURSE, FROM, UNTIL, Per.MONTH)
    assert (found["byBatch"], found["byTrainer"], found["missing"]) == ([], [], 0)


async def test_a_trainer_sees_their_own_counts_and_nobody_elses(
    services: Services, database: Database, clock: SetClock
) -> None:
    cover = await held_by_sarah(services, clock)
    await services.covers.report(as_trainer(SARAH), str(cover["_id"]), "Page 12", held=True)
    johns = await services.quality.of_trainer(as_trainer(JOHN), JOHN, FROM, UNTIL, Per.MONTH)
    assert [(one["batch"], one["sessions"], one["reported"]) for one in johns["byBatch"]] == [
        (FIRST, 1, 0),
        (SECOND, 1, 0),
    ]
    sarahs = await services.quality.of_trainer(as_trainer(SARAH), SARAH, FROM, UNTIL, Per.MONTH)
    assert [(one["batch"], one["covered"], one["reported"]) for one in sarahs["byBatch"]] == [(FIRST, 1, 1)]
    with pytest.raises(NotAllowed):
        await services.quality.of_trainer(as_trainer(JOHN), SARAH, FROM, UNTIL, Per.MONTH)
    with pytest.raises(NotAllowed):
        await services.quality.of_course(as_trainer(JOHN), COURSE, FROM, UNTIL, Per.MONTH)
    with pytest.raises(CourseNotFound):
        await services.quality.of_course(as_trainer(ALEX), COURSE, FROM, UNTIL, Per.MONTH)


async def test_what_was_reported_counts_for_whoever_held_it_whoever_teaches_the_batch_now(
    services: Services, database: Database, clock: SetClock
) -> None:
    id_ = await begun(database, clock)
    await services.reports.put(as_trainer(JOHN), id_, said())
    now = {"$set": {"trainers.primary": school.MARIA, "instructor": school.MARIA}}
    await database.motor.batches.update_one({"_id": ObjectId(FIRST)}, now)
    found = await services.quality.of_course(THE_ADMIN, COURSE, FROM, UNTIL, Per.MONTH)
    assert {one["trainer"]["name"]: one["reported"] for one in found["byTrainer"]} == {"John": 1, "Maria": 0}
    johns = await services.quality.of_trainer(THE_ADMIN, JOHN, FROM, UNTIL, Per.MONTH)
    assert sum(one["reported"] for one in johns["byBatch"]) == 1


async def test_whoever_teaches_the_batch_later_does_not_speak_for_whoever_held_a_session(
    services: Services, database: Database, clock: SetClock
) -> None:
    id_ = await begun(database, clock)
    await services.reports.put(as_trainer(JOHN), id_, said())
    now = {"$set": {"trainers.primary": school.MARIA, "instructor": school.MARIA}}
    await database.motor.batches.update_one({"_id": ObjectId(FIRST)}, now)
    with pytest.raises(NotAllowed):
        await services.reports.put(as_trainer(MARIA), id_, said(False, reason="Nobody came."))
    for who in (as_trainer(JOHN), THE_ADMIN):
        again = await services.reports.put(who, id_, said(topics="Page 12"))
        assert again.view["heldBy"]["name"] == "John"


async def test_whoever_covers_a_session_reads_what_was_reported_of_others_and_reports_of_none(
    services: Services, database: Database, clock: SetClock
) -> None:
    tuesday = await session_of(database, FIRST, TUESDAY)
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    clock.at = tuesday["end"]
    await services.reports.put(as_trainer(JOHN), str(tuesday["_id"]), said(topics="Page 12", forLead="x"))
    with pytest.raises(SessionNotFound):
        await services.reports.read(as_trainer(ALEX), str(tuesday["_id"]))
    await services.covers.reassign(THE_ADMIN, str(cover["_id"]), ALEX, overruling=True)
    read = (await services.reports.read(as_trainer(ALEX), str(tuesday["_id"]))).view
    assert (read["topics"], read["forLead"]) == ("Page 12", "")
    with pytest.raises(NotAllowed):
        await services.reports.put(as_trainer(ALEX), str(tuesday["_id"]), said())


async def test_a_lead_sees_the_batches_that_they_answer_for(
    services: Services, database: Database, clock: SetClock
) -> None:
    id_ = await begun(database, clock)
    await services.reports.put(as_trainer(JOHN), id_, said(forLead="x", flagged=True))
    others = [batch for batch in school.BATCHES if str(batch) != FIRST]
    entry = {
        "_id": school.ALEX,
        "trainer": school.ALEX,
        "role": "lead",
        "assignedBatches": [ObjectId(FIRST)],
        "status": "active",
    }
    await database.motor.courses.update_one(
        {"_id": school.COURSE, "trainers.trainer": school.SARAH}, {"$set": {"trainers.$.assignedBatches": others}}
    )
    await database.motor.courses.update_one({"_id": school.COURSE}, {"$push": {"trainers": entry}})
    for who, batches, flagged in ((SARAH, {SECOND}, 0), (ALEX, {FIRST}, 1)):
        found = await services.quality.of_course(as_trainer(who), COURSE, FROM, UNTIL, Per.MONTH)
        assert ({one["batch"] for one in found["byBatch"]}, found["flagged"]) == (batches, flagged)
        listed = (await services.quality.flagged(as_trainer(who), COURSE, FROM, UNTIL, None, None, 9)).items
        assert len(listed) == flagged
    with pytest.raises(NotAllowed):
        await services.reports.acknowledge(as_trainer(SARAH), id_)


async def test_of_two_who_report_at_once_both_are_heard_one_after_the_other(
    services: Services, database: Database, clock: SetClock
) -> None:
    id_ = await begun(database, clock)
    await asyncio.gather(
        services.reports.put(as_trainer(JOHN), id_, said(topics="One")),
        services.reports.put(THE_ADMIN, id_, said(topics="Other")),
    )
    kept = await database.motor.multitrainer_session_reports.find().to_list(None)
    audited = await database.motor.multitrainer_audit.count_documents({"action": "report-session"})
    assert (len(kept), audited) == (1, 2)
