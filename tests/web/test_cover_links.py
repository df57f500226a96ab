"""The page on which somebody who is asked to stand in answers, by the link that only their e-mail has."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from pydantic import SecretStr
from structlog.testing import capture_logs

from multitrainer import logs, wiring
from multitrainer.app import create_app
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.covers.answering import Standing
from multitrainer.domain.telling.notices import Language
from multitrainer.failures import AWAY
from multitrainer.identity.answer_links import AnswerLinks
from multitrainer.metrics import Metrics
from multitrainer.schemas.notifications import NewPreferences
from multitrainer.schemas.sessions import SessionPatch
from multitrainer.schemas.webhooks import NewWebhook
from multitrainer.services import Services
from multitrainer.services.covers.links import CoverLinks
from multitrainer.settings import Settings
from multitrainer.telling.catalogue import catalogue
from multitrainer.wiring.answering import answer_addresses
from tests import school
from tests.databases import leave
from tests.receivers import mailbox, receiver
from tests.services.covering.covering import (
    FIRST,
    MARIA,
    SARAH,
    as_trainer,
    ask_also,
    away,
    covers,
    founded,
    searched,
    states,
    told,
)
from tests.services.people import SetClock
from tests.web.reading import Read

Raw = dict[str, Any]
HOST = "https://school.example"
FRIDAY = ("06T00:00", "07T00:00")


@dataclass
class There:
    """The institute on a Monday noon, and a browser that asks it. John teaches on Tuesday evening and on Friday."""

    services: Services
    database: Database
    settings: Settings
    time: SetClock
    http: httpx.AsyncClient

    async def link(self, trainer: str = SARAH, day: str = "") -> str:
        """The path at which somebody answers what they were asked last, of a day where several were looked at."""
        entries = [entry async for entry in self.database.motor.multitrainer_outbox.find({})]
        asked = [
            notice
            for entry in entries
            for notice in entry["notices"] or ()
            if (notice["kind"], notice["to"]) == ("cover-asked", trainer) and day in str(notice["facts"]["when"])
        ]
        address = await answer_addresses(self.settings).of(asked[-1])
        assert address
        return address.removeprefix(HOST)

    async def post(self, link: str, answer: str, *chosen: Any) -> httpx.Response:
        return await self.http.post(link, data={"answer": answer, "cover": [str(one) for one in chosen]})

    async def answer(self, link: str, answer: str) -> httpx.Response:
        """As a browser sends what it was shown, with all that was checked."""
        read = Read(await self.http.get(link))
        return await self.post(link, answer, *(box["value"] for box in read.all("input")))

    async def everything(self, *but: str) -> dict[str, list[Raw]]:
        """All that the database has."""
        names = sorted({*await self.database.motor.list_collection_names()} - {*but})
        return {name: [raw async for raw in self.database.motor[name].find({}).sort("_id", 1)] for name in names}


@pytest.fixture(scope="module")
async def served(mongodb_uri: str) -> AsyncIterator[Database]:
    """One database for all tests of this file, because to make one takes longer than a test."""
    settings = Settings(_env_file=None, mongodb_database=f"test_{uuid4().hex[:12]}")
    async with Database(mongodb_uri, settings, Metrics()) as database:
        yield database
        await leave(database.client, settings.mongodb_database)


@pytest.fixture
async def there(served: Database, settings: Settings, mongodb_uri: str) -> AsyncIterator[There]:
    for name in await served.motor.list_collection_names():
        await served.motor[name].delete_many({})
    await founded(served)
    settings = settings.model_copy(update={"time_zone": "Europe/Berlin", "public_url": HOST, "sessions_ahead_days": 7})
    async with at_noon(served, settings, mongodb_uri) as there:
        yield there


def at_noon(database: Database, settings: Settings, uri: str) -> "Opened":
    time = SetClock()
    time.at = datetime(2026, 3, 2, 11, tzinfo=UTC)
    services = wiring.build(database, settings, now=time)
    app = create_app(settings, uri)  # which is not started: it works with our clock
    app.state.services = services
    http = httpx.AsyncClient(base_url=HOST, transport=httpx.ASGITransport(app))
    return Opened(There(services, database, settings, time, http))


class Opened:
    def __init__(self, there: There) -> None:
        self._there = there

    async def __aenter__(self) -> There:
        await self._there.http.__aenter__()
        return self._there

    async def __aexit__(self, *error: object) -> None:
        await self._there.http.aclose()


async def speak(there: There, language: Language, trainer: str = SARAH) -> None:
    new = NewPreferences.model_validate({"language": language.value})
    await there.services.notification_preferences.set_of(THE_ADMIN, trainer, new)


async def cover_of(there: There) -> Raw:
    (cover,) = await covers(there.services)
    return cover


async def nothing(_: There, __: str) -> None:
    return


async def held(there: There, link: str) -> None:
    await there.answer(link, "accept")


async def refused(there: There, link: str) -> None:
    await there.answer(link, "refuse")


async def given_back(there: There, link: str) -> None:
    await held(there, link)
    await there.services.covers.release(as_trainer(SARAH), str((await cover_of(there))["_id"]))


async def taken(there: There, _: str) -> None:
    await there.services.covers.reassign(THE_ADMIN, str((await cover_of(there))["_id"]), MARIA, overruling=False)


async def silent(there: There, _: str) -> None:
    there.time.at = (await cover_of(there))["offers"][0]["deadline"]


async def silent_and_seen(there: There, link: str) -> None:
    await silent(there, link)
    await searched(there.services)


async def begun(there: There, _: str) -> None:
    there.time.at = (await cover_of(there))["start"]
    await searched(there.services)


async def back_at_work(there: There, _: str) -> None:
    leave = (await there.services.leaves.page(THE_ADMIN, None, None, 1)).items[0]
    await there.services.leaves.cancel(THE_ADMIN, str(leave["_id"]))
    await searched(there.services)


async def asked_again(there: There, link: str) -> None:
    cover = str((await cover_of(there))["_id"])
    await refused(there, link)
    await searched(there.services)
    await there.services.cover_answers.refuse(as_trainer(MARIA), cover)
    await searched(there.services)
    there.time.move(minutes=1)
    await there.services.covers.reopen(THE_ADMIN, cover)
    await searched(there.services)
    assert await there.link() != link


Happens = Callable[[There, str], Awaitable[None]]
ENDS: dict[str, tuple[Happens, Standing, int, int, int]] = {
    "it was accepted": (held, Standing.HELD, 200, 200, 409),
    "it was refused": (refused, Standing.REFUSED, 200, 409, 200),
    "it was given back": (given_back, Standing.GIVEN_BACK, 410, 410, 410),
    "somebody else took it": (taken, Standing.TAKEN, 409, 409, 409),
    "time ran out": (silent, Standing.EXPIRED, 410, 410, 410),
    "time ran out and others are asked": (silent_and_seen, Standing.EXPIRED, 410, 410, 410),
    "the session began": (begun, Standing.EXPIRED, 410, 410, 410),
    "the leave was cancelled": (back_at_work, Standing.NOT_NEEDED, 410, 410, 410),
    "a newer question was asked": (asked_again, Standing.AGAIN, 410, 410, 410),
}
"""What happens, how the question stands then, and what GET, accepting and refusing are answered with."""


@pytest.mark.parametrize("name", ENDS)
async def test_a_question_that_is_over_says_what_is_so_and_does_nothing(there: There, name: str) -> None:
    happens, stands, on_get, on_accept, on_refuse = ENDS[name]
    await away(there.services, *FRIDAY)
    link, chosen = await there.link(), (await cover_of(there))["_id"]
    await happens(there, link)
    before = await there.everything("multitrainer_leases", "multitrainer_leaves")
    pages = [await there.http.get(link), await there.post(link, "accept", chosen), await there.post(link, "refuse")]
    assert [page.status_code for page in pages] == [on_get, on_accept, on_refuse]
    for page in pages:
        assert catalogue(Language.ENGLISH)["answering"][f"{stands.value}-title"] in Read(page).words
        assert not Read(page).all("form")
    assert await there.everything("multitrainer_leases", "multitrainer_leaves") == before


async def test_whose_time_is_over_reads_who_can_name_them_and_a_lead_that_they_can_themself(there: There) -> None:
    await away(there.services, *FRIDAY)
    link = await there.link(SARAH)
    await silent(there, link)
    await searched(there.services)
    words = Read(await there.http.get(link)).words
    assert "name yourself in the application" in words
    assert "ask the course's lead" not in words
    of_maria = await there.link(MARIA)
    there.time.at = (await cover_of(there))["start"]
    await searched(there.services)
    assert "ask the course's lead to name you" in Read(await there.http.get(of_maria)).words


@pytest.mark.parametrize("language", Language)
async def test_the_page_says_who_is_away_what_is_asked_and_until_when_in_the_persons_language(
    there: There, language: Language
) -> None:
    await speak(there, language)
    await away(there.services, *FRIDAY)
    page = await there.http.get(await there.link(), headers={"Accept-Language": "fr"})
    read = Read(page)
    assert (page.status_code, read.all("html")[0]["lang"]) == (200, language.value)
    when, until = {
        Language.ENGLISH: ("Fri 2026-03-06 16:00–17:30", "Tue 2026-03-03 12:00"),
        Language.GERMAN: ("Fr 06.03.2026 16:00–17:30", "Di 03.03.2026 12:00"),
    }[language]
    for said in ("John", "Batch 1", "German A1", when, until, "Europe/Berlin"):
        assert said in read.words
    assert read.all("form") == [{"method": "post"}]
    assert [button["value"] for button in read.all("button")] == ["accept", "refuse"]


async def test_to_look_at_it_changes_nothing(there: There) -> None:
    await away(there.services)
    link, before = await there.link(), await there.everything()
    for method in ("GET", "HEAD"):
        assert (await there.http.request(method, link)).status_code == 200
    assert (await there.http.put(link)).status_code == 405
    assert await there.everything() == before


async def test_whoever_accepts_has_the_session_as_if_they_had_signed_in(there: There) -> None:
    await away(there.services, *FRIDAY)
    page = await there.answer(await there.link(), "accept")
    assert page.status_code == 200
    assert "You hold this session" in Read(page).words
    cover = await cover_of(there)
    assert (cover["state"], cover["substitute"]["_id"]) == ("covered", SARAH)
    assert await told(there.database, "cover-taken") == [SARAH]
    entry = await there.database.motor.multitrainer_audit.find_one({"by.id": SARAH})
    assert entry
    assert entry["action"] == "answer-cover"


async def test_whoever_refuses_is_asked_no_more_and_the_next_one_is(there: There) -> None:
    await away(there.services)
    assert (await there.answer(await there.link(), "refuse")).status_code == 200
    await searched(there.services)
    assert [[offer["trainer"]["name"] for offer in one["offers"]] for one in await covers(there.services)] == [
        ["Dr. Sarah", "Maria"],
        ["Dr. Sarah", "Maria"],
    ]


async def test_of_neighbouring_sessions_a_part_can_be_taken(there: There) -> None:
    await away(there.services)
    link = await there.link()
    read = Read(await there.http.get(link))
    boxes = [box for box in read.all("input") if box["type"] == "checkbox"]
    assert [(box["name"], "checked" in box) for box in boxes] == [("cover", True), ("cover", True)]
    page = await there.post(link, "accept", boxes[1]["value"])
    assert page.status_code == 200
    words = Read(page).words
    assert "You hold this session" in words
    assert "You have refused this session" in words
    first, second = await covers(there.services)
    assert (first["state"], first["offers"][0]["state"], second["state"]) == ("searching", "refused", "covered")
    assert (await there.post(link, "accept", boxes[1]["value"])).status_code == 200
    assert (await there.post(link, "accept", boxes[0]["value"])).status_code == 409


async def test_whoever_chooses_what_somebody_has_taken_meanwhile_takes_nothing_and_is_asked_for_the_rest(
    there: There,
) -> None:
    await away(there.services)
    link = await there.link()
    first, second = (one["_id"] for one in await covers(there.services))
    await there.services.covers.reassign(THE_ADMIN, str(second), MARIA, overruling=False)
    page = await there.post(link, "accept", first, second)
    read = Read(page)
    assert page.status_code == 409
    assert "Nothing was done" in read.words
    assert "Somebody else has taken this session" in read.words
    assert [field["value"] for field in read.all("input")] == [str(first)]
    assert states(await covers(there.services)) == ["searching", "covered"]
    assert (await there.answer(link, "accept")).status_code == 200


@pytest.mark.parametrize("sent", [{}, {"answer": "accept"}, {"answer": "maybe"}, {"answer": "accept", "cover": ""}])
async def test_whoever_says_nothing_clear_is_asked_again(there: There, sent: dict[str, str]) -> None:
    await away(there.services)
    page = await there.http.post(await there.link(), data=sent)
    assert page.status_code in {409, 422}
    assert Read(page).all("form")
    assert states(await covers(there.services)) == ["searching", "searching"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"--x\r\nContent-Disposition: form-data; name=answer\r\n\r\naccept\r\n--x--\r\n"),
        ("multipart/form-data; boundary=y", b"--x\r\nContent-Disposition: form-data; name=answer\r\n\r\naccept"),
        ("multipart/form-data; boundary=x", b"accept"),
        ("application/x-www-form-urlencoded", b"answer=accept" + b"&cover=x" * 3000),
        ("application/json", b'{"answer": "accept"}'),
        ("", b"answer=accept"),
    ],
    ids=["no boundary", "another boundary", "no part", "3,000 fields", "no form", "nothing said"],
)
async def test_what_no_form_of_ours_sends_is_told_on_the_page_does_nothing_and_is_not_logged(
    there: There, kind: str, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    await away(there.services, *FRIDAY)
    link = await there.link()
    before = await there.everything()
    page = await there.http.post(link, content=body, headers={"content-type": kind} if kind else {})
    assert (page.status_code, page.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert "Your answer could not be read" in Read(page).words
    assert await there.everything() == before
    assert [record for record in caplog.records if "multipart" in record.name] == []


async def test_what_is_not_in_the_link_is_not_taken_by_it(there: There) -> None:
    await away(there.services, "03T00:00", "07T00:00")
    tuesday = (await covers(there.services))[0]
    page = await there.post(await there.link(day="2026-03-06"), "accept", tuesday["_id"], "x" * 9_000, "é")
    assert page.status_code == 409
    assert states(await covers(there.services)) == ["searching"] * 3


@pytest.mark.parametrize("answer", ["accept", "refuse"])
async def test_a_session_that_was_cancelled_a_moment_ago_is_not_confirmed(there: There, answer: str) -> None:
    await away(there.services, *FRIDAY)
    link, cover = await there.link(), await cover_of(there)
    await there.services.sessions.patch(
        THE_ADMIN, str(cover["session"]), SessionPatch.model_validate({"status": "cancelled"})
    )
    page = await there.answer(link, answer)
    assert (page.status_code, "Not needed any more" in Read(page).words) == (410, True)
    assert (await cover_of(there))["state"] == "closed"


async def test_nor_is_one_of_a_batch_that_was_deleted(there: There) -> None:
    await away(there.services, *FRIDAY)
    link = await there.link()
    await there.services.batches.delete(THE_ADMIN, FIRST, force=True)
    page = await there.answer(link, "accept")
    assert (page.status_code, "Not needed any more" in Read(page).words) == (410, True)
    assert await there.database.motor.multitrainer_covers.count_documents({"substitute": {"$exists": True}}) == 0


@pytest.mark.parametrize("change", [{"$set": {"role": "student"}}, None])
async def test_whoever_is_no_trainer_any_more_answers_nothing(there: There, change: Raw | None) -> None:
    await speak(there, Language.GERMAN)
    await away(there.services, *FRIDAY)
    link, cover = await there.link(), (await cover_of(there))["_id"]
    users = there.database.motor.users
    await (users.update_one({"_id": school.SARAH}, change) if change else users.delete_one({"_id": school.SARAH}))
    for page in (await there.http.get(link), await there.post(link, "accept", cover), await there.post(link, "refuse")):
        assert (page.status_code, "Dieser Link gilt nicht mehr" in Read(page).words) == (410, True)
    assert (await cover_of(there))["state"] == "searching"


async def test_whoever_can_not_take_it_as_things_stand_reads_why(there: There) -> None:
    await away(there.services, *FRIDAY)
    link = await there.link()
    cover = str((await cover_of(there))["_id"])
    await there.database.motor.courses.update_one(
        {"_id": school.COURSE, "trainers.trainer": school.SARAH}, {"$set": {"trainers.$.status": "inactive"}}
    )
    page = await there.post(link, "accept", cover)
    assert (page.status_code, "You are inactive on this course" in Read(page).words) == (409, True)
    assert (await cover_of(there))["state"] == "searching"


async def test_one_person_in_two_browsers_takes_it_once(there: There) -> None:
    await away(there.services, *FRIDAY)
    link = await there.link()
    pages = await asyncio.gather(*(there.answer(link, "accept") for _ in range(3)))
    assert [page.status_code for page in pages] == [200] * 3
    assert await told(there.database, "cover-taken") == [SARAH]


async def test_of_accepting_and_refusing_at_once_one_is_so_and_both_hear_which(there: There) -> None:
    await away(there.services, *FRIDAY)
    link = await there.link()
    pages = await asyncio.gather(there.answer(link, "accept"), there.answer(link, "refuse"))
    assert sorted(page.status_code for page in pages) == [200, 409]
    now = await there.http.get(link)
    assert all(Read(now).words.split()[:3] == Read(page).words.split()[:3] for page in pages)


async def test_of_two_people_the_second_hears_that_somebody_has_it(there: There) -> None:
    await away(there.services, *FRIDAY)
    (other,) = await ask_also(there.database, await cover_of(there), 1)
    links = AnswerLinks("s" * 32)
    mine = links.read((await there.link()).rpartition("/")[2])
    assert mine
    theirs = f"/cover/answer/{links.token(mine._replace(trainer=other))}"
    pages = await asyncio.gather(there.answer(await there.link(), "accept"), there.answer(theirs, "accept"))
    assert sorted(page.status_code for page in pages) == [200, 409]
    assert sum("Somebody else has taken this session" in page.text for page in pages) == 1


async def test_a_link_that_is_none_of_ours_says_so_in_the_browsers_language(there: There) -> None:
    headers = {"Accept-Language": "fr, de-AT;q=0.8, en"}
    for token in ("x", "A" * 72, "A" * 10_000, "%C3%A9" * 24, "%FF%FE", "%00", "a+b=", "%3Cscript%3E"):
        path = f"/cover/answer/{token}"
        sent = {"answer": "accept", "cover": token}
        pages = [await there.http.get(path, headers=headers), await there.http.post(path, headers=headers, data=sent)]
        for page in pages:
            assert (page.status_code, Read(page).all("html")[0]["lang"]) == (404, "de")
            assert "Dieser Link führt nirgendwohin" in Read(page).words
            assert token == "x" or token not in page.text
        assert (await there.http.head(path)).status_code == 404


async def test_no_name_becomes_a_part_of_the_page(there: There) -> None:
    hostile = "\"><script>alert('$when {zone}')</script>"
    await there.database.motor.batches.update_many({}, {"$set": {"name": hostile}})
    await there.database.motor.users.update_one({"_id": school.JOHN}, {"$set": {"name": hostile}})
    await away(there.services, *FRIDAY)
    link = await there.link()
    for page in (await there.http.get(link), await there.answer(link, "accept")):
        assert Read(page).all("script") == []
        assert hostile in Read(page).words


async def test_no_page_is_kept_indexed_framed_or_tells_others_its_address(there: There) -> None:
    await away(there.services)
    link = await there.link()
    first = str((await covers(there.services))[0]["_id"])
    pages = [await there.http.get(link), await there.http.get("/cover/answer/x"), await there.post(link, "accept")]
    pages += [await there.post(link, "accept", first), await there.http.get(link)]
    for page in pages:
        policy = page.headers["content-security-policy"]
        assert policy.startswith("default-src 'none'; script-src 'none'; style-src 'self'; ")
        assert "frame-ancestors 'none'" in policy
        kept = (page.headers["cache-control"], page.headers["referrer-policy"], page.headers["x-robots-tag"])
        assert kept == ("no-store", "no-referrer", "noindex")
        assert link.rpartition("/")[2] not in page.text
        read = Read(page)
        assert read.all("script") + read.all("img") + read.all("a") == []


async def test_a_database_that_is_away_is_told_and_no_more_is_claimed(
    there: There, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone(*_: object) -> None:
        raise AWAY[0]("no answer")

    for method in ("read", "accept", "refuse"):
        monkeypatch.setattr(CoverLinks, method, gone)
    pages = [await there.http.get("/cover/answer/x"), await there.post("/cover/answer/x", "accept", "x")]
    for page in (*pages, await there.post("/cover/answer/x", "refuse")):
        assert (page.status_code, "Please try again" in Read(page).words) == (503, True)


async def test_the_link_is_in_the_e_mail_works_from_there_and_is_nowhere_else(there: There, mongodb_uri: str) -> None:
    async with mailbox() as mail, receiver() as hook:
        here = {
            "smtp_host": "127.0.0.1", "smtp_port": mail.port, "smtp_tls": "none", "mail_from": "school@x.example",
            "webhook_private": True,
        }  # fmt: skip
        async with at_noon(there.database, there.settings.model_copy(update=here), mongodb_uri) as sending:
            await sending.services.webhooks.create(THE_ADMIN, NewWebhook(url=hook.url))
            logs.configure("debug")
            with capture_logs() as lines:
                await there.database.motor.users.update_one({"_id": school.SARAH}, {"$set": {"email": "s@x.example"}})
                await away(sending.services, *FRIDAY)
                await sending.services.worker.drain()
                message = next(m.message for m in mail.all() if str(m.message["Subject"]).startswith("Can you"))
                links = {
                    match[0]
                    for kind in ("plain", "html")
                    if (part := message.get_body((kind,)))
                    for match in re.finditer(rf"{HOST}/cover/answer/[\w-]+", part.get_content())
                }
                (link,) = links
                page = await sending.answer(link, "accept")
                await sending.services.worker.drain()
            logs.configure("error")
            assert (page.status_code, (await cover_of(sending))["state"]) == (200, "covered")
            posted = [one.body.decode() for one in hook.all()]
            told_of = await shown_to(sending, SARAH)
    token = link.rpartition("/")[2]
    logged = [logs.without_secrets(None, "", line) for line in lines]
    assert any("/cover/answer/<hidden>" in str(line) for line in logged)
    assert len(posted) > 1
    assert token not in str((await there.everything(), posted, told_of, logged))
    plain = message.get_body(("plain",))
    assert plain
    assert f"Accept or refuse:\n{link}" in plain.get_content().replace("\r\n", "\n")


async def shown_to(there: There, trainer: str) -> list[Raw]:
    return (await there.services.notifications.page(as_trainer(trainer), None, 100)).items


@pytest.mark.parametrize("missing", ["public_url", "jwt_secret"])
async def test_where_nobody_could_follow_a_link_the_e_mail_says_where_to_answer(there: There, missing: str) -> None:
    await away(there.services, *FRIDAY)
    entry = await there.database.motor.multitrainer_outbox.find_one({"notices.kind": "cover-asked"})
    assert entry
    (asked,) = (notice for notice in entry["notices"] if notice["kind"] == "cover-asked")
    without = there.settings.model_copy(update={missing: None})
    assert await answer_addresses(there.settings).of(asked)
    assert await answer_addresses(without).of(asked) is None


async def test_a_question_that_was_put_anew_gets_no_link_from_the_old_notice(there: There) -> None:
    await away(there.services, *FRIDAY)
    entry = await there.database.motor.multitrainer_outbox.find_one({"notices.kind": "cover-asked"})
    assert entry
    (asked,) = (notice for notice in entry["notices"] if notice["kind"] == "cover-asked")
    later = datetime.fromisoformat(asked["facts"]["until"]) + timedelta(minutes=1)
    other = {**asked, "facts": {**asked["facts"], "until": later.isoformat()}}
    assert await answer_addresses(there.settings).of(other) is None
    assert await answer_addresses(there.settings).of({**asked, "to": MARIA}) is None


async def test_links_of_another_secret_lead_nowhere(there: There) -> None:
    await away(there.services, *FRIDAY)
    other = there.settings.model_copy(update={"jwt_secret": SecretStr("t" * 32)})
    link = await There(there.services, there.database, other, there.time, there.http).link()
    assert (await there.http.get(link)).status_code == 404
