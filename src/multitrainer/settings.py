"""Every setting of the service, read from `MULTITRAINER_*` variables or a `.env` file."""

import os
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from multitrainer.pem import misfit
from multitrainer.settings_of_cover import SettingsOfCover
from multitrainer.settings_of_questions import SettingsOfQuestions
from multitrainer.settings_of_telling import Seconds, SettingsOfTelling

Minutes = Annotated[float, Field(gt=0, le=1_440, allow_inf_nan=False)]
Days = Annotated[float, Field(gt=0, le=366, allow_inf_nan=False)]
FieldName = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]
Algorithm = Literal["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
Network = IPv4Network | IPv6Network
WeeklyHours = Annotated[float, Field(gt=0, le=7 * 24, allow_inf_nan=False)]

PEM = "old_token_key"
"""Has line breaks where it is a public key; `.env` may write them as \\n."""


LEAST_OF_SECRET = 32
"""Characters."""


def _usual_data_dir() -> Path:
    return user_data_path("multitrainer", appauthor=False)


def _usual_at_once() -> int:
    return max(2, os.cpu_count() or 0)


class Settings(SettingsOfCover, SettingsOfQuestions, SettingsOfTelling):
    """The service's settings. `.env.example` explains each to whoever runs the service."""

    model_config = SettingsConfigDict(
        env_prefix="MULTITRAINER_", env_file=".env", env_file_encoding="utf-8", extra="ignore", frozen=True
    )

    host: str = Field(default="127.0.0.1", min_length=1, description="Address that `multitrainer serve` listens on.")
    port: int = Field(
        default=8000,
        ge=0,
        le=65535,
        description="Port that `multitrainer serve` listens on; 0 takes a free one.",
    )
    mongodb_uri: SecretStr | None = Field(
        default=None,
        description="MongoDB to work on, with credentials and TLS options as in any MongoDB URI. "
        "Empty: an embedded server is started, with its data in the data folder.",
    )
    mongodb_database: str = Field(
        default="multitrainer",
        min_length=1,
        description="Database that holds users, courses and batches, when the URI names none.",
    )
    mongodb_timeout_seconds: Seconds = Field(
        default=5.0, description="How long a request waits for a MongoDB server that is away."
    )
    transactions: Literal["auto", "never"] = Field(
        default="auto",
        description="`auto` uses transactions where the server has them; `never` writes in the healing order of a "
        "standalone server.",
    )
    data_dir: Path = Field(
        default_factory=_usual_data_dir,
        description="Folder of the embedded server's data. Empty: `multitrainer` in the user's data folder.",
    )
    trainer_roles: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("trainer", "instructor", "teacher"),
        min_length=1,
        description="Values of the role that make a user a trainer, separated by commas. New trainers get the first.",
    )
    admin_roles: Annotated[tuple[str, ...], NoDecode] = Field(
        default=("admin",), min_length=1, description="Values of the role that make a user an admin, likewise."
    )
    user_email_field: FieldName = Field(default="email", description="Field of `users` that people sign in with.")
    user_password_field: FieldName = Field(
        default="password",
        description="Field of `users` with the old application's password hashes (bcrypt). It is read, never written.",
    )
    user_role_field: FieldName = Field(default="role", description="Field of `users` that tells what somebody is.")
    jwt_secret: SecretStr | None = Field(
        default=None,
        description="Signs access tokens. Without a MongoDB URI it is made and kept beside the embedded data; with one "
        "it must be set, the same for every process: `openssl rand -hex 32`.",
    )
    access_token_minutes: Minutes = Field(default=10.0, description="How long an access token is good.")
    sign_in_days: Days = Field(default=30.0, description="How long somebody stays signed in without signing in again.")
    sign_in_failures: int = Field(
        default=10,
        ge=1,
        le=10_000,
        description="How often signing in may fail per account and window; five times that per address.",
    )
    sign_in_window_minutes: Minutes = Field(default=15.0, description="That window.")
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode] = Field(
        default=(),
        description="Addresses or networks of the proxies in front of the service, separated by commas: of whoever "
        "comes through one of them, X-Forwarded-For tells the address, for which failures to sign in count.",
    )
    old_token_key: SecretStr | None = Field(
        default=None,
        description="The old application's JWT secret, or its public key (PEM): its tokens are accepted then.",
    )
    old_token_algorithms: Annotated[tuple[Algorithm, ...], NoDecode] = Field(
        default=("HS256",),
        min_length=1,
        validate_default=True,
        description="What those tokens are signed with, separated by commas.",
    )
    old_token_claim: str = Field(
        default="id", min_length=1, description="The claim with the user's id in those tokens."
    )
    default_batch_hours: WeeklyHours = Field(
        default=5.0,
        description="Weekly hours of a batch that states none and has no weekly sessions, of its own or its slot's.",
    )
    default_weekly_hours: WeeklyHours = Field(
        default=20.0,
        ge=0.1,
        description="Weekly hours of a trainer who has stated none: 100 % of their workload.",
    )
    time_zone: str = Field(
        default="UTC",
        description="The institute's time zone, by its IANA name, such as Europe/Berlin: timetables, leave and quiet "
        "hours are times on its clocks.",
    )
    sessions_ahead_days: Annotated[int, Field(ge=1, le=1_000)] = Field(
        default=120, description="For how many days ahead sessions are made from the timetables of batches."
    )
    handover_fresh_days: Annotated[int, Field(ge=1, le=366)] = Field(
        default=7, description="How old a handover note may be when its trainer goes on leave."
    )
    handover_reminder_days: Annotated[int, Field(ge=0, le=366)] = Field(
        default=2, description="How many days before leave its trainer is reminded of older ones."
    )
    planning_seconds: Seconds = Field(default=60.0, description="How long a proposal is looked for at the most.")
    planning_answer_seconds: Seconds = Field(
        default=5.0, description="The same for a plan that somebody waits for: what would be, if."
    )
    planning_workers: int = Field(default=1, ge=1, le=64, description="How many workers look for one plan.")
    planning_at_once: int = Field(
        default_factory=_usual_at_once,
        ge=1,
        le=1_000,
        description="How many proposals are made at a time, and how many questions about plans are answered; the "
        "others wait. Usually as many as the machine has cores, and two at the least.",
    )
    planning_memory_mb: int = Field(
        default=2048, ge=128, le=1_048_576, description="Memory that making one plan may take, in megabytes."
    )
    sync: bool = Field(
        default=False,
        description="Whether `serve` keeps both formats true while the old application writes (docs/migrating.md).",
    )
    sync_sweep_seconds: Seconds = Field(
        default=60.0, description="How often everything is looked through where the server has no change streams."
    )
    max_body_bytes: int = Field(default=1_000_000, gt=0, description="Largest request body that is read, in bytes.")
    max_import_bytes: int = Field(
        default=10_000_000, gt=0, description="Largest spreadsheet that is imported over the API, in bytes."
    )
    max_attachment_bytes: int = Field(
        default=10_000_000, gt=0, le=100_000_000, description="Largest file that goes with a message, in bytes."
    )
    attachments_waiting: int = Field(
        default=30, ge=1, le=10_000, description="How many files of one person may wait for a message that takes them."
    )
    message_edit_minutes: Annotated[float, Field(ge=0, le=10_080, allow_inf_nan=False)] = Field(
        default=15.0, description="For how long whoever has written a message may change or delete it."
    )
    mentions_per_hour: int = Field(
        default=200, ge=1, le=100_000, description="How many people one may mention in messages in an hour."
    )
    body_timeout_seconds: Seconds = Field(default=30.0, description="How long a request body may take to arrive.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least severe level that is logged."
    )

    @field_validator("host")
    @classmethod
    def _can_be_looked_up(cls, value: str) -> str:
        try:
            value.encode("idna")
        except UnicodeError:
            raise ValueError("is no name or address of a host") from None
        return value

    @field_validator("time_zone")
    @classmethod
    def _is_known(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):  # a path, a folder, a name that is none
            raise ValueError("is no time zone; its IANA name is meant, such as Europe/Berlin") from None
        return value

    @field_validator("trainer_roles", "admin_roles", "trusted_proxies", "old_token_algorithms", mode="before")
    @classmethod
    def _split_on_commas(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(one.strip() for one in value.split(",") if one.strip())
        return value

    @field_validator(PEM, mode="before")
    @classmethod
    def _with_its_line_breaks(cls, value: object) -> object:
        return value.replace("\\n", "\n") if isinstance(value, str) else value

    @field_validator("old_token_algorithms")
    @classmethod
    def _fit_the_key(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        key = info.data.get(PEM)
        if len({name.startswith("HS") for name in value}) > 1:
            raise ValueError("mixes HS…, which a shared secret signs, with those of a public key; name one kind")
        if key is not None and (words := misfit(key.get_secret_value(), value)):
            raise ValueError(words)
        return value

    @field_validator("jwt_secret")
    @classmethod
    def _can_not_be_guessed(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value) < LEAST_OF_SECRET:
            raise ValueError(f"should have at least {LEAST_OF_SECRET} characters, not {len(value)}")
        return value

    @field_validator("data_dir", mode="before")
    @classmethod
    def _empty_means_the_usual(cls, value: object) -> object:
        return _usual_data_dir() if value == "" else value

    @field_validator("data_dir")
    @classmethod
    def _from_the_root(cls, value: Path) -> Path:
        try:
            return value.expanduser().absolute()
        except (RuntimeError, OSError):
            raise ValueError("stands for no folder; name one by its whole path") from None

    @field_validator("mongodb_uri", "jwt_secret", "old_token_key", mode="before")
    @classmethod
    def _empty_means_none(cls, value: object) -> object:
        return None if value == "" else value

    @field_validator("*", mode="before")  # the last comes first
    @classmethod
    def _can_be_printed(cls, value: object, info: ValidationInfo) -> object:
        """Bytes that are no text, NUL and line breaks can't be passed on to the system, nor shown in a message."""
        if info.field_name != PEM and isinstance(value, str | Path) and not str(value).isprintable():
            raise ValueError("has a line break or another character that can't be printed")
        return value
