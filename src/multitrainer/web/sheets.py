"""Tables that people take along, as CSV and as XLSX: nothing in a cell is ever carried out by a spreadsheet.

CSV is as spreadsheets of the reader's country open it: in German with semicolons and a decimal comma, and always with
the mark by which they see that it is UTF-8. Whatever separates cells where it is opened, what is in quotes stays one.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from fastapi import Response
from xlsxwriter import Workbook

from multitrainer.domain.telling.notices import Language

Cell = str | float
CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

CARRIED_OUT = ("=", "+", "-", "@", "\t", "\r", "\n")
"""By which a spreadsheet takes a text for something to carry out."""

NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold."""

AS_THEY_ARE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
"""What the library is to make of texts: nothing."""


def as_csv(rows: Iterable[Sequence[Cell]], language: Language) -> bytes:
    """A table as text, the first row of it the names of its columns."""
    german = language is Language.GERMAN
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if german else ",", quoting=csv.QUOTE_ALL)
    writer.writerows([_written(cell, "," if german else ".") for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Sequence[Cell]]) -> bytes:
    """The same as a workbook of one sheet. A text in it is one, whatever it begins with."""
    made = io.BytesIO()
    with Workbook(made, AS_THEY_ARE) as book:
        sheet = book.add_worksheet()
        for n, row in enumerate(rows):
            sheet.write_row(n, 0, [NO_XML.sub("", cell) if isinstance(cell, str) else cell for cell in row])
    return made.getvalue()


def taken_along(content: bytes, kind: str, name: str) -> Response:
    """A file to keep, under a name."""
    plain = re.sub(r"[^\w.-]+", "-", name, flags=re.ASCII)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    headers = {"Content-Disposition": disposition, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(content, media_type=kind, headers=headers)


def _written(cell: Cell, comma: str) -> str:
    """A number as the country writes it; a text behind an apostrophe, where it would be carried out."""
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith(CARRIED_OUT) else cell
    return repr(cell).removesuffix(".0").replace(".", comma)
