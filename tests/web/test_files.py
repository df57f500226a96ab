"""Files on pages: sent with a message, refused beside their field, and saved by whoever sees the message."""

from http import HTTPStatus

import httpx
import pytest

from multitrainer.database import Database
from multitrainer.settings import Settings
from tests import school
from tests.web.reading import Read
from tests.web.visiting import HERE, founded, signed_in

THREAD = f"/threads/batch:{school.BATCHES[0]}"
PLAN = ("files", ("Plan für A1.txt", b"Page 34", "text/plain"))


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"max_attachment_bytes": 1000})


@pytest.fixture(autouse=True)
async def there(http: httpx.AsyncClient, database: Database) -> None:
    """John, who teaches the batch, is signed in."""
    await founded(database)
    await signed_in(http, "john@x.example")


async def post(http: httpx.AsyncClient, *files: object, **typed: str) -> httpx.Response:
    """As a browser does where nothing was chosen: a part without a name."""
    hidden = Read(await http.get(THREAD)).hidden_of(THREAD)
    parts = files or [("files", ("", b"", "application/octet-stream"))]
    return await http.post(THREAD, data={**hidden, **typed}, files=parts, headers=HERE)  # type: ignore[arg-type]


def files_of(shown: httpx.Response) -> list[str]:
    return [str(one["href"]) for one in Read(shown).all("a") if str(one["href"]).startswith("/attachments/")]


async def test_a_file_goes_with_a_message_to_whoever_sees_that(http: httpx.AsyncClient) -> None:
    assert (await post(http, PLAN, text="As agreed")).status_code == HTTPStatus.SEE_OTHER
    assert (await post(http, text="Without any")).status_code == HTTPStatus.SEE_OTHER
    shown = await http.get(THREAD)
    assert "Plan für A1.txt (7 B)" in Read(shown).words
    [address] = files_of(shown)
    await signed_in(http, "sarah@x.example")
    saved = await http.get(address)
    assert saved.content == b"Page 34"
    assert saved.headers["content-disposition"].startswith("attachment; ")
    assert "sandbox" in saved.headers["content-security-policy"]
    await signed_in(http, "maria@x.example")
    assert (await http.get(address)).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (("plan.exe", b"MZ", "application/octet-stream"), "plan.exe: Files of this kind are not taken"),
        (("plan.pdf", b"no PDF", "application/pdf"), "plan.pdf: What is in the file is not application/pdf"),
        (("long.txt", b"x" * 1001, "text/plain"), "long.txt: A file has at most 1,000 bytes"),
    ],
)
async def test_one_that_is_refused_says_why_and_what_was_typed_and_the_others_are_kept(
    http: httpx.AsyncClient, file: tuple[str, bytes, str], why: str
) -> None:
    refused = await post(http, PLAN, ("files", file), text="As agreed")
    assert refused.status_code >= HTTPStatus.BAD_REQUEST
    assert why in Read(refused).words
    assert Read(refused).typed_into(THREAD)["text"] == "As agreed"
    again = await http.post(THREAD, data={**Read(refused).hidden_of(THREAD), "text": "As agreed"}, headers=HERE)
    assert again.status_code == HTTPStatus.SEE_OTHER
    assert len(files_of(await http.get(THREAD))) == 1


async def test_a_form_with_files_of_nobody_is_held_without_them_and_a_long_one_is_not_read(
    http: httpx.AsyncClient,
) -> None:
    http.cookies.clear()
    held = await http.post(THREAD, data={"text": "As agreed"}, files=[PLAN], headers=HERE)
    assert held.status_code == HTTPStatus.UNAUTHORIZED
    assert "As agreed" in held.text
    long = ("files", ("long.txt", b"x" * 5000, "text/plain"))
    for files in ([long], [long] * 3):
        answer = await http.post(THREAD, data={"text": "As agreed"}, files=files, headers=HERE)
        assert answer.status_code in {HTTPStatus.UNAUTHORIZED, HTTPStatus.REQUEST_ENTITY_TOO_LARGE}
    broken = await http.post(THREAD, content=b"x", headers={**HERE, "Content-Type": "multipart/form-data"})
    assert broken.status_code == HTTPStatus.BAD_REQUEST
