"""Writing what is reported of a session: with the cover that counts by it, the audit, and whoever is to be told."""

from typing import Any

from multitrainer.clock import Clock
from multitrainer.database import Session as Transaction
from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.audit import of_fields
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.reports import Report
from multitrainer.domain.telling.notices import Notice
from multitrainer.domain.telling.of_covers import notices_of_not_held
from multitrainer.domain.telling.of_reports import is_news, notices_of_report
from multitrainer.repositories.covers import Covers
from multitrainer.repositories.reports import Reports
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import Users
from multitrainer.services.changes.audit import Audit
from multitrainer.services.changes.covers_due import CoversDue
from multitrainer.services.changes.telling import Telling
from multitrainer.stored.reports import write_report

Raw = dict[str, Any]


class ReportChanges:
    """To be used under the name of the cover's trainer, where there is a cover, as all that changes it."""

    def __init__(
        self,
        reports: Reports,
        covers: Covers,
        teams: Teams,
        users: Users,
        telling: Telling,
        audit: Audit,
        due: CoversDue,
        now: Clock,
    ) -> None:
        self._reports = reports
        self._covers = covers
        self._teams = teams
        self._users = users
        self._telling = telling
        self._audit = audit
        self._due = due
        self._now = now

    async def write(
        self,
        actor: Actor,
        action: Action,
        before: Report | None,
        after: Report,
        cover: Cover | None,
        transaction: Transaction,
    ) -> None:
        """Write a report; `cover` is the one by which somebody had the session, if it was covered.

        That one is due before the report is there: killed in between, it is counted as before. It is written also where
        it is not done yet, so that of this and its being done one comes after the other. Raises Outdated.
        """
        noted = of_fields("multitrainer_session_reports", after.session, _noted(before), _noted(after))
        async with (
            self._audit.noting(actor, action, noted, transaction, about=after.place.course),
            self._telling.around(await self._news(actor, before, after, cover, transaction), transaction),
        ):
            if cover and _was_held(before) is not after.said.held:
                await self._covers.count_anew(cover.id, self._now(), transaction)
            await self._reports.save(before, after, transaction)
        self._due.ring()

    async def _news(
        self, actor: Actor, before: Report | None, after: Report, cover: Cover | None, transaction: Transaction
    ) -> list[Notice]:
        not_held = cover if _was_held(before) and not after.said.held else None
        if not is_news(before, after) and not not_held:
            return []
        lead = await self._teams.lead_of(after.place.course, after.place.batch, transaction)
        answering = [lead] if lead else await self._users.admins(transaction)
        flagged = notices_of_report(after, answering, actor.id) if is_news(before, after) else []
        missed = notices_of_not_held(not_held, after.said.reason, answering, actor.id) if not_held else []
        return [*flagged, *missed]


def _was_held(before: Report | None) -> bool:
    return before is None or before.said.held


def _noted(report: Report | None) -> Raw:
    """What the audit keeps: all that is said, and who acknowledged it; ids as strings."""
    if report is None:
        return {}
    raw = write_report(report)
    said = ("held", "topics", "attendance", "reason", "forLead", "flagged")
    kept = {name: raw[name] for name in said if name in raw}
    return {"batch": report.place.batch, "by": report.by, **kept, **_seen(report)}


def _seen(report: Report) -> Raw:
    return {"acknowledged": report.acknowledged.by} if report.acknowledged else {}
