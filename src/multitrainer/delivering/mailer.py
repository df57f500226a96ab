"""E-mails, by SMTP."""

from email.message import EmailMessage

from multitrainer.delivering.outcomes import NotDelivered
from multitrainer.settings import Settings

PERMANENT = 500
"""From this code on, an SMTP server says that it will never take it."""


class Mailer:
    """Sends e-mails through the institute's server, where the settings name one."""

    def __init__(self, settings: Settings) -> None:
        self.sender = settings.mail_from
        self._settings = settings

    @property
    def can_send(self) -> bool:
        """Whether there is a server to send through."""
        return self._settings.smtp_host is not None

    async def send(self, message: EmailMessage) -> None:
        """Hand over one e-mail. Raises NotDelivered; for good where the server refuses the very address or message."""
        import aiosmtplib  # only what sends needs it

        settings = self._settings
        password = settings.smtp_password.get_secret_value() if settings.smtp_password else None
        try:
            await aiosmtplib.send(
                message,
                hostname=settings.smtp_host,
                port=settings.smtp_port,
                username=settings.smtp_user,
                password=password,
                use_tls=settings.smtp_tls == "tls",
                start_tls=settings.smtp_tls == "starttls",
                timeout=settings.smtp_timeout_seconds,
            )
        except aiosmtplib.SMTPRecipientsRefused as refused:
            codes = [one.code for one in refused.recipients]
            raise NotDelivered(_told("refuses the address", codes), for_good=min(codes) >= PERMANENT) from None
        except aiosmtplib.SMTPDataError as refused:
            words = _told("refuses the message", [refused.code])
            raise NotDelivered(words, for_good=refused.code >= PERMANENT) from None
        except aiosmtplib.SMTPResponseException as refused:
            raise NotDelivered(_told("refuses us", [refused.code])) from None
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise NotDelivered(f"The mail server can't be used: {type(error).__name__}.") from None


def _told(what: str, codes: list[int]) -> str:
    """Without the server's own words, which may name an address."""
    return f"The mail server {what} ({', '.join(map(str, codes))})."
