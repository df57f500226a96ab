"""What access tokens are signed with: the secret that is set, or the one that is kept beside the embedded data."""

from pydantic import SecretStr

from multitrainer.connecting import CannotConnect
from multitrainer.embedded.secret import kept_secret
from multitrainer.settings import Settings


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
