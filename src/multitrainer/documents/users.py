"""Trainers and students: the institute's users."""

from pymongo import ASCENDING, IndexModel

from multitrainer.documents.base import Legacy


class User(Legacy):
    """A user of the institute. Which values of `role` make a trainer is a setting."""

    name: str
    email: str | None = None
    phone: str | None = None
    specialization: str | list[str] | None = None
    role: str

    class Settings:
        name = "users"
        keep_nulls = False
        indexes = (
            IndexModel([("role", ASCENDING), ("_id", ASCENDING)], name="multitrainer_role"),
            IndexModel([("email", ASCENDING)], name="multitrainer_email"),
        )
