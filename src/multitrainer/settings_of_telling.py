"""How people and programs are told of what happens (docs/telling.md): some of the service's settings."""

from typing import Annotated, Literal

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings

from multitrainer.domain.telling.notices import Language

Seconds = Annotated[float, Field(gt=0, le=3_600, allow_inf_nan=False)]

HERE = {"localhost", "127.0.0.1", "::1"}


class SettingsOfTelling(BaseSettings):
    """The worker, the mail server, webhooks, and streams. `.env.example` explains them."""

    language: Language = Field(
        default=Language.ENGLISH,
        description="The language of e-mails to addresses that are no user's: en or de. People choose theirs.",
    )
    worker: bool = Field(
        default=True, description="Whether `serve` also does what `multitrainer worker` does, or leaves it to that."
    )
    worker_poll_seconds: Seconds = Field(
        default=5.0, description="How often a worker looks for work that another process has for it."
    )
    delivery_attempts: int = Field(
        default=8, ge=1, le=50, description="How often a delivery is tried before it is a dead letter."
    )
    delivery_lease_seconds: Annotated[float, Field(ge=1, le=3_600, allow_inf_nan=False)] = Field(
        default=60.0,
        description="How long one delivery may take; when a worker was killed, another one takes over after that time.",
    )
    smtp_host: str | None = Field(
        default=None, description="Mail server that e-mails are sent through. Empty: none are sent."
    )
    smtp_port: int = Field(default=587, ge=1, le=65535, description="Its port.")
    smtp_tls: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="How the connection to it is encrypted."
    )
    smtp_user: str | None = Field(default=None, description="Who signs in there. Empty: nobody does.")
    smtp_password: SecretStr | None = Field(default=None, description="With which password.")
    smtp_timeout_seconds: Seconds = Field(default=20.0, description="How long it may take for each answer.")
    mail_from: str = Field(
        default="multitrainer@localhost",
        pattern=r"^[^@\s<>]+@[^@\s<>]+$",
        description="The address that e-mails come from.",
    )
    public_url: str | None = Field(
        default=None,
        pattern=r"^https?://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*/?$",
        description="Where people reach the service, for links in e-mails. Empty: e-mails have none.",
    )
    webhook_private: bool = Field(
        default=False, description="Whether webhooks may lead to this machine or to private networks."
    )
    webhook_timeout_seconds: Seconds = Field(default=10.0, description="How long a webhook may take to answer.")
    webhook_failures: int = Field(
        default=20,
        ge=1,
        le=10_000,
        description="After how many attempts in a row that failed a webhook is switched off.",
    )
    live_connections: int = Field(
        default=1_000,
        ge=1,
        le=100_000,
        description="How many connections may listen to what changes, at one process of `serve`.",
    )

    @field_validator("smtp_password")
    @classmethod
    def _is_not_sent_in_clear(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value and info.data.get("smtp_tls") == "none" and info.data.get("smtp_host") not in HERE:
            raise ValueError("would be sent in clear: set MULTITRAINER_SMTP_TLS to starttls or tls")
        return value

    @field_validator("public_url")
    @classmethod
    def _without_its_last_slash(cls, value: str | None) -> str | None:
        return value.rstrip("/") if value else value

    @field_validator("smtp_host", "smtp_user", "smtp_password", "public_url", mode="before")
    @classmethod
    def _nothing_means_none(cls, value: object) -> object:
        return None if value == "" else value
