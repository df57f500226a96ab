"""Shows each e-mail that is sent to 127.0.0.1:8025, and delivers none: to try things out.

Usage: .venv/bin/python scripts/mails.py, and in another terminal
MULTITRAINER_SMTP_HOST=127.0.0.1 MULTITRAINER_SMTP_PORT=8025 MULTITRAINER_SMTP_TLS=none scripts/serve
"""

import asyncio
from contextlib import suppress
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP, Envelope, Session

HOST, PORT = "127.0.0.1", 8025


class Shown:
    """Prints what comes: as text, because the address of a link is broken in parts where it is on its way."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  (their name)
        """Print an e-mail."""
        print(text_of(envelope.content or b""), flush=True)
        return "250 OK"


def text_of(content: bytes | str) -> str:
    """To whom it goes, its subject, and what it says in plain text."""
    sent = message_from_bytes(content.encode() if isinstance(content, str) else content, policy=policy.default)
    body = sent.get_body(("plain",))
    return f"{'=' * 78}\nTo: {sent['To']}\nSubject: {sent['Subject']}\n\n{body.get_content() if body else ''}"


async def _show() -> None:
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(Shown()), HOST, PORT)
    print(f"E-mails to {HOST}:{PORT} are shown here, and go nowhere. Ctrl-C ends it.", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_show())
