"""Moving an institute over, and back: what changes, what does not, and what is set aside."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest
from bson import ObjectId

from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.errors import MigrationHeld
from multitrainer.migrations import ALL
from multitrainer.services.moving_over.summaries import Summary
from tests.moving_over.institute import Institute, found
from tests.moving_over.moving import Mover, counts, moving_on

Raw = dict[str, Any]

NAMES = [migration.name for migration in ALL]

SET_ASIDE = {
    "instructor-null": "no-instructor",
    "instructor-missing": "no-instructor",
    "instructor-string-of-student": "not-a-trainer",
    "instructor-string-of-nobody": "unknown-user",
    "instructor-name": "instructor-is-text",
    "instructor-empty-string": "instructor-is-text",
    "instructor-number": "instructor-has-wrong-type",
    "instructor-of-nobody": "unknown-user",
    "instructor-of-student": "not-a-trainer",
    "instructor-array": "instructor-is-list",
    "instructor-array-of-two": "instructor-is-list",
    "instructor-object": "instructor-has-wrong-type",
}
COURSES_SET_ASIDE = {
    **SET_ASIDE,
    "instructor-dbref": "instructor-is-dbref",
    **dict.fromkeys(
        (
            "trainers-text", "trainers-object", "trainers-entries-null", "trainers-entries-text",
            "trainers-entries-ids", "trainers-entry-of-nobody",
        ),
        "malformed",
    ),
}  # fmt: skip
BATCHES_SET_ASIDE = {
    **SET_ASIDE,
    **dict.fromkeys(
        (
            "trainers-text", "trainers-list", "trainers-empty-list", "trainers-primary-text", "trainers-backup-text",
            "trainers-backup-odd",
        ),
        "malformed",
    ),
}  # fmt: skip


@dataclass
class Story:
    """One institute that was moved over, and what was seen at each step."""

    institute: Institute
    seen: dict[str, "Look"]
    done: dict[str, list[Summary]]


@dataclass
class Look:
    """The institute at one moment."""

    everything: dict[str, dict[str, str]]
    foreign: dict[str, dict[str, str]]
    lasting: dict[str, dict[str, str]]
    """Everything but versions and times, which only move on."""
    times: dict[str, Raw]
    aside: dict[str, dict[Any, str]]
    states: list[str]
    pre_images: int


async def look(move: Mover) -> Look:
    database = move.database.motor
    times = database.courses.find({}, {"__v": 1, "updatedAt": 1})
    return Look(
        everything=await move.bytes_of_all("all"),
        foreign=await move.bytes_of_all("foreign"),
        lasting=await move.bytes_of_all("all but times"),
        times={repr(course["_id"]): course async for course in times},
        aside={name: await aside(move, name) for name in NAMES},
        states=await move.states(),
        pre_images=await database.multitrainer_pre_images.count_documents({}),
    )


async def aside(move: Mover, migration: str) -> dict[Any, str]:
    found = move.database.motor.multitrainer_set_aside.find({"migration": migration})
    return {entry["of"]: entry["reason"] async for entry in found}


@pytest.fixture(scope="module")
async def story(mongodb_uri: str) -> AsyncIterator[Story]:
    """Up, again, a sweep, verified, down, and up once more."""
    async with moving_on(mongodb_uri) as move:
        story = Story(await found(move.database.motor, courses=40, batches=300), {"before": await look(move)}, {})
        steps = {
            "plan": move.plan, "up": move.up, "again": move.up, "sweep": move.sweep, "verify": move.verify,
            "down": move.down, "up once more": move.up,
        }  # fmt: skip
        for name, step in steps.items():
            story.done[name] = await step()
            story.seen[name] = await look(move)
        yield story


def test_the_plan_counts_what_the_run_then_does(story: Story) -> None:
    assert counts(story.done["plan"]) == counts(story.done["up"])
    assert story.done["plan"][1].changed > 300


def test_the_plan_writes_nothing(story: Story) -> None:
    assert story.seen["plan"] == story.seen["before"]


def test_only_what_was_verified_is_applied(story: Story) -> None:
    assert story.seen["up"].states == ["applied"] * 3
    assert [(summary.wrong, summary.named) for summary in story.done["verify"]] == [(0, [])] * 3


def test_every_field_that_is_not_ours_stays_as_it_was_to_the_byte(story: Story) -> None:
    assert story.seen["up"].foreign == story.seen["before"].foreign
    assert story.seen["up"].everything != story.seen["before"].everything


@pytest.mark.parametrize("collection", ["courses", "batches"])
def test_what_cannot_be_moved_is_set_aside_with_the_reason_and_left(story: Story, collection: str) -> None:
    migration, odd, reasons = {
        "courses": ("m0001_course_roster", story.institute.odd_courses, COURSES_SET_ASIDE),
        "batches": ("m0002_batch_trainers", story.institute.odd_batches, BATCHES_SET_ASIDE),
    }[collection]
    wanted = {id_: reason for kind, reason in reasons.items() for id_ in odd[kind]}
    assert story.seen["up"].aside[migration] == wanted
    before, after = (story.seen[moment].everything[collection] for moment in ("before", "up"))
    assert [id_ for id_ in wanted if before[repr(id_)] != after[repr(id_)]] == []


@pytest.mark.parametrize("step", ["again", "sweep"])
def test_run_again_when_it_is_done_it_changes_nothing(story: Story, step: str) -> None:
    assert [summary.changed for summary in story.done[step]] == [0, 0, 0]
    assert story.seen[step] == story.seen["up"]


def test_down_puts_everything_back_to_the_byte_but_versions_and_times(story: Story) -> None:
    assert story.seen["down"].lasting == story.seen["before"].lasting
    restored = [summary.kinds["restored"] for summary in story.done["down"]]
    assert restored == [summary.changed for summary in reversed(story.done["up"])]
    assert (story.seen["down"].states, story.seen["down"].pre_images) == (["pending"] * 3, 0)


@pytest.mark.parametrize(("before", "after"), [("before", "up"), ("up", "down")])
def test_versions_and_times_never_go_back(story: Story, before: str, after: str) -> None:
    was, is_ = story.seen[before].times, story.seen[after].times
    assert [i for i in was if is_[i].get("__v", 0) < was[i].get("__v", 0)] == []
    assert [i for i in was if "updatedAt" in was[i] and is_[i]["updatedAt"] < was[i]["updatedAt"]] == []


def test_it_can_go_up_again_after_it_went_down(story: Story) -> None:
    assert counts(story.done["up once more"]) == counts(story.done["up"])
    assert story.seen["up once more"].lasting == story.seen["up"].lasting


async def test_no_breach_is_left_but_in_courses_where_something_was_odd(institute: Institute, move: Mover) -> None:
    await move.up()
    odd = {id_ for ids in institute.odd_courses.values() for id_ in ids}
    ids = [id_ for ids in institute.odd_batches.values() for id_ in ids]
    odd |= {batch.get("course") async for batch in move.database.motor.batches.find({"_id": {"$in": ids}})}
    breaches = await move.violations(but_not=frozenset(map(str, odd)))
    assert [b for b in breaches if not b.startswith(("malformed", "batch-without-course"))] == []


async def test_what_was_mended_or_deleted_is_no_longer_aside_when_it_is_tried_again(
    institute: Institute, move: Mover
) -> None:
    await move.up()
    trainer, (mended, deleted) = institute.trainers[0], institute.odd_batches["instructor-null"]
    batches = move.database.motor.batches
    await batches.update_one({"_id": mended}, {"$set": {"instructor": trainer}})
    await batches.delete_one({"_id": deleted})
    before = await aside(move, "m0002_batch_trainers")
    assert [summary.changed for summary in await move.retry_set_aside()] == [0, 1, 2]  # both courses are recounted
    assert before.keys() - (await aside(move, "m0002_batch_trainers")).keys() == {mended, deleted}
    batch = await batches.find_one({"_id": mended})
    assert batch
    assert batch["trainers"] == {"primary": trainer, "backup": [], "assistants": []}


async def test_a_course_that_the_recount_alone_would_make_too_large_is_planned_to_be_set_aside(move: Mover) -> None:
    database, course, trainers = move.database.motor, ObjectId(), [ObjectId() for _ in range(30)]
    await database.users.insert_many([{"_id": one, "role": "trainer"} for one in trainers])
    await database.courses.insert_one({"_id": course, "instructor": trainers[0], "pad": "x" * (16 * 2**20 - 1_000)})
    await database.batches.insert_many([{"course": course, "instructor": one} for one in trainers])
    preview = (await move.services.course_conversion.preview(THE_ADMIN, str(course))).view["course"]
    planned = await move.plan()
    assert [dict(one.kinds) for one in planned] == [{"roster-made": 1}, {"people-made": 30}, {}]
    assert dict(planned[2].reasons) == {"too-large": 1}
    assert (preview["changes"], preview["setAside"]["reason"]) == (["roster-made"], "too-large")
    assert counts(await move.up()) == counts(planned)
    assert preview["setAside"]["detail"] in [one["detail"] async for one in database.multitrainer_set_aside.find()]


async def test_of_ten_migrators_at_once_one_does_the_work_and_nine_are_told(institute: Institute, move: Mover) -> None:
    planned = await move.plan()
    done = await asyncio.gather(*(move.up() for _ in range(10)), return_exceptions=True)
    assert [type(one) for one in done if not isinstance(one, list)] == [MigrationHeld] * 9
    assert [counts(one) for one in done if isinstance(one, list)] == [counts(planned)]
    assert [summary.changed for summary in await move.sweep()] == [0, 0, 0]
