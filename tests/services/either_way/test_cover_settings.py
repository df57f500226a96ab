"""What courses and the institute set about cover, with transactions and without."""

import asyncio

import pytest
from bson import ObjectId

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN, Actor, ActorKind
from multitrainer.domain.covers.courses import Contacts, CourseCover
from multitrainer.domain.covers.rules import WEIGHTS
from multitrainer.domain.covers.tiers import ORDER, CoverOrder, Tier
from multitrainer.domain.errors import (
    CourseNotFound,
    MultitrainerError,
    NotAllowed,
    NotATrainer,
    Stale,
    UnknownTrainer,
)
from multitrainer.repositories.cover_settings import CoverSettings
from multitrainer.schemas.cover_settings import NewCourseCover, NewPool, StudentsContacts
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests import school

COURSE, SARAH, JOHN, ALEX = (str(id_) for id_ in (school.COURSE, school.SARAH, school.JOHN, school.ALEX))
NOBODY = "f" * 24
KEPT = CoverSettings()


def cover(**fields: object) -> NewCourseCover:
    return NewCourseCover.model_validate(fields)


async def in_force() -> CourseCover:
    return (await KEPT.of_courses([COURSE, NOBODY]))[COURSE]


async def audited(database: Database) -> list[tuple[str, str]]:
    entries = await database.motor.multitrainer_audit.find().sort("_id", 1).to_list(None)
    return [(entry["action"], change["field"]) for entry in entries for change in entry["changes"]]


async def test_a_course_that_sets_nothing_is_covered_as_the_institute_is(services: Services) -> None:
    await services.cover_settings.set_contacts(THE_ADMIN, StudentsContacts(addresses=("office@x.example",)))
    assert await services.cover_settings.course(THE_ADMIN, COURSE) == {
        "_id": school.COURSE,
        "tiers": [*ORDER],
        "excluded": [],
        "weights": {
            "knows-batch": 30, "skills": 25, "next-to-own": 15, "short-day": 10, "fair": 20, "rather-not": -25,
        },
        "contacts": {"addresses": ["office@x.example"], "students": True},
        "own": {},
    }  # fmt: skip
    assert await in_force() == CourseCover(contacts=Contacts(("office@x.example",)))


async def test_what_a_course_sets_itself_is_in_force_and_shown_as_its_own(
    database: Database, settings: Settings
) -> None:
    dear = settings.model_copy(update={"cover_weights": (1.0, 2.0, 3.0, 4.0, 5.0, -6.0)})
    services = wiring.build(database, dear)
    own = {
        "tiers": ["pool", "backup"],
        "excluded": [ALEX],
        "weights": {"fair": 50.0},
        "contacts": {"addresses": ["speaker@x.example"], "students": False},
    }
    answer = await services.cover_settings.set_course(THE_ADMIN, COURSE, cover(**own))
    assert answer.view["own"] == own
    assert [answer.view[name] for name in ("tiers", "excluded", "contacts")] == [
        own[name] for name in ("tiers", "excluded", "contacts")
    ]
    assert [*answer.view["weights"].values()] == [1, 2, 3, 4, 50, -6]
    assert await services.cover_settings.course(THE_ADMIN, COURSE) == answer.view
    assert await CoverSettings(dear.cover_weights).of_courses([COURSE]) == {
        COURSE: CourseCover(
            CoverOrder((Tier.POOL, Tier.BACKUP), frozenset({ALEX})),
            (1, 2, 3, 4, 50, -6),
            Contacts(("speaker@x.example",), students=False),
        )
    }
    assert await audited(database) == [("set-cover-settings", name) for name in own]
    again = await services.cover_settings.set_course(THE_ADMIN, COURSE, cover(**answer.view["own"]))
    assert again == answer
    assert len(await audited(database)) == len(own)
    nothing = dict.fromkeys(own)
    await services.cover_settings.set_course(THE_ADMIN, COURSE, cover(**nothing))
    assert await in_force() == CourseCover()


async def test_whoever_sets_a_part_takes_nothing_away_of_what_others_set(services: Services) -> None:
    contacts = {"addresses": ["speaker@x.example"], "students": False}
    await services.cover_settings.set_course(THE_ADMIN, COURSE, cover(contacts=contacts, excluded=[ALEX]))
    lead = Actor(ActorKind.TRAINER, SARAH)
    after = await services.cover_settings.set_course(lead, COURSE, cover(tiers=["pool"]))
    assert after.view["own"] == {"tiers": ["pool"], "contacts": contacts, "excluded": [ALEX]}
    after = await services.cover_settings.set_course(lead, COURSE, cover(excluded=[], tiers=None))
    assert after.view["own"] == {"contacts": contacts}


async def test_a_course_may_ask_nobody_by_itself(services: Services) -> None:
    await services.cover_settings.set_course(THE_ADMIN, COURSE, cover(tiers=[]))
    assert (await in_force()).order.tiers == ()


async def test_the_institutes_substitutes_are_kept_in_their_order_and_read_with_their_names(
    services: Services, database: Database
) -> None:
    assert await services.cover_settings.pool(THE_ADMIN) == {"trainers": []}
    await services.cover_settings.set_pool(THE_ADMIN, NewPool(trainers=(ALEX, JOHN, SARAH)))
    await database.motor.users.delete_one({"_id": school.JOHN})
    assert await services.cover_settings.pool(THE_ADMIN) == {
        "trainers": [
            {"_id": ALEX, "name": "Alex", "email": "Alex@x.example"},
            {"_id": JOHN, "name": None, "email": None},
            {"_id": SARAH, "name": "Dr. Sarah", "email": "Dr. Sarah@x.example"},
        ]
    }
    assert await KEPT.pool() == (ALEX, JOHN, SARAH)
    assert await audited(database) == [("set-substitute-pool", "pool")]


async def test_the_pool_and_the_contacts_of_the_institute_lie_beside_each_other(services: Services) -> None:
    await services.cover_settings.set_pool(THE_ADMIN, NewPool(trainers=(ALEX,)))
    contacts = await services.cover_settings.set_contacts(THE_ADMIN, StudentsContacts(students=False))
    assert contacts.view == await services.cover_settings.contacts(THE_ADMIN) == {"addresses": [], "students": False}
    assert (await KEPT.pool(), await KEPT.contacts(COURSE)) == ((ALEX,), Contacts((), students=False))


async def test_nobody_sets_what_others_have_changed_since_they_read_it(services: Services) -> None:
    first = await services.cover_settings.set_course(THE_ADMIN, COURSE, cover(tiers=["lead"]))
    await services.cover_settings.set_course(THE_ADMIN, COURSE, cover(tiers=["pool"]), first.tag)
    with pytest.raises(Stale):
        await services.cover_settings.set_course(THE_ADMIN, COURSE, cover(tiers=["backup"]), first.tag)
    pool = await services.cover_settings.set_pool(THE_ADMIN, NewPool(trainers=(ALEX,)))
    await services.cover_settings.set_pool(THE_ADMIN, NewPool(trainers=()))
    with pytest.raises(Stale):
        await services.cover_settings.set_pool(THE_ADMIN, NewPool(trainers=(JOHN,)), pool.tag)
    assert ((await in_force()).order.tiers, await KEPT.pool()) == ((Tier.POOL,), ())


async def test_of_several_who_set_it_at_once_each_is_told_and_one_is_last(
    services: Services, database: Database, settings: Settings
) -> None:
    others = wiring.build(database, settings)
    tiers = [[tier.value] for tier in ORDER]
    await asyncio.gather(
        *(
            one.cover_settings.set_course(THE_ADMIN, COURSE, cover(tiers=which))
            for one, which in zip([services, others] * 3, tiers, strict=False)
        )
    )
    assert [*(await in_force()).order.tiers] in tiers
    assert len(await audited(database)) == len(tiers)


@pytest.mark.parametrize(
    ("refused", "error"),
    [
        ({"excluded": [NOBODY]}, UnknownTrainer),
        ({"excluded": [ALEX, str(school.STUDENT)]}, NotATrainer),
    ],
)
async def test_who_is_excluded_is_a_trainer(
    services: Services, refused: dict[str, object], error: type[MultitrainerError]
) -> None:
    with pytest.raises(error):
        await services.cover_settings.set_course(THE_ADMIN, COURSE, cover(**refused))
    assert await in_force() == CourseCover()


async def test_only_a_lead_of_the_whole_course_sets_it_and_its_people_read_it(
    services: Services, database: Database
) -> None:
    sarah, john, alex = (Actor(ActorKind.TRAINER, id_) for id_ in (SARAH, JOHN, ALEX))
    await services.cover_settings.set_course(sarah, COURSE, cover(tiers=["lead"]))
    assert (await services.cover_settings.course(john, COURSE))["tiers"] == ["lead"]
    with pytest.raises(NotAllowed):
        await services.cover_settings.set_course(john, COURSE, cover())
    for unknown in (alex, Actor(ActorKind.STUDENT, str(school.STUDENT))):
        with pytest.raises(CourseNotFound):
            await services.cover_settings.course(unknown, COURSE)
    await database.motor.courses.update_one(
        {"_id": school.COURSE}, {"$set": {"trainers.1.role": "lead", "trainers.0.assignedBatches": []}}
    )
    with pytest.raises(NotAllowed):
        await services.cover_settings.set_course(sarah, COURSE, cover())


async def test_a_course_that_is_deleted_leaves_no_settings(services: Services, database: Database) -> None:
    await services.cover_settings.set_course(THE_ADMIN, COURSE, cover(tiers=["lead"]))
    await services.courses.delete(THE_ADMIN, COURSE, force=True)
    assert await database.motor.multitrainer_cover_settings.count_documents({}) == 0
    with pytest.raises(CourseNotFound):
        await services.cover_settings.course(THE_ADMIN, COURSE)


async def test_what_somebody_spoilt_by_hand_counts_as_not_set_and_the_doctor_names_it(
    services: Services, database: Database
) -> None:
    spoilt = {"tiers": ["boss"], "excluded": [school.ALEX, "x"], "weights": {"skills": "many"}, "contacts": "office"}
    await database.motor.multitrainer_cover_settings.insert_many(
        [{"_id": school.COURSE, **spoilt, "note": "ours"}, {"_id": "institute", "pool": [school.ALEX, 5]}]
    )
    assert await in_force() == CourseCover(CoverOrder(excluded=frozenset({ALEX})))
    assert (await KEPT.of_courses([COURSE]))[COURSE].weights is None
    assert await KEPT.pool() == (ALEX,)
    found = [f async for step in services.doctor.examine(THE_ADMIN, repair=True) for f in step.found]
    assert [(f.violation.code, f.violation.course, f.repaired) for f in found] == [
        ("cover-settings", COURSE, False),
        ("cover-settings", None, False),
    ]
    assert all(name in found[0].violation.detail for name in spoilt)
    await services.cover_settings.set_course(
        THE_ADMIN, COURSE, cover(**dict.fromkeys(spoilt) | {"weights": {"skills": 1}})
    )
    await services.cover_settings.set_pool(THE_ADMIN, NewPool(trainers=(ALEX,)))
    assert (await in_force()).weights == (30, 1, *WEIGHTS[2:])
    assert not [f async for step in services.doctor.examine(THE_ADMIN) for f in step.found]
    kept = await database.motor.multitrainer_cover_settings.find_one({"_id": ObjectId(COURSE)})
    assert kept
    assert kept["note"] == "ours"
