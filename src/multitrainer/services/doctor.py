"""The doctor: checks every rule over all data, and repairs what is derived."""

from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from math import ceil
from typing import Any

from multitrainer.clock import Clock
from multitrainer.database import Database, Session
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import of_team
from multitrainer.domain.errors import Conflict, CourseNotFound
from multitrainer.domain.invariants import Violation, violations
from multitrainer.domain.legacy import instructor_agrees, instructor_trains
from multitrainer.domain.proposals import ProposalState
from multitrainer.failures import REFUSED
from multitrainer.repositories.audit import AuditEntries
from multitrainer.repositories.cover_settings import INSTITUTE, CoverSettings
from multitrainer.repositories.proposals import Proposals
from multitrainer.repositories.rounds import Rounds
from multitrainer.repositories.teams import Teams
from multitrainer.services.changes.audit import Audit
from multitrainer.services.covers.keeper import CoverKeeper
from multitrainer.services.covers.ledger_checks import LedgerChecks
from multitrainer.services.enrolments.checks import EnrolmentChecks
from multitrainer.services.handovers.checks import HandoverChecks
from multitrainer.services.planning.proposal_changes import ProposalChanges
from multitrainer.services.questions.keeper import QuestionKeeper
from multitrainer.services.swaps.times import SwapTimes
from multitrainer.services.threads.attachment_checks import AttachmentChecks
from multitrainer.services.timetables.session_maker import SessionMaker
from multitrainer.stored.ids import hexed
from multitrainer.stored.teams import StoredTeam

LONGEST_CHANGE = timedelta(minutes=5)
"""What began longer ago is not being made any more."""

# Breaches that no rule can mend, because only people know what was meant.
FOR_PEOPLE = frozenset(
    {
        "malformed",
        "unknown-user",
        "instructor-no-trainer",
        "batch-without-course",
        "enrolled-twice",
        "slot-gone",
        "cover-settings",
        "question-nobody",
        "attachment-lost",
    }
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A breach, and whether it has been repaired; or what only may be one, and is known in a while."""

    violation: Violation
    repaired: bool
    passing: bool = False

    def as_json(self) -> dict[str, Any]:
        """The finding for programs: code, sentence, ids, and whether `--repair` can mend it."""
        mendable = self.violation.code not in FOR_PEOPLE
        repairable = mendable and not self.passing
        return {**asdict(self.violation), "repaired": self.repaired, "repairable": repairable, "passing": self.passing}


@dataclass(frozen=True, slots=True)
class Progress:
    """How many courses and stray batches have been seen, and what was found since the last report."""

    seen: int
    found: list[Finding]


class Doctor:
    """Examines teams, a few at a time, so that memory does not grow with the data."""

    def __init__(
        self,
        database: Database,
        teams: Teams,
        rounds: Rounds,
        enrolments: EnrolmentChecks,
        sessions: SessionMaker,
        covers: CoverKeeper,
        cover_settings: CoverSettings,
        audit: Audit,
        entries: AuditEntries,
        proposals: Proposals,
        changes: ProposalChanges,
        ledger: LedgerChecks,
        handovers: HandoverChecks,
        swaps: SwapTimes,
        questions: QuestionKeeper,
        attachments: AttachmentChecks,
        clock: Clock,
    ) -> None:
        self._database = database
        self._teams = teams
        self._rounds = rounds
        self._enrolments = enrolments
        self._sessions = sessions
        self._covers = covers
        self._cover_settings = cover_settings
        self._audit = audit
        self._entries = entries
        self._proposals = proposals
        self._changes = changes
        self._ledger = ledger
        self._handovers = handovers
        self._swaps = swaps
        self._questions = questions
        self._attachments = attachments
        self._clock = clock

    async def count(self, actor: Actor, course: str | None = None) -> int:
        """How many courses there are to examine, about."""
        return 1 if course else await self._rounds.count()

    async def examine(
        self, actor: Actor, course: str | None = None, *, repair: bool = False
    ) -> AsyncIterator[Progress]:
        """Go through all courses, or one; report after each chunk. Raises CourseNotFound for the one."""
        if course:
            stored = await self._teams.load(course)
            yield Progress(1, await self._examined(actor, [stored], repair=repair))
            return
        async for chunk in self._rounds.courses():
            named = [id_ for id_ in chunk if hexed(id_)]
            found = await self._examined(actor, await self._teams.load_all(named), repair=repair)
            yield Progress(len(chunk), [*found, *(_unnamed(id_) for id_ in chunk if not hexed(id_))])
        async for strays in self._rounds.stray_batches():
            yield Progress(0, [Finding(stray, repaired=False) for stray in strays])
        async for weeks in self._rounds.badly_painted():
            yield Progress(0, [Finding(week, repaired=False) for week in weeks])
        async for unread in self._rounds.unreadable():
            yield Progress(0, [Finding(one, repaired=False) for one in unread])
        async for behind in self._covers.behind():
            yield Progress(0, [await self._of_covers(behind, repair=repair)])
        async for half in self._half_there(actor, repair=repair):
            yield Progress(0, [half])
        yield Progress(0, await self._of_cover_settings([INSTITUTE]))
        abandoned = await self._proposals.abandoned()
        yield Progress(0, [await self._ended(actor, proposal, repair=repair) for proposal in abandoned])
        yield Progress(0, [_at_work(proposal, left) for proposal, left in await self._proposals.at_work()])
        yield Progress(0, await self._of_swaps(repair=repair))
        yield Progress(0, await self._of_questions(repair=repair))
        yield Progress(0, [Finding(*one) async for one in self._attachments.broken(repair=repair)])
        yield Progress(0, [await self._unfinished(entry, repair=repair) for entry in await self._cut_off()])

    async def _half_there(self, actor: Actor, *, repair: bool) -> AsyncIterator[Finding]:
        async for booked in self._ledger.found(actor, repair=repair):
            yield Finding(*booked)
        async for left in self._handovers.left_behind(actor, repair=repair):
            yield Finding(*left)

    async def _cut_off(self) -> list[dict[str, Any]]:
        return await self._entries.unfinished(self._clock() - LONGEST_CHANGE)

    async def _unfinished(self, entry: dict[str, Any], *, repair: bool) -> Finding:
        """Whatever was left in part is among the other findings; here it is about the audit alone."""
        detail = f"A change ({entry['action']}, audit entry {entry['_id']}) was cut off. It may have come about."
        if repair:
            await self._entries.cut_off(entry["_id"])
        return Finding(Violation("audit-unfinished", detail), repaired=repair)

    async def _ended(self, actor: Actor, proposal: dict[str, Any], *, repair: bool) -> Finding:
        """A proposal that somebody worked at and does no more."""
        name, state = str(proposal["_id"]), proposal["state"]
        running = Violation("proposal-interrupted", f"Proposal {name} was being made, and nobody makes it any more.")
        half = Violation("proposal-half-applied", f"Proposal {name} was cut off while it was {state}.")
        found = running if state == ProposalState.RUNNING else half
        try:
            if repair:
                await self._changes.mend(actor, name)
        except (Conflict, CourseNotFound) as refusal:
            return Finding(replace(found, detail=f"{found.detail} {refusal.detail}"), repaired=False)
        return Finding(found, repaired=repair)

    async def _examined(self, actor: Actor, teams: list[StoredTeam], *, repair: bool) -> list[Finding]:
        suspects = [team for team in teams if breaches(team)]
        findings = [f for team in suspects for f in await self._confirmed(actor, team.team.course, repair=repair)]
        unknown = await self._rounds.unknown_users(teams)
        placed = await self._of_enrolments(actor, teams, repair=repair)
        met = await self._of_sessions(teams, repair=repair)
        set_so = await self._of_cover_settings([team.course["_id"] for team in teams])
        return [*findings, *(Finding(violation, repaired=False) for violation in unknown), *placed, *met, *set_so]

    async def _of_enrolments(self, actor: Actor, teams: list[StoredTeam], *, repair: bool) -> list[Finding]:
        named = [team.course["_id"] for team in teams]
        broken, lost = await self._enrolments.broken(named), await self._enrolments.lost_slots(named)
        courses = sorted({violation.course for violation in broken if violation.course}) if repair else []
        left = [violation for course in courses for violation in await self._enrolments.mended(actor, course)]
        slots = [Finding(violation, repaired=False) for violation in lost]
        return [*(Finding(violation, repaired=repair and violation not in left) for violation in broken), *slots]

    async def _of_sessions(self, teams: list[StoredTeam], *, repair: bool) -> list[Finding]:
        behind = await self._sessions.behind([team.course["_id"] for team in teams])
        return [Finding(one, repaired=repair and await self._sessions.mended(str(one.batch))) for one in behind]

    async def _of_covers(self, behind: Violation, *, repair: bool) -> Finding:
        try:
            if repair:
                await self._covers.bring_up(str(behind.trainer))
        except (Conflict, *REFUSED) as refusal:
            why = refusal.detail if isinstance(refusal, Conflict) else "The database refuses the change."
            return Finding(replace(behind, detail=f"{behind.detail} {why}"), repaired=False)
        return Finding(behind, repaired=repair)

    async def _of_cover_settings(self, ids: list[Any]) -> list[Finding]:
        return [
            Finding(_unreadable(id_, fields), repaired=False)
            for id_, fields in (await self._cover_settings.faults(ids)).items()
        ]

    async def _of_swaps(self, *, repair: bool) -> list[Finding]:
        found = await self._swaps.half_done()
        return [Finding(one, repaired=repair and await self._swaps.mended(swap)) for swap, one in found]

    async def _of_questions(self, *, repair: bool) -> list[Finding]:
        found = [one async for one in self._questions.behind()]
        return [
            Finding(one, repaired=repair and one.code not in FOR_PEOPLE and await self._questions.mended(question))
            for question, one in found
        ]

    async def _confirmed(self, actor: Actor, course: str, *, repair: bool) -> list[Finding]:
        """Look again, at one moment this time: what only seemed wrong because it was being changed is well."""
        try:
            broken = await self._database.at_one_moment(lambda session: self._look(course, session))
            return await self._repair(actor, course, broken) if repair else [Finding(v, repaired=False) for v in broken]
        except CourseNotFound:
            return []

    async def _repair(self, actor: Actor, course: str, broken: list[Violation]) -> list[Finding]:
        try:
            return await self._database.atomically(
                f"course:{course}", lambda session: self._repaired(actor, course, session)
            )
        except (Conflict, *REFUSED) as refusal:  # the next course may be mended all the same
            why = refusal.detail if isinstance(refusal, Conflict) else "The database refuses the change."
            return [Finding(replace(v, detail=f"{v.detail} {why}"), repaired=False) for v in broken]

    async def _look(self, course: str, session: Session) -> list[Violation]:
        return breaches(await self._teams.load(course, session))

    async def _repaired(self, actor: Actor, course: str, session: Session) -> list[Finding]:
        stored = await self._teams.load(course, session)
        before = breaches(stored)
        if stored.malformed:
            return [Finding(v, repaired=False) for v in before]
        mended = stored.current
        noted = of_team(stored.team, mended, stored.said, stored.saying(mended))
        async with self._audit.noting(actor, Action.REPAIR_COURSE, noted, session, about=course):
            await self._teams.save(stored, mended, session)
        after = await self._look(course, session)
        return [Finding(v, repaired=v not in after) for v in before]


def _at_work(proposal: dict[str, Any], left: timedelta) -> Finding:
    """Somebody who was killed a moment ago looks like somebody who is at it."""
    detail = (
        f"Proposal {proposal['_id']} is {proposal['state']}, and may still be at work. If its service was killed, look "
        f"again in {max(1, ceil(left.total_seconds()))} s."
    )
    return Finding(Violation("proposal-at-work", detail), repaired=False, passing=True)


def _unreadable(id_: str, fields: list[str]) -> Violation:
    """Whatever it should say, searches for cover go by what is usual."""
    detail = f"{', '.join(fields)} of {id_} in multitrainer_cover_settings can't be read, and count as not set."
    return Violation("cover-settings", detail, None if id_ == INSTITUTE else id_)


def _unnamed(course: Any) -> Finding:
    return Finding(Violation("malformed", "_id of the course is not an ObjectId.", str(course)), repaired=False)


def breaches(stored: StoredTeam) -> list[Violation]:
    """Every rule that a stored team breaks."""
    team, said = stored.team, stored.said
    return [*stored.malformed, *violations(team), *instructor_agrees(team, said), *instructor_trains(team, said)]
