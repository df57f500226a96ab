"""Files as programs write them, small."""

import io
import zipfile

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
PDF = b"%PDF-1.7\n%\xe2\xe3\n"
TEXT = "Grüße\r\n\tan alle\n".encode()
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"


def archive(*names: str, first: tuple[str, str | bytes] | None = None) -> bytes:
    """An archive with entries of these names; `first` is one that is stored as it is, before all others."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        if first:
            made.writestr(zipfile.ZipInfo(first[0]), first[1], zipfile.ZIP_STORED)
        for name in names:
            made.writestr(name, "x")
    return held.getvalue()


def docx(*more: str) -> bytes:
    return archive("[Content_Types].xml", "word/document.xml", *more)


def odt(kind: str = OPEN_DOCUMENT, more: tuple[str, ...] = ()) -> bytes:
    return archive("content.xml", *more, first=("mimetype", kind))
