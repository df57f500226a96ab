"""E-mails handed over to a real server, as the settings say."""

import asyncio
import ssl
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword

from multitrainer.delivering.mailer import Mailer
from multitrainer.delivering.outcomes import NotDelivered
from multitrainer.settings import Settings
from tests.delivering.test_tls import certificate
from tests.receivers import mailbox

__all__ = ["certificate"]


def message() -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "school@institute.example", "ann@x.example", "Hello"
    made.set_content("Grüße")
    return made


def mailer(port: int, **more: Any) -> Mailer:
    at = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_tls": "none", "smtp_timeout_seconds": 10, **more}
    return Mailer(Settings(_env_file=None, **at))


def knows_school(_: object, __: object, ___: object, mechanism: str, given: Any) -> AuthResult:
    assert isinstance(given, LoginPassword)
    return AuthResult(success=(given.login, given.password) == (b"school", b"geheim"), handled=False)


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
async def test_whoever_signs_in_as_the_settings_say_is_let_in_and_nobody_else() -> None:
    async with mailbox(authenticator=knows_school, auth_require_tls=False, auth_required=True) as there:
        await mailer(there.port, smtp_user="school", smtp_password="geheim").send(message())
        assert (await there.next()).message.get_content().strip() == "Grüße"
        for wrong in ({"smtp_user": "school", "smtp_password": "falsch"}, {}):
            with pytest.raises(NotDelivered) as refused:
                await mailer(there.port, **wrong).send(message())
            assert not refused.value.for_good
        assert there.all() == []


async def test_where_encryption_is_wanted_nothing_goes_to_a_server_without_it_or_without_a_good_certificate(
    certificate: Path,
) -> None:
    own = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    own.load_cert_chain(certificate)
    for options in ({}, {"tls_context": own}):
        async with mailbox(**options) as there:
            for wanted in ("starttls", "tls"):
                with pytest.raises(NotDelivered):
                    await mailer(there.port, smtp_tls=wanted, smtp_timeout_seconds=0.5).send(message())
            assert there.all() == []


async def test_a_server_that_is_away_or_says_nothing_is_told_without_an_address_in_it() -> None:
    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    silent = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = silent.sockets[0].getsockname()[1]
    with pytest.raises(NotDelivered, match="can't be used: SMTP"):
        await mailer(port, smtp_timeout_seconds=0.2).send(message())
    silent.close()
    await silent.wait_closed()
    with pytest.raises(NotDelivered, match="can't be used: SMTP"):
        await mailer(port).send(message())
