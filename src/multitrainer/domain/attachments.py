"""Files that go with messages: what they are called, and what they are by what is in them.

A name says of which kind a file is; whoever sends it says so besides; and what is in it has to bear that out.
"""

import codecs
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import PurePosixPath
from typing import BinaryIO

from multitrainer.domain import archives
from multitrainer.domain.errors import AttachmentRefused
from multitrainer.domain.sentences import Sentence

LONGEST_NAME = 150
PIECE = 65_536
UNSAID = {"", "application/octet-stream"}
"""Types of whoever does not say of which kind a file is."""

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN = "application/vnd.oasis.opendocument."
SUFFIXES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".gif": "image/gif",
    ".pdf": "application/pdf",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".docx": f"{OFFICE}wordprocessingml.document",
    ".xlsx": f"{OFFICE}spreadsheetml.sheet",
    ".pptx": f"{OFFICE}presentationml.presentation",
    ".odt": f"{OPEN}text",
    ".ods": f"{OPEN}spreadsheet",
    ".odp": f"{OPEN}presentation",
}
TYPES = "[Content_Types].xml"
MOST_OF_TYPES = 1_000_000
"""Bytes of what a file of an office says of its parts."""

PROGRAMS = (b"macroenabled", b"macrosheet", b"vbaproject", b"vbadata")
"""What it says where one of them is a program, in lower case."""

UNSPELT = (b"&#", b"<!doctype", b"<!entity")
"""How any of these words could be written otherwise. No office does."""

FOLDERS_OF_PROGRAMS = {"basic", "scripts"}
"""Where open documents have theirs."""

FOLDERS = {".docx": "word/", ".xlsx": "xl/", ".pptx": "ppt/"}
BEGINNINGS = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
    "application/pdf": (b"%PDF-",),
}
PLAIN = {"\t", "\n", "\r", "\f"}
"""Control characters that a text may have."""


def name_of(sent: str) -> str:
    """The name of a file: of a path its last part. Raises AttachmentRefused."""
    name = unicodedata.normalize("NFC", sent.replace("\\", "/").rpartition("/")[2]).strip()
    if not name.strip(". ") or len(name) > LONGEST_NAME:
        raise AttachmentRefused(
            Sentence("A file needs a name of at most {most} characters.", most=LONGEST_NAME), field="name"
        )
    if any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in name):
        raise AttachmentRefused(Sentence("The file's name has characters that can't be seen."), field="name")
    return name


def type_of(name: str, said: str) -> str:
    """The type of a file by its name, which has to be what is said of it. Raises AttachmentRefused."""
    kind = SUFFIXES.get(PurePosixPath(name).suffix.lower())
    if kind is None:
        raise AttachmentRefused(
            Sentence("Files of this kind are not taken; these are: {kinds}.", kinds=[*SUFFIXES]), field="name"
        )
    if (claimed := said.partition(";")[0].strip().lower()) not in {*UNSAID, kind}:
        raise AttachmentRefused(
            Sentence(
                "By its name the file is {kind}, by its Content-Type {claimed}.", kind=kind, claimed=claimed[:100]
            ),
            field="type",
        )
    return kind


def must_be(name: str, kind: str, content: BinaryIO) -> None:
    """Look into a file whether it is what its name says. Raises AttachmentRefused."""
    content.seek(0)
    if not _check_of(name, kind)(content):
        raise AttachmentRefused(
            Sentence("What is in the file is not {kind}, as its name says.", kind=kind), field="content"
        )


def _check_of(name: str, kind: str) -> Callable[[BinaryIO], bool]:
    suffix = PurePosixPath(name).suffix.lower()
    if kind in BEGINNINGS:
        return lambda content: content.read(16).startswith(BEGINNINGS[kind])
    if kind == "image/webp":
        return _is_webp
    if kind.startswith("text/"):
        return _is_text
    if suffix in FOLDERS:
        return lambda content: _is_office(content, FOLDERS[suffix])
    return lambda content: _is_open_document(content, kind)


def _is_webp(content: BinaryIO) -> bool:
    head = content.read(12)
    return head[:4] == b"RIFF" and head[8:] == b"WEBP"


def _is_text(content: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := content.read(PIECE):
            if not _is_plain(decoder.decode(piece)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_plain(text: str) -> bool:
    return all(c in PLAIN or unicodedata.category(c) != "Cc" for c in {*text})


def _is_office(content: BinaryIO, folder: str) -> bool:
    """Macros are programs, and files with them have other names."""
    with suppress(archives.Unreadable), archives.opened(content) as archive:
        names = archive.namelist()
        has_macros = any(name.lower().endswith("vbaproject.bin") for name in names)
        if TYPES in names and any(name.lower().startswith(folder) for name in names) and not has_macros:
            said = archives.read(archive, TYPES, MOST_OF_TYPES).replace(b"\0", b"").lower()  # also of two bytes each
            return not any(word in said for word in (*PROGRAMS, *UNSPELT))
    return False


def _is_open_document(content: BinaryIO, kind: str) -> bool:
    """Its first entry says what it is, stored as it is."""
    head = content.read(38 + len(kind))
    if head[:4] != b"PK\x03\x04" or head[30:] != f"mimetype{kind}".encode():
        return False
    with suppress(archives.Unreadable), archives.opened(content) as archive:
        return not any(FOLDERS_OF_PROGRAMS & {*name.lower().split("/")[:-1]} for name in archive.namelist())
    return False
