"""The one way in which a team changes: load, check, decide, save and tell, answer, whole or not at all."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from multitrainer.database import Database, Session
from multitrainer.documents import Batch
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import FieldChange, of_deletion, of_fields, of_team
from multitrainer.domain.contexts import changing
from multitrainer.domain.differences import Asked
from multitrainer.domain.legacy import Place
from multitrainer.domain.team import Team
from multitrainer.domain.telling.of_teams import notices_of
from multitrainer.repositories.batches import no_batch
from multitrainer.repositories.courses import no_course
from multitrainer.repositories.guards import Beside, Edit
from multitrainer.repositories.teams import Teams
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.covers_due import CoversDue
from multitrainer.services.changes.telling import Telling
from multitrainer.services.permissions import must
from multitrainer.stored.teams import StoredTeam

T = TypeVar("T")
SHOWN = ("course", "name", "students")
"""What is kept of a batch that comes or goes, besides its people."""
Decide = Callable[[Team], Team]
Answer = Callable[[Session, Team, Team], Awaitable[T]]
First = Callable[[Session], Awaitable[None]]
Done = Callable[[Team], bool]
Check = Callable[[Session], Awaitable[Edit | None]]


class Asking(NamedTuple):
    """Who wants to change a team, by doing what; about which batch or whose entry, where it is about one."""

    actor: Actor
    action: Action
    batch: str | None = None
    trainer: str | None = None

    def must_be_allowed(self, before: Team, after: Team) -> None:
        """Raises NotAllowed, or CourseNotFound or BatchNotFound where they may not know of it any more."""
        context = changing(self.actor.id, Asked(self.batch, self.trainer), before, after)
        must(self.actor, self.action, context, no_batch(self.batch) if self.batch else no_course(before.course))


class TeamChanges:
    """Changes teams. Everything handed in may run several times, so none of it has other effects."""

    def __init__(
        self, database: Database, teams: Teams, audit: Audit, telling: Telling | None, covers_due: CoversDue
    ) -> None:
        """`telling` has the people told whom a change concerns; without it nobody is."""
        self._database = database
        self._teams = teams
        self._audit = audit
        self._telling = telling
        self._covers_due = covers_due

    async def make(
        self,
        asking: Asking,
        course: str,
        decide: Decide,
        answer: Answer[T],
        *,
        first: First | None = None,
        check: Check | None = None,
        new_batches: Sequence[dict[str, Any]] = (),
        done: Done | None = None,
        decided: Collection[Place] = (),
    ) -> T:
        """Run `first` and `check`, bring the team after what `decide` returns, and answer from the same transaction.

        `check` refuses, or returns what else there is to write. It runs after the team was loaded, whose guards so
        hold what it saw as well. Neither it nor `decide` is asked where `done` finds that an earlier try got that far.
        Whether `asking` may is seen from the team as it is at that moment, and from what it becomes.
        Of `new_batches`, those are made that `decide` puts into the team.
        `decided` are the places whose lead or primary people name, which may be who is there already.

        Raises whatever the steps raise, CourseNotFound, MalformedData, RefusedByDatabase and Contended.
        """

        async def change(session: Session) -> T:
            if first:
                await first(session)
            stored = await self._teams.load(course, session)
            current = stored.current
            asking.must_be_allowed(current, current)  # before they are told what else is in the way
            already = done is not None and done(current)
            edit = await check(session) if check and not already else None
            after = current.recounted() if already else decide(current)
            await self._save(asking, stored, after, session, Beside(new_batches, edit, decided))
            return await answer(session, stored.team, after)

        return await self._database.atomically(f"course:{course}", change)

    async def make_within(
        self, session: Session, asking: Asking, course: str, decide: Decide, *, decided: Collection[Place] = ()
    ) -> None:
        """Bring the team after what `decide` returns, as a part of a larger change. Raises Outdated, and as `make`."""
        stored = await self._teams.load(course, session)
        await self._save(asking, stored, decide(stored.current), session, Beside(decided=decided))

    async def _save(self, asking: Asking, stored: StoredTeam, after: Team, session: Session, beside: Beside) -> None:
        asking.must_be_allowed(stored.current, after)
        noted = _noted(stored, after, beside)
        notices = notices_of(stored.current, after, asking.action, asking.actor.id) if self._telling else []
        named = [replace(notice, names=_name_of_edited(beside)) for notice in notices]
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(
                self._audit.noting(asking.actor, asking.action, noted, session, about=after.course)
            )
            if self._telling:
                await stack.enter_async_context(self._telling.around(named, session))
            await self._teams.save(stored, after, session, beside)
        await self._covers_due.of_change(stored.current, after, session)


def _noted(stored: StoredTeam, after: Team, beside: Beside) -> list[FieldChange]:
    """What is kept of a change in the audit: all that is written, also what the old application had decided."""
    found = of_team(stored.team, after, stored.said, stored.saying(after, beside.decided))
    if edit := beside.edit:
        found += _edited(edit, gone=edit.kind is Batch and str(edit.id) not in {batch.id for batch in after.batches})
    there = {batch.id for batch in stored.team.batches}
    for new in (batch for batch in beside.new_batches if str(batch["_id"]) not in there):
        found += of_fields("batches", str(new["_id"]), {}, {field: new.get(field) for field in SHOWN})
    return found


def _name_of_edited(beside: Beside) -> dict[str, str]:
    """What a batch is called that may be gone when people are told of that."""
    name = beside.edit.raw.get("name") if beside.edit and beside.edited_batch else None
    return {beside.edited_batch: name} if beside.edited_batch and isinstance(name, str) else {}


def _edited(edit: Edit, *, gone: bool) -> list[FieldChange]:
    of, id_ = edit.kind.get_collection_name(), str(edit.id)
    if gone:
        return of_deletion(of, id_, {field: edit.raw.get(field) for field in SHOWN})
    return of_fields(of, id_, {field: edit.raw.get(field) for field in edit.fields}, edit.fields)
