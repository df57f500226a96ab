"""Users: trainers and students."""

from collections.abc import Collection, Iterable
from typing import Any

from beanie.odm.utils.dump import get_dict
from bson import ObjectId
from pymongo.errors import DuplicateKeyError

from multitrainer.clock import Clock
from multitrainer.database import Outdated, Session
from multitrainer.documents import User
from multitrainer.domain.actors import ActorKind
from multitrainer.domain.errors import NotATrainer, TrainerNotFound, UnknownStudent, UnknownTrainer
from multitrainer.domain.sentences import Counted, Sentence
from multitrainer.domain.wording import counted
from multitrainer.repositories.inserting import insert_new
from multitrainer.repositories.pages import Paged, among, paged
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import hexed, oid, oids
from multitrainer.stored.users import UserSchema

Raw = dict[str, Any]

MOST_ADMINS = 50
"""So many are told of what concerns admins."""

# Users have fields that are nobody's business, a password among them: only these are ever read.
SHOWN = ("name", "email", "phone", "specialization", "role")


class Users:
    """Reads and writes users, by our names of their fields. New trainers get the first role that makes one."""

    def __init__(self, schema: UserSchema, clock: Clock) -> None:
        self._schema = schema
        self._shown = schema.projection(SHOWN)
        self._clock = clock

    @property
    def role_of_trainers(self) -> str:
        """What a new one gets."""
        return self._schema.trainers[0]

    async def trainer(self, trainer: str, session: Session = None) -> Raw:
        """Raises TrainerNotFound, also for a user who is no trainer."""
        match = {"_id": oid(trainer), **self._is_trainer()}
        found: Raw | None = await User.get_motor_collection().find_one(match, self._shown, session=session)
        if found is None:
            raise no_trainer(trainer)
        return self._schema.read(found)

    async def trainers(self, cursor: str | None, limit: int, ids: Collection[str] | None = None) -> Paged:
        """Trainers in the order they were made, all or some. Raises InvalidInput for a foreign cursor."""
        match = {**self._is_trainer(), **among(ids, cursor)}
        found = User.get_motor_collection().find(match, self._shown).sort("_id", 1).limit(limit + 1)
        return paged([self._schema.read(user) async for user in found], limit)

    async def admins(self, session: Session = None) -> list[str]:
        """The ids of the admins, in the order they were made; of very many the first fifty."""
        match = {self._schema.role: {"$in": [*self._schema.admins]}}
        found = User.get_motor_collection().find(match, {"_id": 1}, session=session).sort("_id", 1).limit(MOST_ADMINS)
        return [id_ for user in await found.to_list(None) if (id_ := hexed(user["_id"]))]

    async def is_admin(self, user: str, session: Session = None) -> bool:
        """Whether somebody is an admin."""
        found = await User.get_motor_collection().find_one({"_id": oid(user)}, {self._schema.role: 1}, session=session)
        return self._schema.kind(found or {}) is ActorKind.ADMIN

    async def by_id(self, users: list[str], session: Session = None) -> dict[str, Raw]:
        """Those of the users who exist, by id."""
        found = User.get_motor_collection().find({"_id": {"$in": oids(users)}}, self._shown, session=session)
        return {str(user["_id"]): self._schema.read(user) for user in await found.to_list(None)}

    async def kinds(self, users: Iterable[str]) -> dict[str, ActorKind]:
        """What those of the users are who exist."""
        found = User.get_motor_collection().find({"_id": {"$in": oids([*users])}}, {self._schema.role: 1})
        return {str(user["_id"]): self._schema.kind(user) for user in await found.to_list(None)}

    async def trainers_among(self, users: Iterable[str], session: Session = None) -> set[ObjectId]:
        """Those of the users who exist and are trainers."""
        role = self._schema.role
        found = User.get_motor_collection().find({"_id": {"$in": oids([*users])}}, {role: 1}, session=session)
        return {user["_id"] for user in await found.to_list(None) if user.get(role) in self._schema.trainers}

    async def must_be_trainers(self, field: str, *trainers: str) -> None:
        """Raises UnknownTrainer or NotATrainer, naming the body's field."""
        known = await self.by_id(list(trainers))
        for trainer in trainers:
            if trainer not in known:
                raise UnknownTrainer(
                    Sentence("There is no such person."), f"There is no user {trainer}.", field=field, trainer=trainer
                )
            if known[trainer].get("role") not in self._schema.trainers:
                raise NotATrainer(
                    Sentence("This person is not a trainer."),
                    f"User {trainer} is not a trainer.",
                    field=field,
                    trainer=trainer,
                )

    async def must_exist(self, field: str, students: tuple[str, ...]) -> None:
        """Raises UnknownStudent, naming the body's field and the first ten who are missing."""
        known = await self.by_id(list(students))
        if missing := [s for s in students if s not in known]:
            raise UnknownStudent(
                Counted("{n} of the students does not exist.", "{n} of the students do not exist.", len(missing)),
                f"{counted(len(missing), 'of the students does', 'of the students do')} not exist, first {missing[0]}.",
                field=field,
                students=missing[:10],
            )

    async def by_addresses(self, addresses: Collection[str]) -> dict[str, list[str]]:
        """The ids of the users who have each of these e-mail addresses, as it is written or in small letters."""
        email = self._schema.email
        wanted = {*addresses, *(address.lower() for address in addresses)}
        found = User.get_motor_collection().find({email: {"$in": sorted(wanted)}}, {email: 1})
        having: dict[str, list[str]] = {}
        for user in await found.to_list(None):
            having.setdefault(user[email], []).append(str(user["_id"]))
        return {one: [*dict.fromkeys(having.get(one, []) + having.get(one.lower(), []))] for one in addresses}

    async def has_email(self, email: str, but: str | None = None) -> bool:
        """Whether somebody (else) has this address, as it is written or in small letters."""
        theirs = self._schema.has_address(email)
        found = await User.get_motor_collection().find(theirs, {"_id": 1}).limit(2).to_list(2)
        return any(str(user["_id"]) != but for user in found)

    async def insert_trainer(self, trainer: str, fields: Raw) -> None:
        """Insert a trainer, unless an earlier try got that far."""
        now = self._clock()
        user = User(_id=oid(trainer), role=self.role_of_trainers, created_at=now, updated_at=now, **fields)
        try:
            await User.get_motor_collection().insert_one(self._document(user))
        except DuplicateKeyError:  # the id's, or that of an index which the institute made
            if not await User.get_motor_collection().find_one({"_id": user.id}, {"_id": 1}):
                raise

    async def insert_students(self, students: dict[str, Raw]) -> None:
        """Insert students by id; whoever is there already stays untouched."""
        now = self._clock()
        users = [
            self._document(User(_id=oid(student), role="student", created_at=now, updated_at=now, **fields))
            for student, fields in students.items()
        ]
        await insert_new(User.get_motor_collection(), users)

    async def update(self, user: Raw, fields: Raw, session: Session) -> None:
        """Set some fields of a user of whom all that is shown is still as read. Raises Outdated."""
        still = {"_id": user["_id"], **as_read(self._schema.stored(user), *self._shown)}
        change = {"$set": {**self._schema.stored(fields), "updatedAt": self._clock()}}
        result = await User.get_motor_collection().update_one(still, change, session=session)
        if not result.matched_count:
            raise Outdated

    def _is_trainer(self) -> Raw:
        return {self._schema.role: {"$in": [*self._schema.trainers]}}

    def _document(self, user: User) -> Raw:
        return self._schema.stored(get_dict(user, to_db=True, keep_nulls=False))


def no_trainer(trainer: str) -> TrainerNotFound:
    """What is said where there is no such trainer, or none that whoever asks may know of."""
    return TrainerNotFound(Sentence("There is no such trainer."), f"There is no trainer {trainer}.", trainer=trainer)
