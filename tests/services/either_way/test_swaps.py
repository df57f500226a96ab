"""Two trainers exchange sessions: both confirm, and both or none change hands; with transactions and without."""

from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pytest
from bson import ObjectId
from icalendar import Calendar

from multitrainer import wiring
from multitrainer.database import Database, Outdated
from multitrainer.domain.actors import THE_ADMIN, Actor
from multitrainer.domain.errors import (
    NotAllowed,
    SwapNotReady,
)
from multitrainer.repositories.sessions import Sessions
from multitrainer.schemas.leaves import LeavePatch
from multitrainer.schemas.sessions import SessionPatch
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests import school
from tests.services.either_way.swapping import (
    FIRST,
    JOHN,
    JOHNSELF,
    MARIA,
    MARIASELF,
    SARAH,
    SARAHSELF,
    THIRD,
    agreed,
    away,
    both,
    meets,
    mine,
    propose,
    proposed,
    reason,
    state,
    teachers,
    told,
)
from tests.services.people import SetClock


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"time_zone": "Europe/Berlin", "sessions_ahead_days": 9})


@pytest.fixture
def time() -> SetClock:
    clock = SetClock()
    clock.at = datetime(2026, 3, 2, 11, tzinfo=UTC)  # Monday noon
    return clock


@pytest.fixture
async def services(database: Database, settings: Settings, time: SetClock) -> Services:
    """John teaches the first batch on Tuesdays, Maria the third on Wednesdays; Sarah leads, and answers for both."""
    services = wiring.build(database, settings, now=time)
    await meets(services, FIRST, ("tuesday", "16:00", "17:30"))
    await meets(services, THIRD, ("wednesday", "16:00", "17:30"))
    return services


async def test_both_confirm_and_then_the_sessions_change_hands(services: Services, database: Database) -> None:
    made = await propose(services, JOHNSELF, *await both(services))
    assert (made.view["state"], made.view["expiresAt"]) == ("proposed", datetime(2026, 3, 3, 15, tzinfo=UTC))
    assert [made.view[side]["confirmed"] for side in ("one", "other")] == [True, False]
    assert await told(database) == [("swap-proposed", MARIA)]
    assert await teachers(database) == [None] * 4
    id_ = str(made.view["_id"])
    done = await services.swaps.confirm(MARIASELF, id_, (await services.swaps.read(MARIASELF, id_)).tag)
    assert (done.view["state"], done.view["actions"]) == ("agreed", [])
    assert await teachers(database) == [MARIA, JOHN, None, None]
    assert await told(database) == [
        ("swap-proposed", MARIA),
        ("swap-agreed", JOHN),
        ("swap-given-away", JOHN),
        ("swap-agreed", MARIA),
        ("swap-given-away", MARIA),
        ("swap-in-batch", SARAH),
    ]


@pytest.mark.parametrize(
    ("who", "actions"),
    [
        pytest.param(JOHNSELF, ["decline", "withdraw"], id="whoever proposed it, and has confirmed by that"),
        pytest.param(MARIASELF, ["confirm", "decline"], id="the other one"),
        pytest.param(SARAHSELF, ["withdraw"], id="a lead of both batches"),
        pytest.param(THE_ADMIN, ["withdraw"], id="an admin"),
    ],
)
async def test_each_sees_what_they_can_do_with_a_swap_and_can_do_that(
    services: Services, who: Actor, actions: list[str]
) -> None:
    swap = await proposed(services)
    assert (await services.swaps.read(who, swap)).view["actions"] == actions
    for page in (
        await services.swaps.page(who, None, None, 10),
        await services.swaps.of_trainer(who, JOHN if who is JOHNSELF else MARIA, None, None, 10),
    ):
        assert [one["actions"] for one in page.items] == [actions]
    done = await getattr(services.swaps, actions[-1])(who, swap)
    assert done.view["actions"] == []


async def test_calendars_get_one_date_and_lose_the_other(services: Services, database: Database) -> None:
    one, other = await both(services)
    await agreed(services)
    entry = await database.motor.multitrainer_outbox.find_one({"notices.kind": "swap-agreed"})
    assert entry
    dates = {
        (notice["kind"], notice["to"]): (notice["meeting"]["uid"].partition("@")[0], notice["meeting"]["cancelled"])
        for notice in entry["notices"]
        if notice["meeting"]
    }
    assert dates == {
        ("swap-agreed", JOHN): (other, False),
        ("swap-given-away", JOHN): (one, True),
        ("swap-agreed", MARIA): (one, False),
        ("swap-given-away", MARIA): (other, True),
    }
    assert {notice["meeting"]["sequence"] for notice in entry["notices"] if notice["meeting"]} == {1}


async def test_lists_and_feeds_show_who_teaches(services: Services) -> None:
    one, other = await both(services)
    before = await feed(services, JOHN)
    assert before[one] == ("CONFIRMED", 0)
    await agreed(services)
    assert await mine(services, JOHN) == [("04T16:00", "swapped"), ("10T16:00", "primary")]
    assert await mine(services, MARIA) == [("03T16:00", "swapped"), ("11T16:00", "primary")]
    johns, marias = await feed(services, JOHN), await feed(services, MARIA)
    assert (johns[one], johns[other]) == (("CANCELLED", 1), ("CONFIRMED", 1))
    assert (marias[one], marias[other]) == (("CONFIRMED", 1), ("CANCELLED", 1))
    assert str((await services.sessions.read(THE_ADMIN, one))["teacher"]) == MARIA


async def feed(services: Services, trainer: str) -> dict[str, tuple[str, int]]:
    """The status and sequence of each session in somebody's calendar."""
    path = (await services.calendars.renew(THE_ADMIN, trainer)).view["path"]
    content = await services.calendars.feed(path.removeprefix("/calendar/").removesuffix(".ics"))
    events = Calendar.from_ical(content).walk("VEVENT")
    return {str(one["uid"]).partition("@")[0]: (str(one["status"]), int(str(one["sequence"]))) for one in events}


async def test_nobodys_load_and_no_ledger_changes(services: Services, database: Database) -> None:
    kept = ("courses", "batches", "multitrainer_trainers", "multitrainer_batches", "multitrainer_cover_ledger")
    before = [await database.motor[name].find({}).to_list(None) for name in kept]
    loads = [await services.workloads.of_trainer(THE_ADMIN, trainer) for trainer in (JOHN, MARIA)]
    await agreed(services)
    assert [await database.motor[name].find({}).to_list(None) for name in kept] == before
    assert [await services.workloads.of_trainer(THE_ADMIN, trainer) for trainer in (JOHN, MARIA)] == loads


async def test_swapped_back_each_session_is_its_primarys_again(services: Services, database: Database) -> None:
    one, other = await both(services)
    await agreed(services)
    back = await propose(services, JOHNSELF, other, one)
    await services.swaps.confirm(MARIASELF, str(back.view["_id"]))
    assert await teachers(database) == [None] * 4
    found = await database.motor.multitrainer_sessions.find_one({"_id": ObjectId(one)})
    assert found
    assert (found["sequence"], "teacher" in found) == (2, False)


async def test_what_is_given_back_to_the_timetable_stays_with_whoever_swapped_for_it(
    services: Services, database: Database
) -> None:
    one, _ = await both(services)
    await agreed(services)
    for change in ({"status": "cancelled"}, {"status": "planned"}):
        await services.sessions.patch(THE_ADMIN, one, SessionPatch.model_validate(change))
    assert await teachers(database) == [MARIA, JOHN, None, None]


@pytest.mark.parametrize(("ended_by", "what"), [(MARIASELF, "declined"), (JOHNSELF, "withdrawn")])
async def test_a_swap_that_comes_to_nothing_changes_nothing_and_the_other_hears_of_it(
    services: Services, database: Database, ended_by: Actor, what: str
) -> None:
    swap = await proposed(services)
    end = services.swaps.decline if what == "declined" else services.swaps.withdraw
    assert (await end(ended_by, swap)).view["state"] == what
    assert await teachers(database) == [None] * 4
    assert (await told(database))[1:] == [(f"swap-{what}", MARIA if ended_by is JOHNSELF else JOHN)]
    with pytest.raises(SwapNotReady):
        await services.swaps.confirm(MARIASELF, swap)
    await proposed(services)


async def test_a_swap_that_is_not_confirmed_before_a_session_begins_expires_and_both_are_told(
    services: Services, database: Database, time: SetClock
) -> None:
    swap = await proposed(services)
    assert not await services.swap_times.run()
    time.at = datetime(2026, 3, 3, 15, tzinfo=UTC)
    assert await reason(services.swaps.confirm(MARIASELF, swap)) == "past"
    assert await services.swap_times.run()
    assert await state(services, swap) == "expired"
    assert (await told(database))[1:] == [("swap-expired", JOHN), ("swap-expired", MARIA)]
    assert not await services.swap_times.run()


async def test_a_lead_proposes_it_for_both_who_both_confirm(services: Services, database: Database) -> None:
    swap = await proposed(services, SARAHSELF)
    assert await told(database) == [("swap-proposed", JOHN), ("swap-proposed", MARIA)]
    with pytest.raises(NotAllowed):
        await services.swaps.confirm(SARAHSELF, swap)
    once = await services.swaps.confirm(JOHNSELF, swap)
    assert (await services.swaps.confirm(JOHNSELF, swap)).view == once.view
    assert await teachers(database) == [None] * 4
    assert (await services.swaps.confirm(MARIASELF, swap)).view["state"] == "agreed"


async def test_leave_of_whoever_took_a_swapped_session_opens_a_cover_for_it_which_stays_theirs(
    services: Services, database: Database, time: SetClock
) -> None:
    one, _ = await both(services)
    leave = await away(services, JOHN, "03T00:00", "03T12:00")  # which ends before
    await agreed(services)
    await away(services, MARIA, "03T00:00", "04T00:00")
    (cover,) = (await services.covers.page(THE_ADMIN, None, None, None, None, None, 10)).items
    assert (str(cover["session"]), str(cover["trainer"]["_id"])) == (one, MARIA)
    await services.cover_answers.accept(SARAHSELF, str(cover["_id"]))
    longer = LeavePatch.model_validate({"end": "2026-03-05T00:00"})
    await services.leaves.patch(THE_ADMIN, leave, longer)  # John has Maria's of Wednesday, and no more his own
    time.move(minutes=11)
    while await services.cover_search.run():
        pass
    covers = (await services.covers.page(THE_ADMIN, None, None, None, None, None, 10)).items
    assert [(one["localStart"][8:], one["trainer"]["name"]) for one in covers] == [
        ("03T16:00", "Maria"),
        ("04T16:00", "John"),
    ]
    session = await database.motor.multitrainer_sessions.find_one({"_id": ObjectId(one)})
    assert session
    assert (str(session["teacher"]), str(session["cover"])) == (MARIA, SARAH)


async def test_an_ended_search_for_whoever_had_it_before_takes_nothing_from_whoever_has_it_now(
    services: Services, database: Database, time: SetClock
) -> None:
    leave = await away(services, JOHN, "03T00:00", "06T00:00")
    shorter = LeavePatch.model_validate({"start": "2026-03-05T00:00"})
    await services.leaves.patch(THE_ADMIN, leave, shorter)
    while await services.cover_search.run():
        pass
    await agreed(services)
    await away(services, MARIA, "03T00:00", "04T00:00")
    covers = (await services.covers.page(THE_ADMIN, None, None, None, None, None, 10)).items
    (cover,) = [one for one in covers if one["trainer"]["name"] == "Maria"]
    await services.cover_answers.accept(SARAHSELF, str(cover["_id"]))
    await services.cover_keeper.bring_up(JOHN)
    session = await database.motor.multitrainer_sessions.find_one({"_id": cover["session"]})
    assert session
    assert str(session["cover"]) == SARAH


async def test_what_is_cut_off_between_is_completed_by_the_worker_or_the_doctor(
    services: Services, database: Database, time: SetClock
) -> None:
    """A kill, on a server without transactions: the swap is agreed, one session has changed hands."""
    one, _ = await both(services)
    swap = await proposed(services)
    half = {"state": "agreed", "confirmed": [school.JOHN, school.MARIA], "lookAt": time()}
    await database.motor.multitrainer_swaps.update_one({"_id": ObjectId(swap)}, {"$set": half})
    change = {"$set": {"teacher": school.MARIA}, "$inc": {"sequence": 1}}
    await database.motor.multitrainer_sessions.update_one({"_id": ObjectId(one)}, change)
    assert [code for code in await breaches(services) if code == "swap-half-done"] == []  # may be being made
    time.move(minutes=10)
    assert await breaches(services) == ["swap-half-done"]
    assert await breaches(services, repair=True) == ["swap-half-done"]
    assert await breaches(services) == []
    assert await teachers(database) == [MARIA, JOHN, None, None]
    assert [kind for kind, _ in await told(database)].count("swap-agreed") == 2


async def breaches(services: Services, *, repair: bool = False) -> list[str]:
    found = [finding async for part in services.doctor.examine(THE_ADMIN, repair=repair) for finding in part.found]
    return [finding.violation.code for finding in found]


async def test_a_write_that_others_get_in_the_way_of_is_made_once_more_and_told_once(
    services: Services, database: Database
) -> None:
    swap = await proposed(services)
    real, outdated = Sessions.save, [Outdated()]

    async def once_outdated(self: Sessions, *args: Any) -> None:
        if outdated:
            raise outdated.pop()
        await real(self, *args)

    with patch.object(Sessions, "save", once_outdated):
        await services.swaps.confirm(MARIASELF, swap)
    assert await teachers(database) == [MARIA, JOHN, None, None]
    assert [kind for kind, _ in await told(database)].count("swap-agreed") == 2


async def test_every_step_is_in_the_audit_and_so_is_each_session(services: Services, database: Database) -> None:
    await agreed(services)
    entries = await database.motor.multitrainer_audit.find({"action": {"$regex": "swap"}}).to_list(None)
    changed = [(entry["action"], change["of"], change["field"]) for entry in entries for change in entry["changes"]]
    assert ("propose-swap", "multitrainer_swaps", "state") in changed
    assert ("answer-swap", "multitrainer_swaps", "confirmed") in changed
    assert changed.count(("answer-swap", "multitrainer_sessions", "teacher")) == 2
