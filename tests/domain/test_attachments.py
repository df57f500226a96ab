"""Files by their names, by what is said of them, and by what is in them."""

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from multitrainer.domain import archives
from multitrainer.domain.attachments import LONGEST_NAME, SUFFIXES, must_be, name_of, type_of
from multitrainer.domain.errors import AttachmentRefused
from tests.documents_of_office import OPEN_DOCUMENT, PDF, PNG, TEXT, archive, docx, odt

WEBP = b"RIFF\x10\0\0\0WEBPVP8 "
GOOD = {
    "a.png": PNG,
    "a.JPG": b"\xff\xd8\xff\xe0",
    "a.jpeg": b"\xff\xd8\xff\xe1",
    "a.webp": WEBP,
    "a.gif": b"GIF89a\1\0",
    "a.pdf": PDF,
    "a.txt": TEXT,
    "a.md": TEXT,
    "a.csv": b"a;b\r\n",
    "a.docx": docx(),
    "a.xlsx": archive("[Content_Types].xml", "xl/workbook.xml"),
    "a.pptx": archive("[Content_Types].xml", "ppt/presentation.xml"),
    "a.odt": odt(),
    "a.ods": odt("application/vnd.oasis.opendocument.spreadsheet"),
    "a.odp": odt("application/vnd.oasis.opendocument.presentation"),
}


MACROS = "<Types><Default ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/></Types>"


def of_types(types: str | bytes) -> bytes:
    """A file of Word's that says this of what is in it."""
    return archive("word/document.xml", "word/evil.bin", first=("[Content_Types].xml", types))


def saying(content: bytes, *, count: int | None = None, begin: bytes | None = None, comment: bytes = b"") -> bytes:
    """An archive whose last record says something else than what is so."""
    record = bytearray(content[-22:])
    if count is not None:
        record[8:12] = count.to_bytes(2, "little") * 2
    record[16:20] = begin or record[16:20]
    record[20:] = len(comment).to_bytes(2, "little")
    return content[:-22] + bytes(record) + comment


def looked_into(name: str, content: bytes) -> None:
    must_be(name, type_of(name, ""), io.BytesIO(content))


def test_there_is_a_file_of_every_kind_here() -> None:
    assert {f".{name.lower().rpartition('.')[2]}" for name in GOOD} == {*SUFFIXES}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_is_taken_as_what_it_is_and_as_nothing_else(name: str) -> None:
    looked_into(name, GOOD[name])
    for other in GOOD:
        kinds = {type_of(name, ""), type_of(other, "")}
        if len(kinds) == 1 or all(kind.startswith("text/") for kind in kinds):
            continue
        with pytest.raises(AttachmentRefused):
            looked_into(other, GOOD[name])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.docx", docx("word/vbaProject.bin"), id="macros"),
        pytest.param("a.docx", of_types(MACROS), id="macros under another name"),
        pytest.param("a.docx", of_types(MACROS.encode("utf-16")), id="macros in another encoding"),
        pytest.param("a.docx", of_types(MACROS.replace("E", "&#69;")), id="macros in another spelling"),
        pytest.param("a.docx", of_types("<Types>" + " " * 2_000_000), id="a bomb"),
        pytest.param(
            "a.docx", docx("[content_types].XML"), id="of two entries of one name nobody knows which one counts"
        ),
        pytest.param("a.odt", odt(more=("Basic/Standard/Module1.xml",)), id="macros in Basic"),
        pytest.param("a.odt", odt(more=("Object 1/Scripts/python/evil.py",)), id="macros in Python"),
        pytest.param("a.docx", b"MZ" + docx(), id="a program before it"),
        pytest.param("a.docx", saying(docx(), begin=b"PK\x05\x06"), id="an end within the end"),
        pytest.param("a.docx", saying(docx(), comment=b"PK\x05\x06" + bytes(18)), id="an end behind the end"),
        pytest.param("a.docx", saying(docx(), count=1), id="more than it says"),
        pytest.param("a.docx", archive("word/document.xml"), id="an archive that happens to have a folder"),
        pytest.param("a.odt", odt()[:-30], id="cut off"),
        pytest.param("a.odt", archive("content.xml", "mimetype"), id="not first"),
        pytest.param("a.docx", docx() + bytes(70_000), id="an end that nobody finds"),
        pytest.param("a.txt", TEXT + b"\x1b[2J", id="what changes a terminal"),
        pytest.param("a.txt", "ü".encode()[:1], id="half a character"),
        pytest.param("a.csv", "a;b".encode("utf-16"), id="another encoding"),
        pytest.param("a.webp", b"RIFF\x10\0\0\0WAVE", id="a sound"),
    ],
)
def test_what_only_looks_like_it_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(AttachmentRefused):
        looked_into(name, content)


@pytest.mark.parametrize("count", [20, 1])
def test_an_archive_with_very_many_entries_is_not_looked_into_whatever_it_says(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    many = saying(docx(*(f"word/{n}" for n in range(20))), count=count)
    monkeypatch.setattr(archives, "MOST_ENTRIES", 10)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(AttachmentRefused):
        looked_into("a.docx", many)


def test_a_file_that_was_written_for_more_than_the_old_records_hold_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
    large = docx()
    assert b"PK\x06\x06" in large
    looked_into("a.docx", large)
    monkeypatch.setattr(archives, "MOST_ENTRIES", 1)
    with pytest.raises(AttachmentRefused):
        looked_into("a.docx", large)


@given(st.binary(max_size=300), st.sampled_from([*GOOD]))
def test_whatever_is_sent_is_taken_or_refused(content: bytes, name: str) -> None:
    for sent in (content, GOOD[name] + content, GOOD[name][:20] + content):
        with suppress(AttachmentRefused):
            looked_into(name, sent)


@pytest.mark.parametrize(
    ("name", "said", "kind"),
    [
        ("a.PNG", "", "image/png"),
        ("a.png", "application/octet-stream", "image/png"),
        ("a.png", "IMAGE/PNG", "image/png"),
        ("a.csv", "text/csv; charset=utf-8; header=present", "text/csv"),
        ("a.odt", OPEN_DOCUMENT, OPEN_DOCUMENT),
        ("a.png", "image/jpeg", None),
        ("a.csv", "text/plain", None),
        ("a.pdf.exe", "", None),
        ("a", "text/plain", None),
        (".png", "", None),
        ("a.svg", "", None),
    ],
)
def test_a_name_and_what_is_said_of_a_file_agree(name: str, said: str, kind: str | None) -> None:
    if kind:
        assert type_of(name, said) == kind
    else:
        with pytest.raises(AttachmentRefused):
            type_of(name, said)


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("plan.pdf", "plan.pdf"),
        ("../../etc/plan.pdf", "plan.pdf"),
        ("C:\\Users\\x\\plan.pdf", "plan.pdf"),
        (" Gru\u0308ße 👍.pdf ", "Grüße 👍.pdf"),
        ('a"b%.txt', 'a"b%.txt'),
        ("..", None),
        ("a/", None),
        ("", None),
        ("a\n.pdf", None),
        ("a\u202efdp.txt", None),
        ("a\u2028.txt", None),
        ("\ud800.txt", None),
        ("a" * LONGEST_NAME + ".txt", None),
    ],
)
def test_a_name_is_a_name_and_leads_nowhere(sent: str, name: str | None) -> None:
    if name:
        assert name_of(sent) == name
    else:
        with pytest.raises(AttachmentRefused):
            name_of(sent)


@given(st.text(max_size=300))
def test_no_name_has_a_path_or_what_can_not_be_printed(sent: str) -> None:
    try:
        name = name_of(sent)
    except AttachmentRefused:
        return
    assert not {*name} & {"/", "\\", "\0", "\n", "\r"}
    assert name.encode()
