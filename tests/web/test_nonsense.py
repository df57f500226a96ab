"""What no page of ours sends or links to, as whoever attacks sends it: told plainly, and nothing is done."""

from http import HTTPStatus

import httpx
import pytest

from tests import school
from tests.web.conftest import Office
from tests.web.reading import Read
from tests.web.visiting import HERE, send, signed_in

ENTRY = f"/courses/{school.COURSE}/trainers/{school.JOHN}"


async def test_a_successor_that_is_nobodys_id_is_refused_beside_the_field(office: Office) -> None:
    answer = await send(office.http, ENTRY, f"{ENTRY}/remove", successor="nobody")
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Successor must be an id" in " ".join(Read(answer).words.split())


async def test_a_page_number_of_thousands_of_digits_is_none(office: Office) -> None:
    answer = await office.http.get(f"/proposals/{'f' * 24}", params={"page": "9" * 5000})
    assert answer.status_code == HTTPStatus.NOT_FOUND


ELSEWHERE = ("//evil.example", "/\\evil.example", "/\t/evil.example", "/\n/evil.example", "https://evil.example", "//[")
"""By which a browser would leave for another host, as browsers read addresses; the last one is no address."""


@pytest.mark.parametrize("address", ELSEWHERE)
async def test_whoever_signs_in_or_chooses_colours_stays_here(office: Office, address: str) -> None:
    asked = Read(await office.http.get("/sign-in", params={"next": address}))
    assert asked.field("next")["value"] == "/"
    assert (await signed_in(office.http, next=address)).headers["location"] == "/"
    looks = {"multitrainer_theme": "dark", "back": address}
    assert (await office.http.post("/looks", data=looks, headers=HERE)).headers["location"] == "/"


@pytest.mark.parametrize("address", ELSEWHERE)
async def test_a_form_that_is_held_goes_nowhere_else(office: Office, address: str) -> None:
    answer: httpx.Response = await signed_in(office.http, held_path=address, **{"held:name": "Secret"})
    assert answer.headers["location"] == "/"


A_BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "de"}


async def test_a_browser_is_told_on_a_page_that_an_address_is_none_and_a_program_is_not(office: Office) -> None:
    answer = await office.http.get("/nonsense", headers=A_BROWSER)
    assert answer.status_code == HTTPStatus.NOT_FOUND
    assert "Diese Seite gibt es nicht." in Read(answer).words
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "X-Request-Id" in answer.headers
    program = await office.http.get("/api/nonsense", headers=A_BROWSER)
    assert program.json()["code"] == "route-not-found"


async def test_a_form_that_is_too_large_is_told_so_on_a_page(office: Office) -> None:
    answer = await office.http.post("/courses", data={"name": "x" * 2_000_000}, headers={**HERE, **A_BROWSER})
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert "Das ist mehr, als auf einmal gesendet werden kann" in Read(answer).words


NO_PAGES = (
    *("/workload/hours.csv", "/workload/hours.xlsx", "/calendar/events?start=2026-03-02&end=2026-03-09"),
    *(f"/courses/{school.COURSE}/board/{school.BATCHES[0]}/effects", "/sign-in?next=/", "/courses/none"),
)


@pytest.mark.parametrize("address", NO_PAGES)
async def test_what_is_no_page_runs_nothing_either_and_is_kept_by_nobody(office: Office, address: str) -> None:
    await signed_in(office.http)
    answer = await office.http.get(address)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("days", [{"until": "9999-12-31"}, {"since": "0001-01-01"}, {"until": "0001-01-01"}])
@pytest.mark.parametrize("path", ["/leave", "/covers"])
async def test_a_day_of_thousands_of_years_hence_narrows_no_list_down(
    office: Office, path: str, days: dict[str, str]
) -> None:
    assert (await office.http.get(path, params=days)).status_code == HTTPStatus.OK


async def test_what_is_wrong_with_a_plan_is_said_beside_its_fields_in_their_words_and_ones_own_language(
    office: Office,
) -> None:
    await signed_in(office.http)
    office.http.headers["Accept-Language"] = "de"
    planner, batching = f"/courses/{school.COURSE}/planner", f"/courses/{school.COURSE}/batching"
    for page, wrong, said in (
        (planner, {"pin": "nothing"}, "Wer welche Gruppe unterrichtet muss eine ID"),
        (
            batching,
            {"target": "many", "slot-0": "Mo", "slot-0-0-day": "monday", "slot-0-0-start": "99"},
            "Von muss eine Uhrzeit sein",
        ),
    ):
        read = Read(await send(office.http, page, page, **wrong))
        assert said in " ".join(read.words.split())
        assert "Noch ist nichts geschehen" in read.words
        assert not {"pins.0", "target"} & {*read.words.split()}
        assert [tag for tag, its in read.tags if its.get("lang") == "en" and tag not in {"html", "button"}] == []
    del office.http.headers["Accept-Language"]
