"""Tables that people take along, as CSV and as XLSX: nothing in a cell is ever carried out by a spreadsheet.

CSV is as spreadsheets of the reader's country open it: in German with semicolons and a decimal comma, and always with
the mark by which they see that it is UTF-8. Whatever separates cells where it is opened, what is in quotes stays one.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from urllib.parse import quote
from xml.sax.saxutils import escape

from fastapi import Response

from multitrainer.domain.telling.notices import Language

Cell = str | float
CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

CARRIED_OUT = ("=", "+", "-", "@", "\t", "\r", "\n")
"""By which a spreadsheet takes a text for something to carry out."""

NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold."""

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    '<sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets></workbook>',
}


def as_csv(rows: Iterable[Sequence[Cell]], language: Language) -> bytes:
    """A table as text, the first row of it the names of its columns."""
    german = language is Language.GERMAN
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if german else ",", quoting=csv.QUOTE_ALL)
    writer.writerows([_written(cell, "," if german else ".") for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Sequence[Cell]]) -> bytes:
    """The same as a workbook of one sheet. A text in it is one, whatever it begins with."""
    lines = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    parts = PARTS | {
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, HEAD + content)
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


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(NO_XML.sub("", cell))}</t></is></c>'
    return f"<c><v>{cell!r}</v></c>"
