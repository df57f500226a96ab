"""Workload: everybody's hours over time, sorted, and taken along."""

import csv
import io
from http import HTTPStatus

import httpx
import pytest
from bson import ObjectId
from python_calamine import CalamineWorkbook

from multitrainer.database import Database
from tests import school, week
from tests.web.reading import Read
from tests.web.visiting import commands, founded, signed_in

MARCH = "/workload?by=month&day=2026-03-15"
FORMULA = '=HYPERLINK("https://evil.example","x")'


@pytest.fixture(autouse=True)
async def there(database: Database, http: httpx.AsyncClient) -> None:
    await founded(database)
    await week.found(database)
    await signed_in(http)


async def names_in(http: httpx.AsyncClient, address: str) -> list[str]:
    return [str(row["data-name"]) for row in Read(await http.get(address)).all("tr") if "data-name" in row]


async def test_the_table_is_sorted_by_its_heads_and_leads_to_the_time_before_and_after(http: httpx.AsyncClient) -> None:
    shown = Read(await http.get(MARCH))
    assert "March 2026" in shown.words
    john = next(row for row in shown.all("tr") if row.get("data-name") == "John")
    assert (john["data-planned"], john["data-covered"]) == ("11.0", "0.0")
    assert (await names_in(http, MARCH))[:2] == ["John", "Maria"]
    by_percent = next(head for head in shown.all("th") if head.get("aria-sort") == "descending")
    assert by_percent
    links = [str(link["href"]) for link in shown.all("a")]
    (by_name,) = (link for link in links if link.endswith("sort=name"))
    assert await names_in(http, by_name) == ["Alex", "Ben", "Dr. Sarah", "John", "Maria"]
    (earlier,) = (link for link in links if "day=2026-02-01" in link)
    assert "February 2026" in Read(await http.get(earlier)).words
    assert (await http.get("/workload?by=x&day=y&sort=z")).status_code == HTTPStatus.OK


async def test_a_lead_sees_their_courses_and_a_trainer_themself(http: httpx.AsyncClient) -> None:
    await signed_in(http, "sarah@x.example")
    assert {*await names_in(http, MARCH)} == {"Dr. Sarah", "John", "Maria"}
    await signed_in(http, "john@x.example")
    assert await names_in(http, MARCH) == ["John"]
    assert [row[0] for row in rows_of(await http.get(csv_of()))] == ["Trainer", "John"]


def csv_of(day: str = "2026-03-15") -> str:
    return f"/workload/hours.csv?by=month&day={day}&sort=name"


def rows_of(file: httpx.Response, delimiter: str = ",") -> list[list[str]]:
    return [*csv.reader(io.StringIO(file.content.decode("utf-8-sig"), newline=""), delimiter=delimiter)]


async def test_files_have_what_the_table_has_as_spreadsheets_of_the_country_read_it(http: httpx.AsyncClient) -> None:
    file = await http.get(csv_of())
    assert 'filename="workload-2026-03.csv"' in file.headers["content-disposition"]
    assert rows_of(file)[4] == ["John", "11", "0", "0", "88.57", "12.4"]
    book = await http.get(csv_of().replace(".csv", ".xlsx"))
    assert 'filename="workload-2026-03.xlsx"' in book.headers["content-disposition"]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0).to_python()
    assert sheet[4] == ["John", 11, 0, 0, 88.57, 12.4]
    http.headers["Accept-Language"] = "de"
    german = await http.get(csv_of())
    assert german.content.startswith(b'\xef\xbb\xbf"Trainer";')
    assert rows_of(german, ";")[4] == ["John", "11", "0", "0", "88,57", "12,4"]


async def test_a_name_that_is_a_formula_is_a_text_in_every_file(http: httpx.AsyncClient, database: Database) -> None:
    await database.motor.users.update_one({"_id": school.JOHN}, {"$set": {"name": FORMULA}})
    assert rows_of(await http.get(csv_of()))[1][0] == f"'{FORMULA}"
    book = await http.get(csv_of().replace(".csv", ".xlsx"))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(book.content)).get_sheet_by_index(0)
    assert sheet.to_python()[1][0] == FORMULA


async def test_a_name_is_one_cell_also_where_something_else_separates_cells(
    http: httpx.AsyncClient, database: Database
) -> None:
    name = "John;=1+1"
    await database.motor.users.update_one({"_id": school.JOHN}, {"$set": {"name": name}})
    cells = [cell for row in rows_of(await http.get(csv_of()), ";") for cell in row]
    assert [cell for cell in cells if cell.startswith("=")] == []
    assert any(cell.startswith(name) for cell in cells)


async def test_without_terms_the_page_says_what_to_do(http: httpx.AsyncClient) -> None:
    assert "The institute has no terms yet." in Read(await http.get("/workload?by=term")).words
    assert rows_of(await http.get("/workload/hours.csv?by=term"))[0][0] == "Trainer"


async def test_the_page_asks_the_database_no_more_often_where_there_is_more(
    http: httpx.AsyncClient, database: Database
) -> None:
    for email in ("ada@x.example", "sarah@x.example"):
        await signed_in(http, email)
        few = await commands(http, MARCH)
        sessions = database.motor.multitrainer_sessions
        for batch in (week.FIRST, week.SECOND, week.THIRD):
            await sessions.insert_many([week.session(batch, day, 1, at=20) | {"number": number()} for day in range(5)])
        more = [{"_id": ObjectId(), "name": f"T {n}", "role": "trainer"} for n in range(5)]
        await database.motor.users.insert_many(more)
        assert await commands(http, MARCH) == few > 0


def number() -> int:
    """One that no session of a day has yet."""
    return int(str(ObjectId())[-6:], 16)
