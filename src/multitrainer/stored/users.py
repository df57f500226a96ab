"""How the institute's `users` name what we know by other names, perhaps."""

from collections.abc import Collection
from typing import Any, NamedTuple

from multitrainer.domain.actors import ActorKind

Raw = dict[str, Any]


class UserSchema(NamedTuple):
    """The fields of `users` that tell e-mail, password's hash and role, and the roles that make admins and trainers."""

    email: str = "email"
    password: str = "password"  # noqa: S105  (a field's name)
    role: str = "role"
    admins: tuple[str, ...] = ("admin",)
    trainers: tuple[str, ...] = ("trainer", "instructor", "teacher")

    def kind(self, user: Raw) -> ActorKind:
        """What a stored user is. Whoever is neither admin nor trainer may do what a student may."""
        role = user.get(self.role)
        if role in self.admins:
            return ActorKind.ADMIN
        return ActorKind.TRAINER if role in self.trainers else ActorKind.STUDENT

    def has_address(self, email: str) -> Raw:
        """Matches users of this e-mail address, as it is written or in small letters: no index finds others."""
        return {self.email: {"$in": [*{email, email.lower()}]}}

    def name(self, field: str) -> str:
        """What `users` call a field of ours."""
        return self._theirs.get(field, field)

    def projection(self, fields: Collection[str]) -> Raw:
        """Reads these fields of ours alone."""
        return {self.name(field): 1 for field in fields}

    def stored(self, fields: Raw) -> Raw:
        """Fields of ours by the names that `users` have for them."""
        return {self.name(field): value for field, value in fields.items()}

    def read(self, user: Raw) -> Raw:
        """A stored user, read by `projection`, by our names."""
        if not (ours := {theirs: field for field, theirs in self._theirs.items() if theirs != field}):
            return user
        return {ours.get(field, field): value for field, value in user.items()}

    @property
    def _theirs(self) -> dict[str, str]:
        return {"email": self.email, "role": self.role}
