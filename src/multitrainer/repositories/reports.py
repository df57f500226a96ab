"""What is reported of sessions."""

from collections.abc import Collection, Sequence
from typing import Any

from pymongo.errors import DuplicateKeyError

from multitrainer.database import Outdated
from multitrainer.database import Session as Transaction
from multitrainer.documents import SessionReport as Document
from multitrainer.domain.errors import ReportNotFound
from multitrainer.domain.reports import Report
from multitrainer.domain.sentences import Sentence
from multitrainer.repositories.by_start import Within, page_by_start
from multitrainer.repositories.pages import Paged
from multitrainer.repositories.rows import rows
from multitrainer.stored.guards import as_read
from multitrainer.stored.ids import oid, oids
from multitrainer.stored.reading import readable, values
from multitrainer.stored.reports import read_report, write_report

Raw = dict[str, Any]

AT_ONCE = 100
"""So many ids are asked for with one query."""
SAID = ("held", "topics", "attendance", "reason", "forLead", "flagged", "by", "at", "acknowledged", "toldBy")
CHANGING = ("course", "batch", "start", "end", "heldBy", "covered", *SAID)


class Reports:
    """Reads and writes them. Each write is guarded by the report as it was read."""

    async def find(self, session: str, transaction: Transaction = None) -> Report:
        """The report of a session. Raises ReportNotFound."""
        if (found := await self.there(session, transaction)) is None:
            raise ReportNotFound(
                Sentence("Nobody has written a report of this session."),
                f"Nobody has written a report of session {session}.",
                session=session,
            )
        return found

    async def there(self, session: str, transaction: Transaction = None) -> Report | None:
        """The same; None where there is none."""
        found = await Document.get_motor_collection().find_one({"_id": oid(session)}, session=transaction)
        return read_report(found) if found else None

    async def of_sessions(self, sessions: Collection[str], transaction: Transaction = None) -> dict[str, Report]:
        """Those of some sessions, by session, as far as they can be read.

        By a hundred: of long lists the embedded server compares each id with all of them (docs/engines.md).
        """
        ids = oids(sorted(sessions))
        some = [ids[first : first + AT_ONCE] for first in range(0, len(ids), AT_ONCE)]
        pipelines: list[list[Raw]] = [[{"$match": {"_id": {"$in": named}}}] for named in some]
        found = await rows(Document.get_motor_collection(), *pipelines, session=transaction) if pipelines else []
        return {one.session: one for one in values(found, read_report)}

    async def of_batches(self, batches: Collection[str], within: Within) -> dict[str, Report]:
        """Those of some batches' sessions that began within a time when they were reported, likewise.

        For many sessions that is quicker than to name them; of one that was moved since, it may be missing.
        """
        begins = {"start": {"$gte": within.since, "$lt": within.until}}
        pipelines: list[list[Raw]] = [[{"$match": {"batch": batch, **begins}}] for batch in oids([*batches])]
        found = await rows(Document.get_motor_collection(), *pipelines) if pipelines else []
        return {one.session: one for one in values(found, read_report)}

    async def held_by(self, trainer: str, within: Within) -> list[Report]:
        """Those of sessions that somebody had to hold and that begin within a time."""
        match = {"heldBy": oid(trainer), "start": {"$gte": within.since, "$lt": within.until}}
        found = await Document.get_motor_collection().find(match).to_list(None)
        return values(found, read_report)

    async def flagged(
        self, batches: Sequence[str], within: Within, acknowledged: bool | None, cursor: str | None, limit: int
    ) -> Paged:
        """Those of some batches' sessions that ask a lead for something, by their beginning, as documents.

        All, or only those that somebody has acknowledged, or nobody. Raises InvalidInput for a foreign cursor.
        """
        seen: list[Raw] = [] if acknowledged is None else [{"$match": {"acknowledged": {"$exists": acknowledged}}}]
        matches = [{"batch": batch, "flagged": True} for batch in oids([*batches])]
        page = await page_by_start(Document.get_motor_collection(), matches, within, cursor, limit, seen)
        return Paged(readable(page.items, read_report), page.next)

    async def save(self, before: Report | None, after: Report, transaction: Transaction) -> None:
        """Write what one has become that is still as it was read, None where there was none. Raises Outdated."""
        new = write_report(after)
        if before is None:
            await _insert(new, transaction)
            return
        old = write_report(before)
        update: Raw = {"$set": {field: new[field] for field in CHANGING if field in new}}
        if left := {field: "" for field in CHANGING if field in old and field not in new}:
            update["$unset"] = left
        still = {"_id": old["_id"], **as_read(old, *SAID)}
        if not (await Document.get_motor_collection().update_one(still, update, session=transaction)).matched_count:
            raise Outdated


async def _insert(new: Raw, transaction: Transaction) -> None:
    try:
        await Document.get_motor_collection().insert_one(new, session=transaction)
    except DuplicateKeyError:
        raise Outdated from None
