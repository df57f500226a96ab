"""Files as they are sent: to programs by the API, to browsers by the pages."""

from urllib.parse import quote

from starlette.responses import StreamingResponse

from multitrainer.services.threads.attachments import Download

SAFE = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}
"""So that no browser shows a file as a page of ours."""


def answer(found: Download) -> StreamingResponse:
    """A file, to be saved."""
    headers = {"Content-Disposition": disposition(found.name), "Content-Length": str(found.size), **SAFE}
    return StreamingResponse(found.pieces, headers=headers, media_type=found.type)


def disposition(name: str) -> str:
    """How a browser is told a file's name: as it is, and for old ones in ASCII (RFC 6266)."""
    plain = "".join(c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
