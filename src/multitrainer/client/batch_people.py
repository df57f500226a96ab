"""The people of a batch."""

from multitrainer.client.messages import body, view
from multitrainer.client.transport import Call, Transport, path
from multitrainer.domain.people import Duty
from multitrainer.schemas.people import Named, NewOnBatch, PeopleAnswer, PopulatedPeople


class BatchPeople:
    """`client.batch_people`: primary, backups and assistants. The tag is always that of all of them."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def read(self, batch: str) -> PopulatedPeople:
        """Read who is on a batch. Raises BatchNotFound."""
        return view(PopulatedPeople, await self._transport.send(Call("GET", path("batches", batch, "trainers"))))

    async def add(self, batch: str, trainer: str, duty: Duty, *, if_match: str | None = None) -> PeopleAnswer:
        """Put one more trainer on a batch; whoever is new to the course joins its roster.

        Raises:
            InvalidInput, BatchNotFound, BatchWithoutCourse, UnknownTrainer, NotATrainer, AlreadyOnBatch, PrimaryTaken,
            TrainerInactive, Contended, MalformedData, RefusedByDatabase.
            Stale: the people are no longer those with the tag `if_match`.
        """
        new = body(NewOnBatch, trainer=trainer, duty=duty)
        call = Call("POST", path("batches", batch, "trainers"), body=new, if_match=if_match)
        return view(PeopleAnswer, await self._transport.send(call))

    async def add_backup(self, batch: str, trainer: str, *, if_match: str | None = None) -> PeopleAnswer:
        """Add a backup to a batch; whoever is new to the course joins its roster as substitute.

        Raises:
            InvalidInput, BatchNotFound, BatchWithoutCourse, UnknownTrainer, NotATrainer, AlreadyOnBatch,
            TrainerInactive, Contended, MalformedData, RefusedByDatabase.
            Stale: the people are no longer those with the tag `if_match`.
        """
        return await self._named("POST", batch, "backup", trainer, if_match)

    async def set_primary(self, batch: str, trainer: str, *, if_match: str | None = None) -> PeopleAnswer:
        """Make a trainer the primary, in place of whoever is.

        Raises:
            InvalidInput, BatchNotFound, BatchWithoutCourse, UnknownTrainer, NotATrainer, TrainerInactive, Contended,
            MalformedData, RefusedByDatabase.
            Stale: the people are no longer those with the tag `if_match`.
        """
        return await self._named("PUT", batch, "primary", trainer, if_match)

    async def remove(self, batch: str, trainer: str, *, if_match: str | None = None) -> None:
        """Take a trainer off a batch; they stay on the course's roster.

        Raises:
            BatchNotFound, BatchWithoutCourse, NotOnBatch, Contended, MalformedData, RefusedByDatabase.
            Stale: the people are no longer those with the tag `if_match`.
        """
        await self._transport.send(Call("DELETE", path("batches", batch, "trainers", trainer), if_match=if_match))

    async def _named(self, method: str, batch: str, place: str, trainer: str, if_match: str | None) -> PeopleAnswer:
        address, named = path("batches", batch, "trainers", place), body(Named, trainer=trainer)
        return view(PeopleAnswer, await self._transport.send(Call(method, address, body=named, if_match=if_match)))
