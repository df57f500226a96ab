"""What is stated of trainers and batches for planning, and what has to be counted anew when it changes."""

from typing import Any

from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.audit import of_fields
from multitrainer.domain.errors import NoPrimary
from multitrainer.domain.sentences import Sentence
from multitrainer.identity.callers import Caller
from multitrainer.repositories.batches import Batches
from multitrainer.repositories.facts import OF_BATCHES, Facts
from multitrainer.repositories.teams import Teams
from multitrainer.schemas.planning import BatchPlanning, TrainerPlanning
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.recounts import Recounts
from multitrainer.services.changes.tags import Tagged, must_match, tagged
from multitrainer.services.gate import Gate
from multitrainer.services.people.stated_trainers import StatedTrainers
from multitrainer.services.timetables.session_maker import SessionMaker
from multitrainer.stored.ids import oid

Raw = dict[str, Any]
BATCHES = "multitrainer_batches"
OF_TRAINERS = ("weeklyHours", "skills", "unavailable", "limits")
"""What is stated here of trainers. Their week they state themselves (`availability`)."""
DEFAULTS: Raw = {"skills": [], "unavailable": [], "sessions": [], "limits": {}, "pinned": False}


class PlanningFacts:
    """Use cases of what planning knows. Hours that change are counted in the workloads they are part of."""

    def __init__(
        self,
        gate: Gate,
        database: Database,
        facts: Facts,
        batches: Batches,
        teams: Teams,
        maker: SessionMaker,
        audit: Audit,
        stated: StatedTrainers,
    ) -> None:
        self._gate = gate
        self._database = database
        self._facts = facts
        self._batches = batches
        self._teams = teams
        self._maker = maker
        self._recounts = Recounts(teams, audit)
        self._audit = audit
        self._stated = stated

    async def trainer(self, caller: Caller, trainer: str) -> Raw:
        """What is stated of a trainer. Raises TrainerNotFound."""
        return self._shown_trainer(await self._stated.read(caller, Action.READ_TRAINER_PLANNING, trainer))

    async def set_trainer(
        self, caller: Caller, trainer: str, new: TrainerPlanning, if_match: str | None = None
    ) -> Tagged:
        """State what is named of it; what is left out stays, because trainers state some of it themselves.

        Raises TrainerNotFound, Stale.
        """
        fields = new.model_dump(mode="json", by_alias=True, exclude_unset=True)
        if new.limits is not None:
            fields["limits"] = new.limits.model_dump(mode="json", by_alias=True, exclude_none=True)
        action = Action.CHANGE_TRAINER_PLANNING
        return await self._stated.state(caller, action, trainer, fields, self._shown_trainer, if_match)

    async def batch(self, caller: Caller, batch: str) -> Raw:
        """What is stated of a batch. Raises BatchNotFound."""
        await self._gate.on_batch(caller, Action.READ_BATCH_PLANNING, batch)
        course = await self._batches.course_of(batch)
        return await self._shown_batch(batch, course)

    async def set_batch(self, caller: Caller, batch: str, new: BatchPlanning, if_match: str | None = None) -> Tagged:
        """State what is named of it; its lock stays, and so does what is left out: timetables state sessions, too.

        Raises BatchNotFound, BatchWithoutCourse, Stale.
        """
        fields = new.model_dump(mode="json", by_alias=True, exclude_unset=True)
        return await self._set_batch(caller, Action.CHANGE_BATCH_PLANNING, batch, fields, if_match)

    async def lock(self, caller: Caller, batch: str, *, locked: bool, if_match: str | None = None) -> Tagged:
        """Keep a batch's primary, whatever is planned, or no more.

        Raises BatchNotFound, BatchWithoutCourse, NoPrimary, Stale.
        """
        return await self._set_batch(caller, Action.LOCK_BATCH, batch, {"pinned": locked}, if_match)

    async def _set_batch(self, caller: Caller, action: Action, batch: str, fields: Raw, if_match: str | None) -> Tagged:
        actor = await self._gate.on_batch(caller, action, batch)
        course = await self._batches.course_of(batch)

        async def change(session: Session) -> Tagged:
            stored, before = await self._facts.batch(batch, session), await self._shown_batch(batch, course, session)
            must_match(if_match, before)
            if fields.get("pinned"):
                await self._must_have_a_primary(batch, course, session)
            noted = of_fields(BATCHES, batch, {name: stored.get(name) for name in fields}, fields)
            async with self._audit.noting(actor, action, noted, session, about=course):
                if "sessions" in fields:
                    await self._maker.make_due(course, session, batch)
                await self._facts.set_batch(stored, {"course": oid(course), **fields} if fields else {}, session)
                if "sessions" in fields:
                    await self._maker.bring_up(batch, session, actor.id)
            after = await self._shown_batch(batch, course, session)
            if before["hoursInUse"] != after["hoursInUse"]:
                await self._recounts.count(actor, action, course, session)
            return tagged(after)

        return await self._database.atomically(f"course:{course}", change)

    async def _must_have_a_primary(self, batch: str, course: str, session: Session) -> None:
        """Raises NoPrimary."""
        team = (await self._teams.load(course, session, counting=False)).current
        if not any(one.id == batch and one.people.primary for one in team.batches):
            raise NoPrimary(
                Sentence("The batch has no primary whom a lock could keep. Name one first."),
                f"Batch {batch} has no primary whom a lock could keep. Name one first: "
                f"PUT /api/batches/{batch}/trainers/primary.",
                batch=batch,
            )

    async def _shown_batch(self, batch: str, course: str, session: Session = None) -> Raw:
        known = await self._facts.hours([oid(course)], session)
        in_use = known.get(batch, self._facts.usual.batch_hours)
        stated = _shown(await self._facts.batch(batch, session), OF_BATCHES)
        return {**stated, "course": oid(course), "hoursInUse": in_use}

    def _shown_trainer(self, stored: Raw) -> Raw:
        in_use = self._stated.weekly_hours_in_use(stored)
        return {**_shown(stored, OF_TRAINERS), "weeklyHoursInUse": in_use}


def _shown(stored: Raw, fields: tuple[str, ...]) -> Raw:
    given = {name: stored.get(name) for name in fields}
    return {"_id": stored["_id"], **{name: DEFAULTS.get(name) if v is None else v for name, v in given.items()}}
