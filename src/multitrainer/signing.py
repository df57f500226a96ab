"""What access tokens are signed with: the secret that is set or kept beside the embedded data, and the old one."""

from pydantic import SecretStr

from multitrainer.connecting import CannotConnect
from multitrainer.embedded.secret import kept_secret
from multitrainer.settings import Settings

SHORT = 32
"""Bytes that a secret needs, to be as hard to find as what HS256 makes of it (RFC 7518, section 3.2)."""


def with_secret(settings: Settings) -> Settings:
    """The settings with a secret, whoever made it.

    Raises:
        CannotConnect: a MongoDB is named but no secret. Processes on other machines may work on it too, and all have
            to have the same.
        EmbeddedServerFailed: the one that is kept can't be used.
    """
    if settings.jwt_secret:
        return settings
    if settings.mongodb_uri:
        raise CannotConnect(
            "With MULTITRAINER_MONGODB_URI, MULTITRAINER_JWT_SECRET must be set too, to at least 32 characters that "
            "are the same for every process and that nobody else knows: `openssl rand -hex 32` makes them."
        )
    return settings.model_copy(update={"jwt_secret": SecretStr(kept_secret(settings.data_dir))})


def with_secret_of_ours(settings: Settings) -> Settings:
    """The same where we keep it; beside a MongoDB that is named, as the settings say. Raises EmbeddedServerFailed."""
    return settings if settings.mongodb_uri else with_secret(settings)


def doubts_of(settings: Settings) -> str | None:
    """What there is to say against the old application's secret; None where there is nothing."""
    if settings.old_token_key is None or not settings.old_token_algorithms[0].startswith("HS"):
        return None
    if len(settings.old_token_key.get_secret_value().encode()) >= SHORT:
        return None
    return (
        f"MULTITRAINER_OLD_TOKEN_KEY has less than {SHORT} bytes, so whoever has one of its tokens may find it by "
        "trying, and come in as anybody. Give the old application a longer one."
    )
