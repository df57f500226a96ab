"""The story of Scenario 1: John is ill for three days, and every one of his sessions finds somebody.

One test, over HTTP and with a mailbox on a socket. After every step calendars, ledger, roster, what people were told
and the audit are looked at.
"""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import httpx
import pytest
from icalendar import Calendar
from pydantic import SecretStr

from multitrainer.app import create_app
from multitrainer.client import Client
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.domain.roster import Role
from multitrainer.schemas.accounts import NewPassword
from multitrainer.services import Services
from multitrainer.settings import Settings
from tests.api.conftest import BASE_URL
from tests.callers import ADMINS_KEY, AS_ADMIN, admit
from tests.receivers import Mailbox, mailbox
from tests.services.people import SetClock

Raw = dict[str, Any]
PASSWORD = "correct horse battery staple"
IN_A_WEEK = timedelta(days=7)
DAYS = 3
"""For which John is ill. On each he has one session."""


@dataclass
class Story:
    """The institute, as those in it see it."""

    http: httpx.AsyncClient
    services: Services
    mails: Mailbox
    time: SetClock
    people: dict[str, str] = field(default_factory=dict)
    """Ids by name."""
    addresses: dict[str, str] = field(default_factory=dict)
    """Of their calendars."""
    course: str = ""
    first_day: date = date.min

    def day(self, n: int) -> date:
        return self.first_day + timedelta(days=n)

    async def ask(self, method: str, path: str, json: Any = None, *, who: str | None = None) -> Any:
        """As an admin, or as somebody who has signed in."""
        headers = await self._signed_in(who) if who else AS_ADMIN
        answer = await self.http.request(method, path, json=json, headers=headers)
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        return answer.json() if answer.content else None

    async def _signed_in(self, who: str) -> dict[str, str]:
        form = {"grant_type": "password", "username": f"{who.lower()}@x.example", "password": PASSWORD}
        token = await self.http.post("/api/auth/token", data=form)
        return {"Authorization": f"Bearer {token.json()['access_token']}"}

    async def goes_on(self) -> None:
        """The worker does all that there is to do."""
        await self.services.worker.drain()

    async def covers(self) -> list[Raw]:
        """By day."""
        found: list[Raw] = (await self.ask("GET", f"/api/covers?from={self.first_day}"))["items"]
        return found

    async def asked(self, n: int) -> list[tuple[str, str]]:
        """Who was asked for the session of a day, and what came of it."""
        return [(offer["trainer"]["name"], offer["state"]) for offer in (await self.covers())[n]["offers"]]

    async def calendar(self, who: str) -> dict[date, tuple[str, str]]:
        """The events of somebody's calendar: status and UID by day."""
        feed = await self.http.get(self.addresses[who])
        events = Calendar.from_ical(feed.content).walk("VEVENT")
        return {event.decoded("dtstart").date(): (str(event["status"]), str(event["uid"])) for event in events}

    async def balances(self) -> dict[str, float]:
        ids = {id_: name for name, id_ in self.people.items()}
        found = {ids[id_]: await self.ask("GET", f"/api/trainers/{id_}/ledger?until=2100-01-01") for id_ in ids}
        return {name: entries["balance"] for name, entries in found.items() if entries["balance"]}

    async def status(self, who: str) -> str:
        roster = await self.ask("GET", f"/api/courses/{self.course}/trainers")
        return str(next(entry["status"] for entry in roster if entry["trainer"]["name"] == who))

    def mailed(self) -> list[tuple[str, str]]:
        """Who got which e-mails since this was asked last: the name, and how the subject begins."""
        found = [(mail.to[0].split("@")[0].title(), str(mail.message["Subject"])) for mail in self.mails.all()]
        return sorted((who, re.split(r"[?:]| on [A-Z]", subject)[0]) for who, subject in found)

    async def audited(self, cover: str) -> list[str]:
        """The actions that changed a cover, the first one first."""
        entries = (await self.ask("GET", f"/api/audit?about={cover}"))["items"]
        return [entry["action"] for entry in reversed(entries)]


@pytest.fixture
async def story(mongodb_uri: str, settings: Settings, database: Database) -> AsyncIterator[Story]:
    """German A1: Dr. Sarah leads and backs up, John, Maria and Alex assist, Nora is a substitute."""
    time = SetClock()
    async with mailbox() as mails:
        serving = settings.model_copy(
            update={
                "jwt_secret": SecretStr("s" * 32),
                "smtp_host": "127.0.0.1",
                "smtp_port": mails.port,
                "smtp_tls": "none",
                "public_url": BASE_URL,
                "cover_quiet": None,  # so that the hour at which the test runs does not matter
                "worker": False,
                "sessions_ahead_days": 30,
            }
        )
        app = create_app(serving, mongodb_uri, None, now=time)
        async with app.router.lifespan_context(app):
            await admit(database.motor)
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(base_url=BASE_URL, transport=transport) as http:
                story = Story(http, app.state.services, mails, time)
                await found(story, Client(BASE_URL, api_key=str(ADMINS_KEY), transport=transport))
                yield story


async def found(story: Story, client: Client) -> None:
    story.first_day = (story.time.at + IN_A_WEEK).date()
    async with client:
        for name in ("Sarah", "John", "Maria", "Alex", "Nora"):
            email = f"{name.lower()}@x.example"
            story.people[name] = (await client.trainers.create(name, email)).id
            await story.services.accounts.set_password(THE_ADMIN, email, NewPassword(password=PASSWORD))
        story.course = (await client.courses.create("German A1")).id
        for name in story.people:
            role = {"Sarah": Role.LEAD, "Nora": Role.SUBSTITUTE}.get(name, Role.ASSISTANT)
            await client.roster.add(story.course, story.people[name], role=role)
            address = await story.ask("POST", f"/api/trainers/{story.people[name]}/calendar")
            story.addresses[name] = address["path"]
        for n in range(DAYS):
            await teaches(story, client, "John", n)
        await teaches(story, client, "Alex", 1)  # so that he can't stand in on the second day
    await story.goes_on()
    story.mails.all()


async def teaches(story: Story, client: Client, who: str, n: int) -> None:
    """Somebody has a batch that meets in the morning of a day of the story, with Sarah as its backup."""
    batch = (await client.batches.create(story.course, f"Batch of {who} {n}")).id
    await client.batch_people.set_primary(batch, story.people[who])
    await client.batch_people.add_backup(batch, story.people["Sarah"])
    day = story.day(n)
    meeting = {"start": f"{day}T10:00", "end": f"{day}T11:30"}
    await story.ask("PUT", f"/api/batches/{batch}/timetable", {"sessions": [meeting], "from": str(day)})


async def test_john_is_ill_for_three_days(story: Story) -> None:
    # John says that he is ill. Sarah, who backs up his batches, is asked for each day.
    leave = await story.ask(
        "POST",
        f"/api/trainers/{story.people['John']}/leaves",
        {"start": f"{story.day(0)}T00:00", "end": f"{story.day(3)}T00:00", "kind": "sick"},
        who="John",
    )
    assert leave["state"] == "requested"
    assert await story.covers() == []
    await story.ask("POST", f"/api/leaves/{leave['_id']}/approve")
    await story.goes_on()
    ids = [cover["_id"] for cover in await story.covers()]
    assert [await story.asked(n) for n in range(DAYS)] == [[("Sarah", "open")]] * DAYS
    assert story.mailed() == [
        ("John", "Your leave is approved"),
        *[("Sarah", "Can you stand in")] * DAYS,
        ("Sarah", "John is away"),
    ]
    assert await story.status("John") == "active"  # until it begins

    # She takes the first day and the last, and refuses the one between. Maria, an assistant, is asked for that.
    for n, answer in enumerate(("accept", "refuse", "accept")):
        await story.ask("POST", f"/api/covers/{ids[n]}/{answer}", who="Sarah")
    await story.goes_on()
    assert [cover["state"] for cover in await story.covers()] == ["covered", "searching", "covered"]
    assert await story.asked(1) == [("Sarah", "refused"), ("Maria", "open")]
    johns, sarahs = await story.calendar("John"), await story.calendar("Sarah")
    assert [johns[story.day(n)][0] for n in range(DAYS)] == ["CANCELLED", "CONFIRMED", "CANCELLED"]
    assert sarahs == {story.day(n): ("CONFIRMED", johns[story.day(n)][1]) for n in (0, 2)}
    taken = [("Sarah", "You stand in")] * 2
    assert story.mailed() == [*[("John", "Sarah stands in")] * 2, ("Maria", "Can you stand in"), *taken]

    # Maria does not answer. Alex teaches at that time, so Nora is asked, and accepts by the link in her e-mail.
    story.time.move(hours=24)
    await story.goes_on()
    assert await story.asked(1) == [("Sarah", "refused"), ("Maria", "expired"), ("Nora", "open")]
    await accept_by_link(story, "Nora")
    await story.goes_on()
    assert (await story.covers())[1]["substitute"]["name"] == "Nora"
    assert (await story.calendar("Nora")) == {story.day(1): ("CONFIRMED", johns[story.day(1)][1])}
    assert story.mailed() == [("John", "Nora stands in"), ("Nora", "You stand in"), ("Sarah", "Nora stands in")]
    assert await story.balances() == {}  # what is to come is not counted

    # John is well sooner: the last day is his again, and Sarah hears of it.
    await story.ask("PATCH", f"/api/leaves/{leave['_id']}", {"end": f"{story.day(2)}T00:00"})
    await story.goes_on()
    assert [cover["state"] for cover in await story.covers()] == ["covered", "covered", "closed"]
    assert (await story.calendar("John"))[story.day(2)][0] == "CONFIRMED"
    assert story.day(2) not in await story.calendar("Sarah")
    assert ("Sarah", "You no longer stand in") in (told := story.mailed())
    assert ("John", "Yours to hold again") in told

    # The days pass. He is on leave while it lasts, and back after it; who stood in is credited, and asked how it was.
    story.time.at = at(story.day(0), 12)
    await story.goes_on()
    assert (await story.status("John"), await story.balances()) == ("on_leave", {"Sarah": 1.5, "John": -1.5})
    story.time.at = at(story.day(2), 9)
    await story.goes_on()
    assert await story.status("John") == "active"
    assert await story.balances() == {"Sarah": 1.5, "Nora": 1.5, "John": -3.0}
    assert [cover["state"] for cover in await story.covers()] == ["done", "done", "closed"]
    assert [who for who, what in story.mailed() if what == "How was it"] == ["Nora", "Sarah"]

    # Whoever asks later what happened finds it in the audit.
    searched, answered = "search-cover", "answer-cover"
    assert await story.audited(ids[0]) == [searched, searched, answered, searched]
    assert await story.audited(ids[1]) == [*[searched] * 2, answered, *[searched] * 2, answered, searched]
    assert await story.audited(ids[2]) == [searched, searched, answered, searched]


async def accept_by_link(story: Story, who: str) -> None:
    """Follow the link in an e-mail, and press the button."""
    (mail,) = [mail for mail in story.mails.all() if mail.to == [f"{who.lower()}@x.example"]]
    text = mail.message.get_body(("plain",))
    assert text is not None
    link = re.search(rf"{BASE_URL}(/cover/answer/\S+)", text.get_content())
    assert link is not None
    page = await story.http.get(link[1])
    covers = re.findall(r'name="cover" value="(\w+)"', page.text)
    answer = await story.http.post(link[1], data={"answer": "accept", "cover": covers})
    assert answer.status_code == 200
    assert "You stand in" in answer.text


def at(day: date, hour: int) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour:02}:00:00+00:00")
