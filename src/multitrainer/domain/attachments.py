"""Files that go with messages: what they are called, and what they are by what is in them.

A name says of which kind a file is; whoever sends it says so besides; and what is in it has to bear that out.
"""

import codecs
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import BinaryIO

from multitrainer.domain.errors import AttachmentRefused

LONGEST_NAME = 150
PIECE = 65_536
MOST_ENTRIES = 5_000
LARGEST_DIRECTORY = 2_000_000
"""Of a file that is an archive: entries, and bytes of its list of them. Larger ones are not looked into."""

END_OF_DIRECTORY = 22 + 65_535
"""An archive's last part, with the longest comment that there can be."""

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
        raise AttachmentRefused(f"A file needs a name of at most {LONGEST_NAME} characters.", field="name")
    if any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in name):
        raise AttachmentRefused("The file's name has characters that can't be seen.", field="name")
    return name


def type_of(name: str, said: str) -> str:
    """The type of a file by its name, which has to be what is said of it. Raises AttachmentRefused."""
    kind = SUFFIXES.get(PurePosixPath(name).suffix.lower())
    if kind is None:
        raise AttachmentRefused(f"Files of this kind are not taken; these are: {', '.join(SUFFIXES)}.", field="name")
    if (claimed := said.partition(";")[0].strip().lower()) not in {*UNSAID, kind}:
        raise AttachmentRefused(f"By its name the file is {kind}, by its Content-Type {claimed[:100]}.", field="type")
    return kind


def must_be(name: str, kind: str, content: BinaryIO) -> None:
    """Look into a file whether it is what its name says. Raises AttachmentRefused."""
    content.seek(0)
    if not _check_of(name, kind)(content):
        raise AttachmentRefused(f"What is in the file is not {kind}, as its name says.", field="content")


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
    names = [name.lower() for name in _entries(content)]
    has_macros = any(name.endswith("vbaproject.bin") for name in names)
    return "[content_types].xml" in names and any(name.startswith(folder) for name in names) and not has_macros


def _is_open_document(content: BinaryIO, kind: str) -> bool:
    """Its first entry says what it is, stored as it is."""
    head = content.read(38 + len(kind))
    return head[:4] == b"PK\x03\x04" and head[30:] == f"mimetype{kind}".encode() and bool(_entries(content))


def _entries(content: BinaryIO) -> list[str]:
    """The names in an archive; none where it is broken, or has too many of them."""
    size = content.seek(0, 2)
    content.seek(max(0, size - END_OF_DIRECTORY))
    _, found, end = content.read().rpartition(b"PK\x05\x06")
    count, length = int.from_bytes(end[6:8], "little"), int.from_bytes(end[8:12], "little")
    if not found or count > MOST_ENTRIES or length > LARGEST_DIRECTORY:
        return []
    try:
        with zipfile.ZipFile(content) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return []
