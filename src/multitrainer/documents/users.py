"""Trainers and students: the institute's users."""

from pymongo import ASCENDING, IndexModel

from multitrainer.documents.base import Legacy


def indexes_by(role: str, email: str) -> tuple[IndexModel, ...]:
    """The indexes of users, who have their role and e-mail address in fields of these names."""
    return (
        IndexModel([(role, ASCENDING), ("_id", ASCENDING)], name=f"multitrainer_{role}"),
        IndexModel([(email, ASCENDING)], name=f"multitrainer_{email}"),
    )


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
        indexes = indexes_by("role", "email")
