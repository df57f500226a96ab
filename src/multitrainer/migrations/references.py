"""Whom an `instructor` names, and what is in the way where it names nobody we may take for a trainer."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from bson import DBRef, ObjectId

from multitrainer.migrations.verdicts import Raw, SetAside, Verdict, changed

LONGEST_SHOWN = 60


class Users(NamedTuple):
    """The users whom some documents name: each one's role by id, and the roles that make a trainer."""

    role_of: Mapping[ObjectId, Any]
    trainer_roles: tuple[str, ...]

    @property
    def trainers(self) -> list[ObjectId]:
        """Those who are trainers."""
        return [user for user, role in self.role_of.items() if role in self.trainer_roles]


def id_in(instructor: Any) -> ObjectId | None:
    """The id that an `instructor` holds, also one that is written as text."""
    if type(instructor) is str and ObjectId.is_valid(instructor):  # not a Code, which is a str to Python alone
        return ObjectId(instructor)
    return instructor if isinstance(instructor, ObjectId) else None


def named_in(documents: Iterable[Raw]) -> set[ObjectId]:
    """Everybody whom these documents name as instructor."""
    return {named for document in documents if (named := id_in(document.get("instructor")))}


def trainer_of(instructor: Any, users: Users) -> ObjectId | SetAside:
    """The trainer whom an `instructor` names, or why there is none."""
    named = id_in(instructor)
    if named is None:
        return _no_id(instructor)
    if named not in users.role_of:
        return SetAside("unknown-user", f"instructor {named} is no user.")
    if (role := users.role_of[named]) not in users.trainer_roles:
        return SetAside("not-a-trainer", f"instructor {named} is not a trainer but: {_shown(role)}.")
    return named


def without_instructor(document: Raw, present: ObjectId | None) -> Verdict:
    """What becomes of a document that names nobody: who leads or teaches it at present is named again."""
    if present is not None:
        return changed("instructor-restored", document, instructor=present)
    if document.get("trainers") is not None:
        return None
    return SetAside("no-instructor", "instructor is empty, and there are no trainers.")


def _no_id(instructor: Any) -> SetAside:
    if isinstance(instructor, str):
        return SetAside("instructor-is-text", f"instructor is the text {_shown(instructor)}, which is no id.")
    if isinstance(instructor, DBRef):
        return SetAside("instructor-is-dbref", "instructor is a DBRef, where a plain ObjectId belongs.")
    if isinstance(instructor, list):
        return SetAside("instructor-is-list", f"instructor is a list of {len(instructor)}, where one id belongs.")
    return SetAside("instructor-has-wrong-type", f"instructor is of the type {type(instructor).__name__}.")


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
