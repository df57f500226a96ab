"""The requests of README.md, docs/planning-in-the-service.md and docs/cover.md, sent on the demo as they stand."""

import asyncio
import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from multitrainer.client import Client
from multitrainer.database import Database
from tests import demo

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text().partition("## From Python")[0]
AWAY = (ROOT / "README.md").read_text().partition("## When a trainer is away")[2].partition("\n## ")[0]
COVER = (ROOT / "docs" / "cover.md").read_text()
PLANNING = (ROOT / "docs" / "planning-in-the-service.md").read_text()
REQUEST = re.compile(
    r"^\$ api (?:-i )?(?:-X (\w+) )?[\"']?localhost:8000([^\s\"']+)[\"']?"
    r"(?: -H (?:\"\$json\"|'Content-Type: application/json') -d '([^']*)')?$",
    re.MULTILINE,
)
Answer = tuple[str, httpx.Response]


def requests_on(page: str) -> list[tuple[str, str, str]]:
    """Method, path and body of each request, as a shell would read them."""
    text = re.sub(r" \\\n +", " ", page).replace(" | python3 -m json.tool", "")
    for name, value in re.findall(r"^\$ (\w+)=(localhost\S+)$", page, re.MULTILINE):
        text = text.replace(f"${name}", value)
    found = REQUEST.findall(text)
    assert len(found) == text.count("$ api ")
    return found


async def sent(http: httpx.AsyncClient, page: str) -> list[Answer]:
    answers: list[Any] = []
    for method, path, body in requests_on(page):
        json = {"Content-Type": "application/json"} if body else {}
        answer = await http.request(method or "GET", path, content=body or None, headers=json)
        answers.append((f"{method} {path}: {answer.text[:500]}", answer))
        if answer.status_code == HTTPStatus.ACCEPTED:
            await ended(http, answer)
    return answers


async def ended(http: httpx.AsyncClient, begun: httpx.Response) -> None:
    """Wait until a proposal is made, and see that nothing is left to nobody by it."""
    for _ in range(600):
        found = (await http.get(begun.headers["Location"])).json()
        if found["state"] != "running":
            break
        await asyncio.sleep(0.1)  # another process makes it
    assert (found["state"], found["summary"]["uncovered"]) == ("ready", 0), found["error"]


def refused(answers: list[Answer]) -> Iterator[str]:
    return (words for words, answer in answers if not answer.is_success)


@pytest.mark.parametrize("pages", [(README, PLANNING), (PLANNING, README)], ids=["in order", "planning first"])
async def test_each_request_on_both_pages_is_answered_in_either_order(
    app: FastAPI, http: httpx.AsyncClient, database: Database, pages: tuple[str, str]
) -> None:
    await demo.load(app.state.services, database)
    answers = [answer for page in pages for answer in await sent(http, page)]
    (still_primary,) = refused(answers)
    assert "still-primary" in still_primary, "The README shows what is refused, too."
    (supposed,) = [answer.json() for words, answer in answers if "/api/what-if" in words]
    assert (supposed["uncovered"], supposed["status"]) == ([], "feasible")


async def test_the_python_on_the_planning_page_runs_as_it_stands(
    app: FastAPI, client: Client, database: Database
) -> None:
    await demo.load(app.state.services, database)
    page: dict[str, Any] = {"__name__": "page"}
    (program,) = re.findall(r"^```python\n(.*?)^```$", PLANNING, re.MULTILINE | re.DOTALL)
    exec(compile(program, "planning-in-the-service.md", "exec"), page)
    await page["goes_on_leave"](client)
    (proposal,) = [one async for one in client.proposals.list(page["COURSE"])]
    assert (proposal.state, proposal.summary and proposal.summary.uncovered) == ("applied", 0)
    people = [await client.batch_people.read(batch.id) async for batch in client.batches.list(page["COURSE"])]
    assert page["LEAVING"] not in {one.primary and one.primary.id for one in people}


def as_a_shell_reads_it(page: str, **named: str) -> Iterator[tuple[str, str, str | None]]:
    """Method, path and body of each request of a page that uses variables."""
    for line in re.findall(r"^\$ api (.+)$", re.sub(r" \\\n +", " ", page), re.MULTILINE):
        for name, value in named.items():
            line = line.replace(name, value)
        words = shlex.split(line)
        body = words[words.index("-d") + 1] if "-d" in words else None
        method = words[words.index("-X") + 1] if "-X" in words else "POST" if body else "GET"
        yield method, next(word for word in words if "/api/" in word).removeprefix("localhost:8000"), body


async def test_whoever_tries_cover_as_the_readme_says_sees_somebody_stand_in(
    app: FastAPI, http: httpx.AsyncClient, database: Database
) -> None:
    await demo.load(app.state.services, database)
    days = [f"{datetime.now(UTC) + timedelta(days=after):%Y-%m-%d}" for after in (7, 9)]
    named = {"${from}": days[0], "${until}": days[1]}
    answers: list[Any] = []
    for method, path, body in as_a_shell_reads_it(AWAY, **named):
        sent = path.replace("COVER", answers[1]["items"][0]["_id"] if len(answers) > 1 else "")
        answer = await http.request(method, sent, content=body, headers={"Content-Type": "application/json"})
        assert answer.is_success, f"{method} {sent}: {answer.text}"
        answers.append(answer.json())
        await app.state.services.worker.drain()
    _, covers, candidates, named_by_hand = answers
    assert {cover["trainer"]["name"] for cover in covers["items"]} == {"Maria"}
    assert {one["trainer"]["name"] for one in candidates["candidates"]} == {"Dr. Sarah", "John", "Alex"}
    assert (named_by_hand["state"], named_by_hand["substitute"]["name"]) == ("covered", "Alex")


async def test_the_python_on_the_page_of_cover_runs_as_it_stands(
    app: FastAPI, client: Client, database: Database
) -> None:
    await demo.load(app.state.services, database)
    page: dict[str, Any] = {"__name__": "page"}
    (program,) = re.findall(r"^```python\n(.*?)^```$", COVER, re.MULTILINE | re.DOTALL)
    exec(compile(program, "cover.md", "exec"), page)
    midnight = datetime.combine(datetime.now(UTC), time())
    leave = await page["goes_on_leave"](client, midnight + timedelta(days=7), midnight + timedelta(days=9))
    assert (await client.leaves.read(leave)).trainer == page["MARIA"]
    await app.state.services.worker.drain()
    decided = await page["decides"](client)
    assert {(cover.state, cover.substitute.id) for cover in decided} == {("covered", page["ALEX"])}
    await page["answers"](client, page["ALEX"])
