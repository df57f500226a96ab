"""Spreadsheets that people hand in: CSV and XLSX, as rows of named cells. Nothing in one is ever carried out."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple

from python_calamine import CalamineError, CalamineWorkbook

from multitrainer.domain.errors import UnreadableFile
from multitrainer.domain.sentences import Sentence

MOST_ROWS = 50_000
MOST_UNPACKED_BYTES = 64_000_000
MOST_COLUMNS = 702
MOST_CELLS = 5_000_000
"""Of the rectangle that a sheet fills: whoever reads it makes all of them, also those that nobody has written."""

MOST_TEXT_BYTES = 512_000_000
"""Of texts that stand once in the file and many times in the sheet."""

SHOWN_COLUMNS = 10
SHOWN_MERGED = 5

ZIP, OLD_OFFICE, UTF_16 = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", (b"\xff\xfe", b"\xfe\xff")
FORM = re.compile(rb"--[^\r\n]+\r?\n(?:[\w-]+:[^\r\n]*\r?\n)*?content-disposition:", re.IGNORECASE)
"""How a multipart body begins: with a line that parts it, and what the first part says of itself."""

SHEET = b"sheetData"
"""What only sheets have. Their names say nothing: the workbook may call any part a sheet."""

SHARED_TEXT = re.compile(rb"<(?:\w+:)?si[\s/>]")
CELL_OF_SHARED_TEXT = re.compile(rb"""\st\s*=\s*["']s["']""")
ERROR = re.compile(rb"""<(\w+:)?c\s[^>]*\bt\s*=\s*["']e["']""")
FORMULA = re.compile(rb"<(\w+:)?f[\s/>]")
PLACE = re.compile(rb"""\sr\s*=\s*["'](\$?[A-Za-z]*)\$?(\d+)["']""")
SAVE_AS = Sentence("Save it as CSV (UTF-8) or XLSX.")

Cell = str | datetime | date
Place = tuple[int, int]
"""A row and a column, counted from 0."""


class Row(NamedTuple):
    """A row: the line that it stands on, counted from 1, and its cells by their columns, those that are not empty."""

    line: int
    cells: dict[str, Cell]


class Table(NamedTuple):
    """What a spreadsheet says: its rows, and its columns that nobody asked for."""

    rows: list[Row]
    ignored: list[str]


def read_table(data: bytes, columns: Sequence[str], required: str) -> Table:
    """The rows of a CSV or of an XLSX's first sheet. Raises UnreadableFile."""
    if not data.strip():
        raise UnreadableFile(Sentence("The file is empty."))
    if FORM.match(data):
        raise UnreadableFile(
            Sentence("This is a form with a file in it. Send the file itself."),
            "This is a form with a file in it. Send the file itself as the body: with curl, `--data-binary @FILE` in "
            "place of `-F file=@FILE`.",
        )
    lines = _of_xlsx(data) if data.startswith(ZIP) else _of_csv(data)
    filled = [*islice(((line, cells) for line, cells in lines if any(cells)), MOST_ROWS + 2)]
    if len(filled) > MOST_ROWS + 1:
        raise UnreadableFile(
            Sentence("The file has more than {most} rows. Hand it in in several parts.", most=MOST_ROWS)
        )
    if not filled:
        raise UnreadableFile(Sentence("The file is empty."))
    names = _names(filled[0][1], columns, required)
    rows = [Row(line, _named(names, cells)) for line, cells in filled[1:]]
    return Table(rows, [str(cell) for name, cell in zip(names, filled[0][1], strict=True) if name is None and cell])


def _names(header: Sequence[Cell], columns: Sequence[str], required: str) -> list[str | None]:
    """The column that each cell of the header names. Raises UnreadableFile."""
    known = {column.lower(): column for column in columns}
    names = [known.get(str(cell).strip().lower()) for cell in header]
    if required not in names:
        there = ", ".join(str(cell)[:40] for cell in header[:SHOWN_COLUMNS] if cell)
        raise UnreadableFile(
            Sentence(
                "The first line has no column `{column}` but: {there}. It names the columns: {columns}.",
                column=required,
                there=there,
                columns=[*columns],
            )
        )
    if twice := next((name for name in names if name and names.count(name) > 1), None):
        raise UnreadableFile(Sentence("The first line names the column `{column}` twice.", column=twice))
    return names


def _named(names: Iterable[str | None], cells: Iterable[Cell]) -> dict[str, Cell]:
    return {name: cell for name, cell in zip(names, cells, strict=False) if name and cell}


def _of_csv(data: bytes) -> Iterator[tuple[int, list[Cell]]]:
    if data.startswith(OLD_OFFICE):
        raise UnreadableFile(Sentence("The file is an old or a protected Office document.") + SAVE_AS)
    if data.startswith(UTF_16):
        raise UnreadableFile(Sentence("The file is not in UTF-8 but in UTF-16.") + SAVE_AS)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile(Sentence("The file is neither an XLSX nor text in UTF-8.") + SAVE_AS) from None
    if "\0" in text:
        raise UnreadableFile(Sentence("The file is no text.") + SAVE_AS)
    return _lines(text)


def _lines(text: str) -> Iterator[tuple[int, list[Cell]]]:
    first = text.lstrip().partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        for cells in reader:
            yield reader.line_num, [cell.strip() for cell in cells]
    except csv.Error as error:
        raise UnreadableFile(
            Sentence("Line {line} can't be read: {fault}.", line=reader.line_num, fault=str(error))
        ) from None


def _of_xlsx(data: bytes) -> Iterator[tuple[int, list[Cell]]]:
    packed = _repacked(data)
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(packed)).get_sheet_by_index(0)
        rows, merged = sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or []
    except (CalamineError, OSError, ValueError):
        raise UnreadableFile(Sentence("The file is no XLSX that can be read.") + SAVE_AS) from None
    _must_be_apart(merged)
    return ((line, [_cell(value) for value in cells]) for line, cells in enumerate(rows, 1))


def _must_be_apart(merged: Sequence[tuple[Place, Place]]) -> None:
    """Raises UnreadableFile. People see what is merged in each of its rows; it stands in the first alone."""
    if merged:
        named = ", ".join(f"{_place(first)}:{_place(last)}" for first, last in merged[:SHOWN_MERGED])
        more = Sentence("{cells} and {n} more", cells=named, n=len(merged) - SHOWN_MERGED)
        cells = more if len(merged) > SHOWN_MERGED else named
        raise UnreadableFile(
            Sentence("The file has merged cells: {cells}. Unmerge them, and fill in what each row says.", cells=cells)
        )


def _place(at: Place) -> str:
    """B2 for the second column of the second row."""
    row, column = at[0], at[1] + 1
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"


def _cell(value: Any) -> Cell:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, datetime | date) else str(value).strip()


def _repacked(data: bytes) -> bytes:
    """The parts of an XLSX that are looked at, unpacked up to a size, whatever it says of their size itself.

    Raises UnreadableFile.
    """
    made = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as found, zipfile.ZipFile(made, "w") as new:
            left, longest, uses = MOST_UNPACKED_BYTES, 0, 0
            for part in _looked_at(found):
                with found.open(part) as stream:
                    content = stream.read(left + 1)
                left -= len(content)
                _must_be_usual(content, left)
                longest = max(longest, *map(len, SHARED_TEXT.split(content)[1:]), 0)
                uses += len(CELL_OF_SHARED_TEXT.findall(content))
                new.writestr(part, content)
            _must_fit(longest, uses)
    # zipfile raises NotImplementedError for a way of packing that it does not know, and RuntimeError for a password.
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, RuntimeError):
        raise UnreadableFile(Sentence("The file is damaged or protected by a password.") + SAVE_AS) from None
    return made.getvalue()


def _looked_at(found: zipfile.ZipFile) -> list[str]:
    names = dict.fromkeys(found.namelist())
    if "xl/workbook.xml" not in names:
        raise UnreadableFile(Sentence("The file is no XLSX.") + SAVE_AS)
    return [name for name in names if name.endswith((".xml", ".rels")) and not name.startswith(("docProps", "/"))]


def _must_be_usual(content: bytes, left: int) -> None:
    """Raises UnreadableFile."""
    if left < 0:
        raise UnreadableFile(
            Sentence("The file is larger than {most} bytes once it is unpacked.", most=MOST_UNPACKED_BYTES)
        )
    if b"\0" in content:
        raise UnreadableFile(Sentence("The file is no XLSX that can be read.") + SAVE_AS)
    if SHEET not in content:
        return
    if FORMULA.search(content):
        raise UnreadableFile(
            Sentence("The file has formulas. Copy the sheet, paste its values alone, and hand that in.")
        )
    if ERROR.search(content):
        raise UnreadableFile(Sentence("The file has cells with an error, such as #N/A. Correct them, or empty them."))
    _must_be_near(PLACE.findall(content))


def _must_be_near(places: Sequence[tuple[bytes, bytes]]) -> None:
    """Raises UnreadableFile. A cell far out would cost as much memory as all before it together."""
    rows = max((int(row[:9]) for _, row in places), default=0)
    columns = max((_number_of(column.strip(b"$")) for column in {column for column, _ in places}), default=0)
    if rows > MOST_ROWS + 1 or columns > MOST_COLUMNS:
        raise UnreadableFile(
            Sentence("The sheet goes beyond row {row} or column ZZ. Delete what is out there.", row=MOST_ROWS + 1)
        )
    if rows * columns > MOST_CELLS:
        raise UnreadableFile(
            Sentence(
                "The sheet goes as far as row {row} and column {column}. Delete what is far out.",
                row=rows,
                column=columns,
            )
        )


def _number_of(column: bytes) -> int:
    """1 for A, 27 for AA."""
    number = 0
    for letter in column.upper()[:4]:
        number = 26 * number + letter - ord("A") + 1
    return number


def _must_fit(longest: int, uses: int) -> None:
    """Raises UnreadableFile. A text that is kept once is made anew for each cell that names it."""
    if longest * uses > MOST_TEXT_BYTES:
        raise UnreadableFile(
            Sentence(
                "The sheet has a text of some {characters} characters, and {cells} cells with texts. Delete the "
                "columns that are not needed.",
                characters=longest,
                cells=uses,
            )
        )
