"""ETag and If-Match: a write on condition meets the thing as it was read, or does nothing."""

from typing import Any, NamedTuple

import httpx
import pytest
from bson import ObjectId

from multitrainer.database import Database
from tests.api.school import ALEX, COURSE, FIRST, JOHN, MARIA, SARAH, everything

pytestmark = pytest.mark.usefixtures("school")

ROSTER = f"/api/courses/{COURSE}/trainers"
PEOPLE = f"/api/batches/{FIRST}/trainers"


class Write(NamedTuple):
    """A write, what it is about, and what somebody else may change about that meanwhile."""

    method: str
    path: str
    body: dict[str, Any] | None
    about: str
    meanwhile: tuple[str, str]


WRITES = [
    Write("PATCH", f"/api/courses/{COURSE}", {"name": "A1"}, f"/api/courses/{COURSE}", ("courses", COURSE)),
    Write("PATCH", f"/api/courses/{COURSE}", {"instructor": ALEX}, f"/api/courses/{COURSE}", ("courses", COURSE)),
    Write("DELETE", f"/api/courses/{COURSE}?force=true", None, f"/api/courses/{COURSE}", ("courses", COURSE)),
    Write("POST", ROSTER, {"trainer": ALEX}, ROSTER, ("users", JOHN)),
    Write("PUT", f"{ROSTER}/{JOHN}", {"status": "inactive"}, ROSTER, ("users", MARIA)),
    Write("DELETE", f"{ROSTER}/{JOHN}?handOverTo={MARIA}", None, ROSTER, ("users", SARAH)),
    Write("PATCH", f"/api/batches/{FIRST}", {"students": []}, f"/api/batches/{FIRST}", ("batches", FIRST)),
    Write("PATCH", f"/api/batches/{FIRST}", {"instructor": ALEX}, f"/api/batches/{FIRST}", ("batches", FIRST)),
    Write("DELETE", f"/api/batches/{FIRST}?force=true", None, f"/api/batches/{FIRST}", ("batches", FIRST)),
    Write("POST", PEOPLE, {"trainer": ALEX, "as": "assistant"}, PEOPLE, ("users", SARAH)),
    Write("POST", f"{PEOPLE}/backup", {"trainer": ALEX}, PEOPLE, ("users", SARAH)),
    Write("PUT", f"{PEOPLE}/primary", {"trainer": ALEX}, PEOPLE, ("users", JOHN)),
    Write("DELETE", f"{PEOPLE}/{SARAH}", None, PEOPLE, ("users", JOHN)),
    Write("PATCH", f"/api/trainers/{ALEX}", {"phone": "1"}, f"/api/trainers/{ALEX}", ("users", ALEX)),
]
each_write = pytest.mark.parametrize("write", WRITES, ids=lambda w: f"{w.method} {w.path} {w.body or ''}")


async def tag_of(http: httpx.AsyncClient, path: str) -> str:
    return (await http.get(path)).headers["ETag"]


@each_write
async def test_a_stale_tag_is_refused_and_nothing_is_written(
    http: httpx.AsyncClient, database: Database, write: Write
) -> None:
    stale = await tag_of(http, write.about)
    collection, id_ = write.meanwhile
    await database.motor[collection].update_one({"_id": ObjectId(id_)}, {"$set": {"name": "Meanwhile"}})
    before = await everything(database)
    answer = await http.request(write.method, write.path, json=write.body, headers={"If-Match": stale})
    assert (answer.status_code, answer.json()["code"]) == (412, "stale")
    assert answer.json()["etag"] == await tag_of(http, write.about)
    assert await everything(database) == before


@each_write
async def test_the_present_tag_is_accepted_and_answered_with_the_next(
    http: httpx.AsyncClient, database: Database, write: Write
) -> None:
    before, present = await everything(database), await tag_of(http, write.about)
    answer = await http.request(write.method, write.path, json=write.body, headers={"If-Match": present})
    assert answer.is_success
    assert await everything(database) != before
    following = (await http.get(write.about)).headers.get("ETag")
    assert following != present
    assert answer.headers.get("ETag") == following  # none, where all of it is deleted


@pytest.mark.parametrize("matching", ["*", '"another", {}', " {} ", "{bare}"])
async def test_any_of_several_tags_or_the_star_will_do(http: httpx.AsyncClient, matching: str) -> None:
    present = await tag_of(http, ROSTER)
    headers = {"If-Match": matching.format(present, bare=present.strip('"'))}
    answer = await http.post(ROSTER, json={"trainer": ALEX}, headers=headers)
    assert answer.status_code == 201


async def test_a_new_thing_is_tagged_as_it_reads(http: httpx.AsyncClient) -> None:
    for path, body in (
        ("/api/courses", {"name": "Spanish B1", "instructor": ALEX}),
        ("/api/batches", {"name": "Batch 5", "course": COURSE}),
        ("/api/trainers", {"name": "Grace", "email": "grace@x.example"}),
        (ROSTER, {"trainer": ALEX}),
    ):
        made = await http.post(path, json=body)
        assert made.headers["ETag"] == await tag_of(http, made.headers["Location"])
