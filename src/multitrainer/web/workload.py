"""Workload: everybody's hours in a week, a month or a term, as a table, a chart, and a file to take along."""

from enum import StrEnum
from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response

from multitrainer.domain.ledger_parts import By, Part
from multitrainer.domain.telling.notices import Language
from multitrainer.schemas.workload import SortHoursBy
from multitrainer.services.overviews.overviews import OVERLOADED
from multitrainer.services.overviews.work_hours import InPart
from multitrainer.web.lists import addressed, day_in
from multitrainer.web.locales import Locale
from multitrainer.web.rendering import page
from multitrainer.web.routes import Paged
from multitrainer.web.sheets import CSV, XLSX, Cell, as_csv, as_xlsx, taken_along
from multitrainer.web.texts import translations
from multitrainer.web.visitors import visitor

router = APIRouter(prefix="/workload", include_in_schema=False, route_class=Paged)
A_PAGE = 200
EVERYBODY = 10_000
NUMBERS = ("planned", "covered", "ledger", "capacity", "percent")
Word = TypeVar("Word", bound=StrEnum)


@router.get("")
async def show_workload(request: Request) -> Response:
    """Show the hours of whomever somebody sees."""
    services, who = await visitor(request)
    asked = Asked(request)
    cursor = request.query_params.get("cursor")
    found = await services.work_hours.page(who.known, asked.by, asked.day, asked.sort, cursor, A_PAGE)
    title = titled(asked.by, found.there.part, who.locale) if found.there else ""
    too_much = {row["trainer"] for row in found.items if OVERLOADED.has(row)}
    shown: dict[str, Any] = {
        "found": found,
        "asked": asked,
        "part": title,
        "overloaded": too_much,
        "numbers": NUMBERS,
        "parts": [*By],
    }
    return page("workload.html", who, **shown)


@router.get("/hours.csv")
async def take_csv_along(request: Request) -> Response:
    """The same of everybody as a table for spreadsheets."""
    found, language, name = await _everybody(request)
    return taken_along(as_csv(found, language), CSV, f"{name}.csv")


@router.get("/hours.xlsx")
async def take_xlsx_along(request: Request) -> Response:
    """The same as a workbook."""
    found, _, name = await _everybody(request)
    return taken_along(as_xlsx(found), XLSX, f"{name}.xlsx")


class Asked:
    """What the address asks for. What makes no sense is as if it were not there."""

    def __init__(self, request: Request) -> None:
        said = request.query_params
        self.by = _one_of(By, said.get("by"), By.MONTH)
        self.sort = _one_of(SortHoursBy, said.get("sort"), SortHoursBy.LEAST_PERCENT_LAST)
        self.day = day_in(said.get("day"))

    def address(self, file: str = "", **other: object) -> str:
        """The address that asks for the same but for something."""
        said = {"by": self.by, "day": self.day, "sort": self.sort, **other}
        return addressed(f"/workload{file}", said)

    def sorted_by(self, column: str) -> str:
        """How the table is sorted by a column, in the words of `aria-sort`."""
        return {column: "ascending", f"-{column}": "descending"}.get(self.sort, "none")

    def sorting(self, column: str) -> str:
        """The address that sorts by a column: numbers with the highest first, and the other way round after that."""
        first, then = (column, f"-{column}") if column == "name" else (f"-{column}", column)
        return self.address(sort=then if self.sort == first else first)


def titled(by: By, part: Part, locale: Locale) -> str:
    """What a part is called."""
    days = f"{locale.day(part.first)} – {locale.day(part.last)}"
    match by:
        case By.WEEK:
            return days
        case By.MONTH:
            return locale.month(part.first)
        case By.TERM:
            return f"{part.name}, {days}"


def _one_of(kind: type[Word], said: str | None, usual: Word) -> Word:
    return kind(said) if said in {one.value for one in kind} else usual


async def _everybody(request: Request) -> tuple[list[list[Cell]], Language, str]:
    services, who = await visitor(request)
    asked = Asked(request)
    found = await services.work_hours.page(who.known, asked.by, asked.day, asked.sort, None, EVERYBODY)
    gettext = translations(who.language).ugettext
    heads: list[Cell] = [gettext("Trainer"), gettext("Planned"), gettext("Covered"), gettext("Ledger")]
    heads += [gettext("Hours available"), gettext("Per cent")]
    return [heads, *_cells(found)], who.language, f"workload-{found.there.part.name if found.there else asked.by}"


def _cells(found: InPart) -> list[list[Cell]]:
    return [[row["name"] or row["trainer"], *(float(row[number]) for number in NUMBERS)] for row in found.items]
