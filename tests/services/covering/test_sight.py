"""Each sees as much of a cover as they need, and nobody who was beaten sees who was quicker."""

import pytest
from bson import ObjectId

from multitrainer import wire
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind, Scope
from multitrainer.domain.covers.hindsight import NAMED_FOR
from multitrainer.domain.errors import CoverNotFound, CoverNotReady, CoverTaken, NotAllowed, TrainerNotFound
from multitrainer.services import Services
from tests import school
from tests.services.covering.covering import ALEX, JOHN, MARIA, SARAH, Raw, as_trainer, ask_also, away, covers, searched
from tests.services.people import SetClock

READER = Actor(ActorKind.MACHINE, "board", frozenset({Scope.READ}))
STUDENT = Actor(ActorKind.STUDENT, str(school.STUDENT))
LEA = ObjectId("d00000000000000000000009")
LATE = {"lead": as_trainer(SARAH), "admin": THE_ADMIN}


async def taken(services: Services, database: Database) -> tuple[str, str]:
    """Maria takes Friday's session, for which Alex is asked as well."""
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    (other,) = await ask_also(database, cover, 1)
    id_ = str(cover["_id"])
    await services.covers.reassign(THE_ADMIN, id_, MARIA, overruling=False)
    return id_, other


async def seen(services: Services, cover: str, who: Actor) -> Raw:
    found: Raw = (await services.covers.read(who, cover)).view
    return found


async def test_whoever_was_beaten_sees_their_own_offer_and_nowhere_who_was_quicker(
    services: Services, database: Database, clock: SetClock
) -> None:
    cover, other = await taken(services, database)
    clock.move(days=30)
    while await services.cover_search.run():
        pass
    await services.covers.report(as_trainer(MARIA), cover, "Maria read page 12.", held=True)
    beaten = await seen(services, cover, as_trainer(other))
    assert [offer["trainer"]["_id"] for offer in beaten["offers"]] == [other]
    assert (beaten["substitute"], beaten["report"], beaten["nextStepAt"], beaten["actions"]) == (None, None, None, [])
    for secret in (MARIA, "Maria"):
        assert secret not in wire.encode(beaten).decode()
    assert (await services.covers.of_trainer(THE_ADMIN, other, None, None, None, 10)).items == []
    with pytest.raises(CoverTaken) as refusal:
        await services.cover_answers.accept(as_trainer(other), cover)
    assert "Maria" not in refusal.value.detail
    assert refusal.value.facts == {}


async def test_leads_and_admins_and_machines_see_everybody_and_who_decides_what_they_can_do(
    services: Services, database: Database
) -> None:
    cover, other = await taken(services, database)
    for who, can in ((THE_ADMIN, True), (as_trainer(SARAH), True), (READER, False)):
        view = await seen(services, cover, who)
        assert [offer["trainer"]["_id"] for offer in view["offers"]] == [SARAH, other, MARIA]
        assert view["substitute"]["name"] == "Maria"
        assert view["actions"] == (["substitute", "release"] if can else [])
        assert view["nextStepAt"] == view["end"]
        (listed,) = (await services.covers.page(who, None, None, None, None, None, 10)).items
        assert listed == view


async def test_whoever_is_away_sees_who_takes_it_and_whoever_has_it_can_give_it_back(
    services: Services, database: Database
) -> None:
    cover, _ = await taken(services, database)
    john, maria = [await seen(services, cover, as_trainer(who)) for who in (JOHN, MARIA)]
    assert (john["substitute"]["name"], john["offers"], john["actions"]) == ("Maria", [], [])
    assert (maria["substitute"]["name"], maria["actions"]) == ("Maria", ["release"])
    for who in (JOHN, MARIA):
        (listed,) = (await services.covers.of_trainer(as_trainer(who), who, None, None, None, 10)).items
        assert listed == await seen(services, cover, as_trainer(who))


async def test_an_offer_says_what_can_be_taken_with_it_as_accepting_names_it(services: Services) -> None:
    await away(services)
    first, second = (await services.covers.of_trainer(as_trainer(SARAH), SARAH, None, None, None, 10)).items
    assert first["actions"][:2] == ["accept", "refuse"]
    (offer,) = first["offers"]
    assert (offer["tier"], offer["with"], offer["localDeadline"]) == (
        "backup",
        [str(second["_id"])],
        "2026-03-02T16:00",
    )
    took = await services.cover_answers.accept(as_trainer(SARAH), str(first["_id"]), offer["with"])
    assert took.view == await seen(services, str(first["_id"]), as_trainer(SARAH))


async def test_in_the_list_of_a_trainer_actions_are_those_of_whoever_asks(services: Services) -> None:
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    await services.cover_answers.refuse(as_trainer(SARAH), str(cover["_id"]))
    while await services.cover_search.run():
        pass
    decides = ["substitute", "cancel", "combine", "move", "assist"]
    can = {as_trainer(MARIA): ["accept", "refuse"], as_trainer(SARAH): decides, THE_ADMIN: decides, READER: []}
    for who, actions in can.items():
        (listed,) = (await services.covers.of_trainer(who, MARIA, None, None, None, 10)).items
        assert [offer["trainer"]["_id"] for offer in listed["offers"]] == [MARIA]
        assert listed["actions"] == actions


async def lead_elsewhere(database: Database) -> Actor:
    """Lea leads another course, on which John is as well."""
    await database.motor.users.insert_one({"_id": LEA, "name": "Lea", "role": "trainer"})
    roster = [{"trainer": LEA, "role": "lead", "status": "active"}, {"trainer": school.JOHN, "role": "assistant"}]
    await database.motor.courses.insert_one({"_id": ObjectId(), "__v": 0, "name": "Other", "trainers": roster})
    return as_trainer(str(LEA))


async def test_whom_it_does_not_concern_does_not_learn_of_it(services: Services, database: Database) -> None:
    """The lead of another course; an assistant of the course who was not asked; a trainer of none; a student."""
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    id_, lea = str(cover["_id"]), await lead_elsewhere(database)
    for who in (lea, as_trainer(MARIA), as_trainer(ALEX), STUDENT):
        for asking in (
            services.covers.read(who, id_),
            services.covers.candidates(who, id_),
            services.covers.release(who, id_),
            services.covers.reopen(who, id_),
            services.covers.reassign(who, id_, ALEX, overruling=False),
            services.covers.report(who, id_, "x", held=True),
            services.cover_answers.accept(who, id_),
            services.cover_answers.refuse(who, id_),
            services.cover_ways.read(who, id_),
            services.cover_ways.cancel(who, id_, None),
        ):
            with pytest.raises(CoverNotFound):
                await asking
    assert (await services.covers.of_trainer(lea, JOHN, None, None, None, 10)).items == []
    assert (await services.covers.page(lea, None, None, None, None, None, 10)).items == []
    assert (await services.covers.page(lea, None, str(school.COURSE), None, None, None, 10)).items == []
    with pytest.raises(NotAllowed):
        await services.covers.page(STUDENT, None, None, None, None, None, 10)
    with pytest.raises(TrainerNotFound):
        await services.covers.of_trainer(STUDENT, JOHN, None, None, None, 10)


async def test_whoever_knows_of_it_is_told_that_they_may_not(services: Services) -> None:
    """Whoever is away, or was asked; a machine that reads."""
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    id_ = str(cover["_id"])
    for asking in (
        services.covers.candidates(as_trainer(JOHN), id_),
        services.covers.reassign(as_trainer(JOHN), id_, ALEX, overruling=True),
        services.covers.release(as_trainer(JOHN), id_),
        services.cover_ways.cancel(as_trainer(JOHN), id_, None),
        services.covers.report(as_trainer(JOHN), id_, "x", held=True),
        services.covers.reassign(READER, id_, ALEX, overruling=True),
        services.cover_answers.accept(READER, id_),
        services.cover_ways.cancel(READER, id_, None),
    ):
        with pytest.raises(NotAllowed):
            await asking
    assert (await services.covers.candidates(READER, id_))["cover"] == id_


async def test_actions_of_a_session_that_has_begun_are_those_that_are_not_refused(
    services: Services, clock: SetClock
) -> None:
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    clock.at = cover["start"]
    await searched(services)
    (begun,) = await covers(services)
    assert (begun["state"], begun["actions"]) == ("exhausted", ["substitute"])
    with pytest.raises(CoverNotReady):
        await services.covers.reopen(THE_ADMIN, str(cover["_id"]))
    named = await services.covers.reassign(THE_ADMIN, str(cover["_id"]), SARAH, overruling=True)
    assert named.view["actions"] == ["substitute"]
    (listed,) = (await services.covers.of_trainer(as_trainer(SARAH), SARAH, None, None, None, 9)).items
    assert listed["actions"] == ["substitute"]


async def test_long_after_a_session_a_lead_can_not_have_its_hours_counted_for_them(
    services: Services, database: Database, clock: SetClock
) -> None:
    await away(services, "06T00:00", "07T00:00")
    (cover,) = await covers(services)
    clock.at = cover["start"] + NAMED_FOR
    await searched(services)
    id_ = str(cover["_id"])
    seen = {who: (await services.covers.read(actor, id_)).view["actions"] for who, actor in LATE.items()}
    assert seen == {"lead": [], "admin": ["substitute"]}
    with pytest.raises(CoverNotReady, match="only an admin"):
        await services.covers.reassign(LATE["lead"], id_, SARAH, overruling=True)
    counted = {"_id": {"$in": [f"{id_}:covered", f"{id_}:was-covered"]}}
    assert await database.motor.multitrainer_cover_ledger.count_documents(counted) == 0
    await services.covers.reassign(THE_ADMIN, id_, SARAH, overruling=True)
    await searched(services)
    entries = await database.motor.multitrainer_cover_ledger.find(counted).to_list(None)
    assert {entry["trainer"] for entry in entries} == {school.SARAH, school.JOHN}
