"""A course's roster."""

from collections.abc import Callable, Sequence

from multitrainer.client.messages import body, tag, view, views
from multitrainer.client.transport import Call, Transport, path
from multitrainer.client.updating import updated
from multitrainer.domain.roster import Role
from multitrainer.schemas.roster import NewRosterEntry, RosterChange, RosterEntry


class Roster:
    """`client.roster`: who trains on a course. The tag, also a single entry's, is always that of the whole roster."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def list(self, course: str) -> Sequence[RosterEntry]:
        """Read a course's trainers, in stored order. Raises CourseNotFound."""
        answer = await self._transport.send(Call("GET", path("courses", course, "trainers")))
        return views(RosterEntry, answer, tag(answer))

    async def add(
        self,
        course: str,
        trainer: str,
        *,
        role: Role = Role.ASSISTANT,
        assigned_batches: Sequence[str] = (),
        if_match: str | None = None,
    ) -> RosterEntry:
        """Put a trainer on a course, with a lead's scope or an assistant's batches.

        Raises:
            InvalidInput, CourseNotFound, UnknownTrainer, NotATrainer, AlreadyOnRoster, BatchOfAnotherCourse,
            SubstituteHasNoBatches, Contended, MalformedData, RefusedByDatabase.
            Stale: the roster is no longer the one with the tag `if_match`.
        """
        new = body(NewRosterEntry, trainer=trainer, role=role, assigned_batches=assigned_batches or None)
        call = Call("POST", path("courses", course, "trainers"), body=new, if_match=if_match)
        return view(RosterEntry, await self._transport.send(call))

    async def read(self, course: str, trainer: str) -> RosterEntry:
        """Read one trainer's entry. Raises CourseNotFound, NotOnRoster."""
        return view(RosterEntry, await self._transport.send(Call("GET", path("courses", course, "trainers", trainer))))

    async def change(
        self, course: str, trainer: str, change: RosterChange, *, if_match: str | None = None
    ) -> RosterEntry:
        """Change a trainer's role, status or batches; what is left out stays.

        Raises:
            CourseNotFound, NotOnRoster, BatchOfAnotherCourse, SubstituteHasNoBatches, StillPrimary, TrainerInactive,
            Contended, MalformedData, RefusedByDatabase.
            Stale: the roster is no longer the one with the tag `if_match`.
        """
        call = Call("PUT", path("courses", course, "trainers", trainer), body=change, if_match=if_match)
        return view(RosterEntry, await self._transport.send(call))

    async def update(
        self, course: str, trainer: str, change: Callable[[RosterEntry], RosterChange], *, attempts: int = 1
    ) -> RosterEntry:
        """Read an entry, and change it on the condition that nobody else changed the roster meanwhile.

        Args:
            course: The course's id.
            trainer: The trainer's id.
            change: What to change, given the entry as it is. Called again after each new reading.
            attempts: How often to read and try before somebody else's being quicker is an error.

        Raises:
            CourseNotFound, NotOnRoster, BatchOfAnotherCourse, SubstituteHasNoBatches, StillPrimary, TrainerInactive,
            Contended, MalformedData, RefusedByDatabase.
            Stale: somebody else was quicker each time.
        """

        async def write(seen: RosterEntry) -> RosterEntry:
            return await self.change(course, trainer, change(seen), if_match=seen.etag)

        return await updated(lambda: self.read(course, trainer), write, attempts)

    async def remove(
        self, course: str, trainer: str, *, hand_over_to: str | None = None, if_match: str | None = None
    ) -> None:
        """Take a trainer off a course and its batches, a successor taking over as primary.

        Raises:
            CourseNotFound, NotOnRoster, UnknownTrainer, NotATrainer, TrainerInactive, Contended, MalformedData,
            RefusedByDatabase.
            StillPrimary: the trainer is primary of batches, and `hand_over_to` names nobody.
            Stale: the roster is no longer the one with the tag `if_match`.
        """
        address = path("courses", course, "trainers", trainer)
        await self._transport.send(Call("DELETE", address, {"handOverTo": hand_over_to}, if_match=if_match))
