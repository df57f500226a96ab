"""Who could teach a batch."""

import asyncio
from typing import Any

from multitrainer.domain.actions import Action
from multitrainer.domain.errors import BatchWithoutCourse
from multitrainer.domain.sentences import Sentence
from multitrainer.identity.callers import Caller
from multitrainer.planning.candidates import candidates_of
from multitrainer.repositories.batches import Batches
from multitrainer.repositories.users import Users
from multitrainer.services.gate import Gate
from multitrainer.services.people.everybody import everybody
from multitrainer.services.planning.schools import Schools

Raw = dict[str, Any]


class Candidates:
    """Use cases of candidates."""

    def __init__(self, gate: Gate, batches: Batches, users: Users, schools: Schools) -> None:
        self._gate = gate
        self._batches = batches
        self._users = users
        self._schools = schools

    async def of_batch(self, caller: Caller, batch: str, *, of_all: bool = False) -> Raw:
        """Everybody on the batch's course, or in the institute: what forbids them, or what would change.

        Whoever is not on the course counts as if they were its assistant. Raises BatchNotFound, BatchWithoutCourse,
        MalformedData.
        """
        actor = await self._gate.on_batch(caller, Action.READ_CANDIDATES, batch)
        if of_all:
            await self._gate.anywhere(actor, Action.READ_WORKLOADS)
        course = await self._batches.course_of(batch)
        others = [*await everybody(self._users)] if of_all else []
        school = await self._schools.load([course], others=others)
        if batch not in school.course_of:
            raise BatchWithoutCourse(
                Sentence("The course of this batch is gone."),
                f"The course of batch {batch} is gone.",
                batch=batch,
                course=course,
            )
        return await asyncio.to_thread(candidates_of, school, batch)
