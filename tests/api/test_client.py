"""The client: what it raises, what it sends, and how it changes things that others change too."""

import re
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime

import httpx
import pytest
from fastapi import FastAPI

from multitrainer.client import ApiError, Client
from multitrainer.domain.errors import InvalidInput, MultitrainerError, Stale, StillPrimary
from multitrainer.domain.people import Duty
from multitrainer.domain.proposals import ProposalKind
from multitrainer.schemas.availability import NewAvailability
from multitrainer.schemas.batches import BatchPatch
from multitrainer.schemas.courses import CoursePatch
from multitrainer.schemas.cover_settings import NewCourseCover
from multitrainer.schemas.enrolments import EnrolmentPatch, NewBatching
from multitrainer.schemas.leaves import LeavePatch
from multitrainer.schemas.notifications import NewPreferences
from multitrainer.schemas.planning import BatchPlanning, TrainerPlanning
from multitrainer.schemas.reports import NewReport
from multitrainer.schemas.roster import RosterChange
from multitrainer.schemas.sessions import NewTimetable
from multitrainer.schemas.trainers import TrainerPatch
from multitrainer.schemas.webhooks import WebhookPatch
from multitrainer.schemas.what_if import Suppositions
from tests.api.school import ALEX, BATCHES, COURSE, FIRST, JOHN, SARAH

SERVER_CODE = ("beanie", "bson", "fastapi", "motor", "pymongo", "starlette", "structlog", "uvicorn", "orjson")


def answering(answer: httpx.Response) -> Client:
    return Client("http://test", transport=httpx.MockTransport(lambda _: answer))


def test_importing_the_client_loads_no_server_code() -> None:
    program = f"import sys, multitrainer.client; print(*(set({SERVER_CODE}) & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.usefixtures("school")
async def test_a_refusal_is_the_exception_that_the_service_raised(client: Client) -> None:
    with pytest.raises(StillPrimary) as refusal:
        await client.roster.remove(COURSE, JOHN)
    assert refusal.value.detail == (
        f"{JOHN} is still primary of 2 of course {COURSE}'s batches. "
        "Name somebody else for them first, or remove with ?handOverTo=<another trainer>."
    )
    assert refusal.value.facts == {"trainer": JOHN, "batches": BATCHES[:2]}
    assert re.fullmatch("request id: [0-9a-f]{32}", refusal.value.__notes__[0])


async def test_what_the_service_finds_invalid_is_named(client: Client) -> None:
    with pytest.raises(InvalidInput) as refusal:
        await client.courses.read("42")
    assert [e["field"] for e in refusal.value.facts["errors"]] == ["path.course_id"]


async def test_what_can_be_seen_to_be_invalid_is_not_even_sent() -> None:
    with pytest.raises(InvalidInput) as refusal:
        await answering(httpx.Response(500)).batches.create("42", " ", students=["x"])
    assert [e["field"] for e in refusal.value.facts["errors"]] == ["body.course", "body.name", "body.students.0"]
    assert refusal.value.detail == "body.course must be an id: 24 hexadecimal digits. `errors` names 2 more."


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(502, html="<h1>Bad Gateway</h1>"),
        httpx.Response(418, json={"title": "", "status": 418, "detail": "no coffee", "code": "a-teapot"}),
        httpx.Response(307, headers={"Location": "https://elsewhere.example/"}),
        httpx.Response(200, html="<h1>Welcome to the hotel</h1>"),
        httpx.Response(200, json={"name": "a course without an id"}),
        httpx.Response(200, content=b"\xff"),
    ],
    ids=lambda answer: f"{answer.status_code} {answer.content[:20]!r}",
)
async def test_an_answer_that_is_none_of_the_services_is_an_api_error(answer: httpx.Response) -> None:
    with pytest.raises(ApiError) as outcome:
        await answering(answer).courses.read(COURSE)
    assert (outcome.value.status, outcome.value.text) == (answer.status_code, answer.text)
    assert isinstance(outcome.value, MultitrainerError)


async def test_a_list_that_is_none_is_an_api_error() -> None:
    with pytest.raises(ApiError):
        await answering(httpx.Response(200, json=7)).roster.list(COURSE)


async def test_an_id_can_not_lead_elsewhere() -> None:
    asked: list[bytes] = []

    def note(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.raw_path)
        return httpx.Response(404)

    async with Client("http://test/institute", transport=httpx.MockTransport(note)) as client:
        with pytest.raises(ApiError):
            await client.courses.read("../trainers?x#y")
    assert asked == [b"/institute/api/courses/..%2Ftrainers%3Fx%23y"]


@pytest.mark.usefixtures("school")
async def test_everything_that_is_read_or_written_by_itself_has_its_tag(client: Client) -> None:
    written = await client.courses.patch(COURSE, CoursePatch(name="A1"))
    assert (await client.courses.patch(COURSE, CoursePatch(name="A2"), if_match=written.etag)).etag
    entry = await client.roster.read(COURSE, JOHN)
    assert {e.etag for e in await client.roster.list(COURSE)} == {entry.etag}
    people = await client.batch_people.add_backup(FIRST, ALEX, if_match=(await client.batch_people.read(FIRST)).etag)
    await client.batch_people.remove(FIRST, SARAH, if_match=people.etag)
    with pytest.raises(Stale):
        await client.batch_people.remove(FIRST, ALEX, if_match=people.etag)
    assert [b.etag async for b in client.batches.list(page_size=2)] == [None] * len(BATCHES)


CALLS: list[Callable[[Client], Awaitable[object]]] = [
    lambda client: client.courses.page(),
    lambda client: client.courses.create("German A1"),
    lambda client: client.courses.read(COURSE),
    lambda client: client.courses.patch(COURSE, CoursePatch()),
    lambda client: client.courses.delete(COURSE),
    lambda client: client.roster.list(COURSE),
    lambda client: client.roster.add(COURSE, ALEX),
    lambda client: client.roster.read(COURSE, ALEX),
    lambda client: client.roster.change(COURSE, ALEX, RosterChange()),
    lambda client: client.roster.remove(COURSE, ALEX),
    lambda client: client.batches.page(),
    lambda client: client.batches.create(COURSE, "Batch 1"),
    lambda client: client.batches.read(FIRST),
    lambda client: client.batches.patch(FIRST, BatchPatch()),
    lambda client: client.batches.delete(FIRST),
    lambda client: client.batch_people.read(FIRST),
    lambda client: client.batch_people.add(FIRST, ALEX, Duty.ASSISTANT),
    lambda client: client.batch_people.add_backup(FIRST, ALEX),
    lambda client: client.batch_people.set_primary(FIRST, ALEX),
    lambda client: client.batch_people.remove(FIRST, ALEX),
    lambda client: client.trainers.page(),
    lambda client: client.trainers.create("Alex", "alex@institute.example"),
    lambda client: client.trainers.read(ALEX),
    lambda client: client.trainers.patch(ALEX, TrainerPatch()),
    lambda client: anext(client.trainers.batches(ALEX)),
    lambda client: client.enrolments.page(COURSE),
    lambda client: client.enrolments.enrol(COURSE, ALEX),
    lambda client: client.enrolments.read(ALEX),
    lambda client: client.enrolments.patch(ALEX, EnrolmentPatch()),
    lambda client: client.enrolments.withdraw(ALEX),
    lambda client: client.enrolments.import_file(COURSE, b"student"),
    lambda client: client.enrolments.adopt(COURSE),
    lambda client: client.enrolments.batching(COURSE),
    lambda client: client.enrolments.set_batching(COURSE, NewBatching(target=25, minimum=15, maximum=30)),
    lambda client: client.planning.trainer(ALEX),
    lambda client: client.planning.set_trainer(ALEX, TrainerPlanning()),
    lambda client: client.planning.batch(FIRST),
    lambda client: client.planning.set_batch(FIRST, BatchPlanning()),
    lambda client: client.planning.lock(FIRST),
    lambda client: client.planning.candidates(FIRST),
    lambda client: client.sessions.timetable(FIRST),
    lambda client: client.sessions.set_timetable(FIRST, NewTimetable()),
    lambda client: anext(client.sessions.of_batch(FIRST)),
    lambda client: anext(client.sessions.of_trainer(ALEX)),
    lambda client: client.sessions.read(ALEX),
    lambda client: client.sessions.cancel(ALEX),
    lambda client: client.handovers.read(FIRST),
    lambda client: client.handovers.write(FIRST, "Page 34"),
    lambda client: anext(client.handovers.versions(FIRST)),
    lambda client: client.handovers.version(FIRST, 1),
    lambda client: anext(client.leaves.list()),
    lambda client: anext(client.leaves.of_trainer(ALEX)),
    lambda client: client.leaves.request(ALEX, datetime(2026, 3, 2), datetime(2026, 3, 3)),  # noqa: DTZ001
    lambda client: client.leaves.read(ALEX),
    lambda client: client.leaves.patch(ALEX, LeavePatch()),
    lambda client: client.leaves.approve(ALEX),
    lambda client: client.leaves.decline(ALEX),
    lambda client: client.leaves.cancel(ALEX),
    lambda client: anext(client.ledger.sums()),
    lambda client: client.ledger.of_trainer(ALEX),
    lambda client: client.ledger.read(ALEX),
    lambda client: client.ledger.correct(ALEX, -0.5, "Ended early"),
    lambda client: client.ledger.terms(),
    lambda client: client.ledger.set_terms([]),
    lambda client: client.cover_settings.of_course(COURSE),
    lambda client: client.cover_settings.set_of_course(COURSE, NewCourseCover()),
    lambda client: client.cover_settings.pool(),
    lambda client: client.cover_settings.set_pool([ALEX]),
    lambda client: client.cover_settings.contacts(),
    lambda client: client.cover_settings.set_contacts(["office@institute.example"], students=False),
    lambda client: client.availability.read(ALEX),
    lambda client: client.availability.state(ALEX, NewAvailability()),
    lambda client: anext(client.covers.list()),
    lambda client: anext(client.covers.of_trainer(ALEX)),
    lambda client: client.covers.read(ALEX),
    lambda client: client.covers.candidates(ALEX),
    lambda client: client.covers.accept(ALEX, [FIRST]),
    lambda client: client.covers.refuse(ALEX),
    lambda client: client.covers.name_substitute(ALEX, JOHN),
    lambda client: client.covers.release(ALEX),
    lambda client: client.covers.reopen(ALEX),
    lambda client: client.covers.ways_out(ALEX),
    lambda client: client.covers.cancel(ALEX, "x"),
    lambda client: client.covers.combine(ALEX, FIRST),
    lambda client: client.covers.move(ALEX, datetime(2026, 3, 2, 18), datetime(2026, 3, 2, 19)),  # noqa: DTZ001
    lambda client: client.covers.assist(ALEX, JOHN),
    lambda client: client.covers.report(ALEX, "x"),
    lambda client: client.reports.read(ALEX),
    lambda client: client.reports.write(ALEX, NewReport(held=True)),
    lambda client: client.reports.acknowledge(ALEX),
    lambda client: client.reports.of_course(COURSE),
    lambda client: client.reports.of_trainer(ALEX),
    lambda client: anext(client.reports.missing(COURSE)),
    lambda client: anext(client.reports.flagged(COURSE, acknowledged=False)),
    lambda client: anext(client.swaps.list()),
    lambda client: anext(client.swaps.of_trainer(ALEX)),
    lambda client: client.swaps.propose(ALEX, FIRST),
    lambda client: client.swaps.read(ALEX),
    lambda client: client.swaps.confirm(ALEX),
    lambda client: client.swaps.decline(ALEX),
    lambda client: client.swaps.withdraw(ALEX),
    lambda client: anext(client.questions.list()),
    lambda client: client.questions.ask("?", course=COURSE),
    lambda client: client.questions.read(ALEX),
    lambda client: client.questions.answer(ALEX, "So."),
    lambda client: client.questions.note(ALEX, "So."),
    lambda client: client.questions.follow_up(ALEX, "And?"),
    lambda client: client.questions.escalate(ALEX, "?"),
    lambda client: client.questions.take(ALEX),
    lambda client: client.questions.give_back(ALEX),
    lambda client: client.questions.hand_on(ALEX, ALEX),
    lambda client: client.questions.close(ALEX),
    lambda client: client.questions.suggestions(ALEX),
    lambda client: client.questions.counts(),
    lambda client: anext(client.replies.list(COURSE)),
    lambda client: client.replies.keep(COURSE, "Why", "So."),
    lambda client: client.replies.put(COURSE, ALEX, "Why", "So."),
    lambda client: client.replies.delete(COURSE, ALEX),
    lambda client: anext(client.threads.list()),
    lambda client: client.threads.read(ALEX),
    lambda client: client.threads.mark(ALEX, 1),
    lambda client: anext(client.threads.messages(ALEX)),
    lambda client: anext(client.threads.search("x")),
    lambda client: client.threads.post(ALEX, "x"),
    lambda client: client.threads.message(ALEX),
    lambda client: client.threads.change(ALEX, "x"),
    lambda client: client.threads.delete(ALEX),
    lambda client: client.threads.history(ALEX),
    lambda client: client.threads.upload(ALEX, "a.txt", b"x"),
    lambda client: client.threads.download(ALEX),
    lambda client: client.sessions.holidays(),
    lambda client: client.sessions.set_holidays([]),
    lambda client: client.sessions.import_holidays(b"x"),
    lambda client: client.sessions.calendar(ALEX),
    lambda client: client.sessions.renew_calendar(ALEX),
    lambda client: client.sessions.withdraw_calendar(ALEX),
    lambda client: client.proposals.start(ProposalKind.ASSIGN),
    lambda client: client.proposals.start_for_course(COURSE, ProposalKind.ASSIGN),
    lambda client: client.proposals.page(),
    lambda client: client.proposals.read(ALEX),
    lambda client: client.proposals.explain(ALEX, FIRST),
    lambda client: client.proposals.cancel(ALEX),
    lambda client: client.proposals.apply(ALEX),
    lambda client: client.proposals.revert(ALEX),
    lambda client: client.proposals.delete(ALEX),
    lambda client: client.proposals.what_if(Suppositions()),
    lambda client: client.workloads.of_course(COURSE),
    lambda client: client.workloads.of_trainer(ALEX),
    lambda client: client.workloads.page(),
    lambda client: client.workloads.hours(),
    lambda client: client.migration.status(),
    lambda client: anext(client.migration.set_aside()),
    lambda client: client.migration.preview(COURSE),
    lambda client: client.migration.convert(COURSE),
    lambda client: client.auth.sign_in("ada@x.example", "secret"),
    lambda client: client.auth.resume("mtrefresh_x"),
    lambda client: client.auth.sign_out(),
    lambda client: client.auth.sign_out_everywhere(),
    lambda client: client.auth.me(),
    lambda client: client.notifications.page(),
    lambda client: client.notifications.read(ALEX),
    lambda client: client.notifications.read_all(),
    lambda client: client.notifications.preferences(),
    lambda client: client.notifications.preferences(ALEX),
    lambda client: client.notifications.set_preferences(NewPreferences()),
    lambda client: client.notifications.set_preferences(NewPreferences(), ALEX),
    lambda client: anext(client.events.listen()),
    lambda client: client.webhooks.page(),
    lambda client: client.webhooks.create("https://hooks.example"),
    lambda client: client.webhooks.read(ALEX),
    lambda client: client.webhooks.patch(ALEX, WebhookPatch()),
    lambda client: client.webhooks.delete(ALEX),
    lambda client: client.webhooks.test(ALEX),
    lambda client: client.webhooks.deliveries(ALEX),
    lambda client: client.webhooks.redeliver(ALEX, ALEX),
    lambda client: client.outbox.page(),
    lambda client: client.outbox.resend(ALEX),
    lambda client: client.audit.page(),
    lambda client: client.audit.export(ALEX),
    lambda client: client.keys.page(),
    lambda client: client.keys.create("Timetable"),
    lambda client: client.keys.revoke(ALEX),
    lambda client: client.health.alive(),
    lambda client: client.health.ready(),
    lambda client: client.health.metrics(),
]


async def test_every_endpoint_has_its_method(app: FastAPI) -> None:
    asked: set[tuple[str, str]] = set()

    def note(request: httpx.Request) -> httpx.Response:
        asked.add((request.method, re.sub("[0-9a-f]{24}|(?<=versions/)1", "{}", request.url.path)))
        return httpx.Response(404)

    async with Client("http://test", transport=httpx.MockTransport(note)) as client:
        for call in CALLS:
            with pytest.raises(ApiError):
                await call(client)
    offered = {(m.upper(), re.sub("{.*?}", "{}", path)) for path, item in app.openapi()["paths"].items() for m in item}
    assert asked == offered


async def test_times_of_the_institutes_clock_are_sent_as_the_service_reads_them() -> None:
    sent: list[bytes] = []

    def note(request: httpx.Request) -> httpx.Response:
        sent.append(request.content)
        return httpx.Response(404)

    async with Client("http://test", transport=httpx.MockTransport(note)) as client:
        with pytest.raises(ApiError):
            await client.leaves.request(ALEX, datetime(2026, 3, 2), datetime(2026, 3, 3, 12, 30))  # noqa: DTZ001
        with pytest.raises(InvalidInput):
            await client.leaves.request(ALEX, datetime(2026, 3, 2, 0, 0, 1), datetime(2026, 3, 3))  # noqa: DTZ001
    assert sent == [b'{"start":"2026-03-02T00:00","end":"2026-03-03T12:30","kind":"other","note":""}']
