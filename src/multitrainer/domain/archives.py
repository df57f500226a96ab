"""Archives (zip), as far as files of offices are: which entries one has, and what is in one of them.

One is read only where it has a single list of its entries, right before its end, and nothing before the first one: else
one program would find in it what another does not. Files of offices are written so.
"""

import struct
import zipfile
import zlib
from typing import BinaryIO

MOST_ENTRIES = 5_000
LARGEST_DIRECTORY = 2_000_000
"""Entries, and bytes of the list of them. Larger archives are not looked into."""

END, END_64 = struct.Struct("<4s4H2LH"), struct.Struct("<4sQ2H2L4Q")
LOCATOR = 20
"""Bytes between the two of them, where there is the larger one: for what does not fit into the other."""

PACKED = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""How entries may be packed. No office knows another way."""

UNREADABLE = (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError, EOFError, zlib.error)


class Unreadable(Exception):
    """An archive that is broken, too large, or to be read in more than one way."""


def opened(content: BinaryIO) -> zipfile.ZipFile:
    """An archive with its list of entries. Raises Unreadable."""
    count = _looked_at(content)
    try:
        archive = zipfile.ZipFile(content)
    except UNREADABLE as error:
        raise Unreadable from error
    names = {name.lower() for name in archive.namelist()}
    if not len(names) == len(archive.namelist()) == count:
        raise Unreadable
    return archive


def read(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """What is in an entry, of so many bytes at the most. Raises Unreadable."""
    if archive.getinfo(name).compress_type not in PACKED:
        raise Unreadable
    try:
        with archive.open(name) as entry:
            content = entry.read(most + 1)
    except UNREADABLE as error:
        raise Unreadable from error
    if len(content) > most:
        raise Unreadable
    return content


def _looked_at(content: BinaryIO) -> int:
    """How many entries there are, before all of them are read. Raises Unreadable.

    The library goes by the list's length alone; and each entry of the list begins with its mark.
    """
    size = content.seek(0, 2)
    content.seek(max(0, size - END_64.size - LOCATOR - END.size))
    count, length, begin, behind = _end(content.read())
    if count > MOST_ENTRIES or length > LARGEST_DIRECTORY or begin + length + behind != size:
        raise Unreadable
    content.seek(0)
    first = content.read(4)
    content.seek(begin)
    if first != b"PK\x03\x04" or content.read(length).count(b"PK\x01\x02") > MOST_ENTRIES:
        raise Unreadable
    return count


def _end(tail: bytes) -> tuple[int, int, int, int]:
    """How many entries, the list's length and begin, and how many bytes follow it. Raises Unreadable."""
    end = tail[-END.size :]
    if len(end) < END.size or end[:4] != b"PK\x05\x06" or end[-2:] != bytes(2):  # with a comment, of which none has one
        raise Unreadable
    *_, count, length, begin, _ = END.unpack(end)
    if not tail[: -END.size][-LOCATOR:].startswith(b"PK\x06\x07"):
        return count, length, begin, END.size
    if len(tail) < END_64.size + LOCATOR + END.size or not tail.startswith(b"PK\x06\x06"):
        raise Unreadable
    *_, count, length, begin = END_64.unpack_from(tail)
    return count, length, begin, len(tail)
