"""What we know of people and machines who come in, beside the institute's `users`, into which we never write it."""

from datetime import datetime

from beanie import Document, PydanticObjectId
from pymongo import ASCENDING, IndexModel


class Credentials(Document):
    """A user's password with us, under the user's id.

    `made_of` is a digest of the old application's hash where ours was made of the same password: it holds as long as
    that hash does. None for a password that was set here, which holds whatever the old application says.
    """

    hash: str | None = None
    made_of: str | None = None
    signed_out_at: datetime | None = None
    """Tokens of the old application from before are no good any more."""

    class Settings:
        name = "multitrainer_credentials"


class SignIn(Document):
    """Somebody who is signed in: ended by being deleted.

    `digest` is that of the refresh token which is good now, `family` of what all of this sign-in have in common.
    """

    user: PydanticObjectId
    digest: str
    family: str
    began_at: datetime
    expires_at: datetime

    class Settings:
        name = "multitrainer_sign_ins"
        indexes = (
            IndexModel([("user", ASCENDING)], name="user"),
            IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0),
        )


class ApiKey(Document):
    """A machine's key, of which only a digest is kept."""

    name: str
    digest: str
    scopes: list[str]
    created_at: datetime
    created_by: str
    expires_at: datetime | None = None
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None

    class Settings:
        name = "multitrainer_api_keys"


class Attempts(Document):
    """How often somebody failed to sign in, at an account or from an address, within a window that ends by itself."""

    id: str  # type: ignore[assignment]  # whose attempts, as a digest
    failed: int
    expires_at: datetime

    class Settings:
        name = "multitrainer_attempts"
        indexes = (IndexModel([("expires_at", ASCENDING)], name="expiry", expireAfterSeconds=0),)
