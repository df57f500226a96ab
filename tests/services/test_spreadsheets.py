"""Spreadsheets: what is read of them, and what is said of those that can't be."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime

import pytest

from multitrainer.domain.errors import UnreadableFile
from multitrainer.services.enrolments.spreadsheets import MOST_ROWS, Cell, Row, Table, read_table

COLUMNS = ("student", "slots", "joinedAt")
WORKBOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
OF_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{OF_OFFICE}/{{}}" Target="{{}}"/></Relationships>'
)
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'

SHARED = '<c t="s"><v>0</v></c>'
OF_TEXTS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>%b</t></si></sst>'
LONG_TEXT = OF_TEXTS % (b"x" * 100_000)


def read(data: bytes) -> Table:
    return read_table(data, COLUMNS, "student")


def cells(*rows: Sequence[str | int]) -> str:
    """The sheet's XML: numbers, and texts in place."""
    return "".join(
        f'<row r="{line}">'
        + "".join(
            f'<c r="{"ABCDEFG"[n]}{line}"><v>{value}</v></c>' if isinstance(value, int)
            else f'<c r="{"ABCDEFG"[n]}{line}" t="inlineStr"><is><t>{value}</t></is></c>'
            for n, value in enumerate(row)
        )
        + "</row>"
        for line, row in enumerate(rows, 1)
    )  # fmt: skip


def xlsx(data: str, *, part: str = "worksheets/sheet1.xml", merged: str = "", **more: bytes) -> bytes:
    merges = "".join(f'<mergeCell ref="{one}"/>' for one in merged.split())
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{data}</sheetData>{f'<mergeCells>{merges}</mergeCells>' if merged else ''}</worksheet>"
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        new.writestr("[Content_Types].xml", TYPES)
        new.writestr("_rels/.rels", RELATIONS.format("officeDocument", "xl/workbook.xml"))
        new.writestr("xl/workbook.xml", WORKBOOK)
        new.writestr("xl/_rels/workbook.xml.rels", RELATIONS.format("worksheet", part))
        new.writestr(f"xl/{part}", sheet)
        for name, content in more.items():
            new.writestr(f"xl/{name}.xml", content)
    return made.getvalue()


MERGED = cells(("student", "slots"), ("a", "Mon"), ("b", ""))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("delimiter", [b",", b";", b"\t"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_csv_is_read_whatever_separates_its_cells_and_ends_its_lines(mark: bytes, delimiter: bytes, end: bytes) -> None:
    lines = (b"Name,STUDENT, slots", b'Zo\xc3\xab,z@x.example," Mon | Tue"', b",,", b"Bo,b@x.example,")
    table = read(mark + end.join(line.replace(b",", delimiter) for line in lines) + end)
    assert table.rows == [
        Row(2, {"student": "z@x.example", "slots": "Mon | Tue"}),
        Row(4, {"student": "b@x.example"}),
    ]
    assert table.ignored == ["Name"]


def test_the_first_sheet_of_an_xlsx_is_read_with_the_lines_that_people_see() -> None:
    table = read(xlsx(cells(("joinedAt", "Student"), (), ("2026-01-02", "z@x.example"), ("", 12))))
    assert table.rows == [Row(3, {"joinedAt": "2026-01-02", "student": "z@x.example"}), Row(4, {"student": "12"})]


def test_dates_of_an_xlsx_are_dates() -> None:
    styles = (
        b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        b'<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    )
    rows = cells(("student", "joinedAt")) + '<row r="2"><c r="A2"><v>1</v></c><c r="B2" s="1"><v>46348</v></c></row>'
    found: Cell = read(xlsx(rows, styles=styles)).rows[0].cells["joinedAt"]
    assert isinstance(found, date)
    assert (found.year, found.month, found.day) == (2026, 11, 22)
    assert not isinstance(found, datetime) or found.hour == 0


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n\n", "is empty"),
        (b",,\n", "is empty"),
        (b"name,slots\nZoe,Mon\n", "no column `student` but: name, slots"),
        (b"student,Student\n1,2\n", "the column `student` twice"),
        (b"student\nZo\xeb\n", "Save it as CSV"),
        ("student\nZoë\n".encode("utf-16"), "UTF-16"),
        (b"student\n\0\n", "no text"),
        (b'student\n"a\n', "Line 2 can't be read"),
        (b'student\n"' + b"a" * 200_000 + b'"\n', "can't be read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or a protected"),
        (b"\x89PNG\r\n\x1a\n\0\0", "Save it as CSV"),
        (b"PK\x03\x04nonsense", "damaged"),
        (xlsx(cells(("student",), ("a",)))[:-300], "damaged"),
        (xlsx(""), "is empty"),
        (xlsx(cells(("student",)) + '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>'), "has formulas"),
        (xlsx('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), "beyond row"),
        (xlsx('<row r="1"><c r="XFD1"><v>1</v></c></row>'), "beyond row"),
        (xlsx('<row r="100000"><c r="BZZ100000"><v>1</v></c></row>', part="elsewhere/sheet1.xml"), "beyond row"),
        (xlsx('<row r="100000"><c r="A100000"><v>1</v></c></row>', part="styles.xml"), "beyond row"),
        (xlsx('<row r="50001"><c r="ZZ50001"><v>1</v></c></row>'), "as far as row 50001 and column 702"),
        (xlsx(cells(("student",)) + '<row r="2"><c r="A2" t="e"><v>#N/A</v></c></row>'), "cells with an error"),
        (xlsx(MERGED, merged="B2:B3 AA12:AB12"), "has merged cells: B2:B3, AA12:AB12. Unmerge"),
        (xlsx(MERGED, merged=" ".join(f"B{n}:B{n + 1}" for n in range(2, 20, 2))), "B10:B11 and 4 more. Unmerge"),
        (xlsx("<row>" + SHARED * 20_000 + "</row>", sharedStrings=LONG_TEXT), "a text of some 100"),
        (xlsx("<row><c><v>1</row>"), "no XLSX that can be read"),
        (xlsx(cells(("student",)), bomb=b" " * 65_000_000), "larger than 64000000 bytes"),
        (b"student\n" + b"x\n" * (MOST_ROWS + 1), f"more than {MOST_ROWS} rows"),
        (b"student\n" + b"\n" * 10 + b"x\n" * (MOST_ROWS + 1), f"more than {MOST_ROWS} rows"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_can_not_be_read_is_refused_with_what_to_do(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableFile, match=words):
        read(data)


def test_a_zip_that_is_no_xlsx_is_refused() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as new:
        new.writestr("a.txt", "a")
    with pytest.raises(UnreadableFile, match="no XLSX"):
        read(made.getvalue())


def test_fifty_thousand_rows_are_read() -> None:
    assert len(read(b"student\n" + b"x@y.example\n" * MOST_ROWS).rows) == MOST_ROWS


def test_empty_lines_are_no_rows() -> None:
    assert read(b"\n" * MOST_ROWS + b"student\n" + b"\n" * MOST_ROWS + b"x@y.example\n").rows == [
        Row(2 * MOST_ROWS + 2, {"student": "x@y.example"})
    ]


@pytest.mark.parametrize(
    "content", [pytest.param(b"student\na@x.example\n", id="CSV"), pytest.param(b"PK\3\4\xff", id="XLSX")]
)
@pytest.mark.parametrize("first", ["Content-Disposition", "Content-Type: text/csv\r\ncontent-disposition"])
def test_a_form_with_the_file_in_it_is_told_to_send_the_file_itself(content: bytes, first: str) -> None:
    head = f'--------------------------c65944\r\n{first}: form-data; name="file"; filename="bad.csv"\r\n\r\n'
    with pytest.raises(UnreadableFile, match="Send the file itself as the body"):
        read(head.encode() + content + b"\r\n--------------------------c65944--\r\n")


def test_a_file_that_begins_with_dashes_is_no_form() -> None:
    assert read(b"--,student\n-,a@x.example\n").rows == [Row(2, {"student": "a@x.example"})]
