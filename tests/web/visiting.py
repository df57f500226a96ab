"""Whoever looks at pages: signs in, reads forms and sends them."""

from http import HTTPStatus

import httpx
from pymongo import monitoring

from multitrainer.database import Database
from tests import school
from tests.services.people import PASSWORD, found, old_hash
from tests.web.reading import Read

HERE = {"Sec-Fetch-Site": "same-origin"}
ACCOUNTS = {school.SARAH: "sarah@x.example", school.JOHN: "john@x.example", school.MARIA: "maria@x.example"}


async def founded(database: Database) -> None:
    """Ada is an admin, Ben a trainer and Zoe a student, beside the small school, whose people can sign in too."""
    await found(database)
    await school.found(database)
    for trainer, email in ACCOUNTS.items():
        account = {"email": email, "password": old_hash(PASSWORD)}
        await database.motor.users.update_one({"_id": trainer}, {"$set": account})


async def signed_in(http: httpx.AsyncClient, email: str = "ada@x.example", **more: str) -> httpx.Response:
    """Somebody signs in."""
    return await http.post("/sign-in", data={"email": email, "password": PASSWORD, **more}, headers=HERE)


async def send(http: httpx.AsyncClient, page: str, form: str, **typed: str | list[str]) -> httpx.Response:
    """Somebody looks at a page, types into the form that goes to an address, and sends it."""
    read = Read(await http.get(page))
    hidden = read.hidden_of(form)
    return await http.post(form, data={**hidden, **typed}, headers=HERE)


async def did(http: httpx.AsyncClient, page: str, form: str, **typed: str | list[str]) -> str:
    """The same, and where they get to, because it was done."""
    answer = await send(http, page, form, **typed)
    assert answer.status_code == HTTPStatus.SEE_OTHER, Read(answer).words
    return answer.headers["location"]


def mark_of(page: httpx.Response) -> str:
    """What the forms of a page carry."""
    return str(next(one["value"] for one in Read(page).all("input") if one["name"] == "mark"))


class Counter(monitoring.CommandListener):
    """Counts the commands of every client in this process."""

    def __init__(self) -> None:
        self.so_far = 0

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        self.so_far += 1

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None: ...

    def failed(self, event: monitoring.CommandFailedEvent) -> None: ...


_counter = Counter()
monitoring.register(_counter)


async def commands(http: httpx.AsyncClient, address: str) -> int:
    """How many commands of MongoDB a page takes."""
    before = _counter.so_far
    await http.get(address)
    return _counter.so_far - before
