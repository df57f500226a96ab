"""What planning has to know of trainers and batches."""

from multitrainer.client.messages import body, view
from multitrainer.client.transport import Call, Transport, path
from multitrainer.schemas.candidates import CandidatesForBatch
from multitrainer.schemas.planning import BatchPlanning, Lock, PlannedBatch, PlannedTrainer, TrainerPlanning


class Planning:
    """`client.planning`: weekly hours, skills, absences and limits; hours and sessions of batches; locks."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def trainer(self, trainer: str) -> PlannedTrainer:
        """Read what is stated of a trainer. Raises TrainerNotFound."""
        return view(PlannedTrainer, await self._transport.send(Call("GET", path("trainers", trainer, "planning"))))

    async def set_trainer(
        self, trainer: str, planning: TrainerPlanning, *, if_match: str | None = None
    ) -> PlannedTrainer:
        """State what is named; what is left out stays, and `weekly_hours=None` takes them away.

        Raises TrainerNotFound, Stale, Contended.
        """
        call = Call("PUT", path("trainers", trainer, "planning"), body=planning, if_match=if_match)
        return view(PlannedTrainer, await self._transport.send(call))

    async def batch(self, batch: str) -> PlannedBatch:
        """Read what is stated of a batch. Raises BatchNotFound, BatchWithoutCourse."""
        return view(PlannedBatch, await self._transport.send(Call("GET", path("batches", batch, "planning"))))

    async def set_batch(self, batch: str, planning: BatchPlanning, *, if_match: str | None = None) -> PlannedBatch:
        """State what is named; what is left out stays, its lock too, and `hours=None` takes them away.

        Raises BatchNotFound, BatchWithoutCourse, Stale, Contended.
        """
        call = Call("PUT", path("batches", batch, "planning"), body=planning, if_match=if_match)
        return view(PlannedBatch, await self._transport.send(call))

    async def lock(self, batch: str, *, locked: bool = True, if_match: str | None = None) -> PlannedBatch:
        """Keep a batch's primary, whatever is planned, or no more. Raises as `set_batch`, and NoPrimary."""
        call = Call("PUT", path("batches", batch, "lock"), body=body(Lock, locked=locked), if_match=if_match)
        return view(PlannedBatch, await self._transport.send(call))

    async def candidates(self, batch: str, *, everybody: bool = False) -> CandidatesForBatch:
        """Every trainer of the batch's course, or of the institute: what forbids them, or what would change.

        Raises BatchNotFound, BatchWithoutCourse, MalformedData.
        """
        call = Call("GET", path("batches", batch, "candidates"), {"everybody": everybody})
        return view(CandidatesForBatch, await self._transport.send(call))
