"""When the client sends a call again, and when it does not."""

import asyncio
import time
from collections.abc import Callable, Iterable

import httpx
import pytest

from multitrainer.client import Client
from multitrainer.client.problems import by_code
from multitrainer.domain.errors import CourseNotFound, MultitrainerError, Unavailable
from multitrainer.schemas.courses import Course, CoursePatch
from multitrainer.schemas.roster import RosterChange
from tests.api.school import ALEX, COURSE, FIRST

Answer = httpx.Response | Exception
FOUND = httpx.Response(200, json={"_id": COURSE, "name": "German A1", "trainers": []}, headers={"ETag": '"1"'})
CREATED = httpx.Response(201, content=FOUND.content)
GONE = httpx.Response(204)
AWAY = httpx.Response(503, headers={"Retry-After": "0"})
LOST = httpx.ReadError("the connection broke while an answer was awaited")
REFUSED = httpx.ConnectError("nobody listens")


class Service:
    """Answers one after another with what it was told, and remembers what it was asked."""

    def __init__(self, *answers: Answer) -> None:
        self._answers = iter(answers)
        self.asked: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        answer = next(self._answers)
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(answer.status_code, content=answer.content, headers=answer.headers)


def client_of(service: Callable[[httpx.Request], httpx.Response], attempts: int = 3, patience: float = 10) -> Client:
    return Client("http://test", attempts=attempts, patience=patience, transport=httpx.MockTransport(service))


def problem(code: str, status: int) -> httpx.Response:
    return httpx.Response(status, json={"title": "", "status": status, "detail": "why", "code": code})


@pytest.mark.parametrize("hitch", [AWAY, LOST, REFUSED, httpx.ReadTimeout("too long")], ids=str)
async def test_reading_goes_on_after_a_hitch(hitch: Answer) -> None:
    service = Service(hitch, hitch, FOUND)
    async with client_of(service) as client:
        assert (await client.courses.read(COURSE)).name == "German A1"
    assert len(service.asked) == 3


async def test_a_service_that_stays_away_is_unavailable_after_the_last_attempt() -> None:
    service = Service(*[REFUSED] * 5)
    async with client_of(service, attempts=2) as client:
        with pytest.raises(Unavailable, match="nobody listens") as outcome:
            await client.courses.read(COURSE)
    assert outcome.value.__cause__ is REFUSED
    assert len(service.asked) == 2


async def test_what_the_service_says_of_its_being_away_is_raised() -> None:
    service = Service(*[problem("unavailable", 503)] * 3)
    async with client_of(service) as client:
        with pytest.raises(Unavailable, match="why"):
            await client.courses.read(COURSE)
    assert len(service.asked) == 3


@pytest.mark.parametrize(
    "code", ["malformed-body", "course-not-found", "contended", "stale", "body-too-large", "invalid-input"]
)
async def test_a_refusal_is_final(code: str) -> None:
    status = {"malformed-body": 400, "course-not-found": 404, "contended": 409, "stale": 412, "body-too-large": 413}
    service = Service(*[problem(code, status.get(code, 422))] * 2)
    async with client_of(service) as client:
        with pytest.raises(by_code()[code]):
            await client.courses.patch(COURSE, CoursePatch(name="x"))
    assert len(service.asked) == 1


async def test_a_repeated_post_has_the_same_key_and_another_post_another() -> None:
    service = Service(AWAY, LOST, CREATED, CREATED)
    async with client_of(service) as client:
        await client.courses.create("German A1")
        await client.courses.create("German A1")
    *repeats, other = [request.headers["Idempotency-Key"] for request in service.asked]
    assert len(repeats) == 3
    assert len(set(repeats)) == 1
    assert other not in repeats


async def test_only_posts_have_a_key() -> None:
    service = Service(FOUND, FOUND, GONE)
    async with client_of(service) as client:
        await client.courses.read(COURSE)
        await client.courses.patch(COURSE, CoursePatch(name="x"))
        await client.courses.delete(COURSE)
    assert [r.headers.get("Idempotency-Key") for r in service.asked] == [None] * 3


@pytest.mark.parametrize("hitch", [AWAY, LOST], ids=str)
async def test_a_write_on_condition_is_not_repeated_for_it_would_meet_itself(hitch: Answer) -> None:
    service = Service(hitch)
    async with client_of(service) as client:
        with pytest.raises(MultitrainerError):
            await client.courses.patch(COURSE, CoursePatch(name="x"), if_match='"1"')
    assert service.asked[0].headers["If-Match"] == '"1"'


async def test_a_write_on_condition_that_was_never_sent_is_sent_again() -> None:
    service = Service(REFUSED, httpx.ConnectTimeout("too long"), FOUND)
    async with client_of(service) as client:
        await client.courses.patch(COURSE, CoursePatch(name="x"), if_match='"1"')
    assert [r.headers["If-Match"] for r in service.asked] == ['"1"'] * 3


async def test_whatever_was_deleted_by_a_try_whose_answer_got_lost_is_deleted() -> None:
    service = Service(LOST, problem("course-not-found", 404))
    async with client_of(service) as client:
        await client.courses.delete(COURSE)
    assert len(service.asked) == 2


@pytest.mark.parametrize("before", [[], [REFUSED]], ids=["at once", "after a try that was never sent"])
async def test_whatever_was_never_there_is_not_deleted(before: Iterable[Answer]) -> None:
    async with client_of(Service(*before, problem("course-not-found", 404))) as client:
        with pytest.raises(CourseNotFound):
            await client.courses.delete(COURSE)


async def test_a_service_is_given_the_time_it_asks_for() -> None:
    service = Service(httpx.Response(503, headers={"Retry-After": "1"}), FOUND)
    began = time.monotonic()
    async with client_of(service) as client:
        await client.courses.read(COURSE)
    assert time.monotonic() - began >= 1


async def test_a_service_that_asks_for_too_long_is_not_asked_again() -> None:
    service = Service(httpx.Response(503, headers={"Retry-After": "11"}, text="closed for lunch"))
    async with client_of(service) as client:
        with pytest.raises(MultitrainerError, match="closed for lunch"):
            await client.courses.read(COURSE)
    assert len(service.asked) == 1


async def test_a_silent_service_is_unavailable_after_the_timeout() -> None:
    over = asyncio.Event()

    async def say_nothing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    async with await asyncio.start_server(say_nothing, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with Client(f"http://127.0.0.1:{port}", timeout=0.1, attempts=1) as client:
            with pytest.raises(Unavailable) as outcome:
                await client.roster.change(COURSE, ALEX, RosterChange(role="lead"))
        over.set()
    assert isinstance(outcome.value.__cause__, httpx.TimeoutException)


async def test_nothing_is_repeated_when_one_attempt_is_allowed() -> None:
    async with client_of(Service(LOST), attempts=1) as client:
        with pytest.raises(Unavailable):
            await client.batch_people.read(FIRST)
    with pytest.raises(ValueError, match="at least one"):
        Client(attempts=0)


async def test_whoever_updates_is_told_of_a_lost_answer() -> None:
    def rename(course: Course) -> CoursePatch:
        return CoursePatch(name=f"{course.name}, spring")

    service = Service(FOUND, LOST)
    async with client_of(service) as client:
        with pytest.raises(Unavailable):
            await client.courses.update(COURSE, rename, attempts=3)
    assert [r.method for r in service.asked] == ["GET", "PATCH"]
