"""A trainer's ledger of cover as it is read by people: each entry with what it is of."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.contexts import led_by
from multitrainer.domain.covers.values import Cover
from multitrainer.identity.callers import Caller
from multitrainer.repositories.covers import Covers
from multitrainer.repositories.names import names_of
from multitrainer.repositories.users import Users
from multitrainer.services.covers.ledgers import CoverLedgers, OfTrainer
from multitrainer.services.gate import Gate

Raw = dict[str, Any]


class LedgerSheets:
    """Reads entries with the names of their sessions. A lead is told those of the courses that they lead."""

    def __init__(self, gate: Gate, ledgers: CoverLedgers, covers: Covers, users: Users) -> None:
        self._gate = gate
        self._ledgers = ledgers
        self._covers = covers
        self._users = users

    async def of_trainer(
        self, caller: Caller, trainer: str, since: date | None, until: date | None, cursor: str | None, limit: int
    ) -> OfTrainer:
        """A trainer's entries within some days, the latest first, and the hours of all of them.

        `otherName` is who was on the other side; `session` what was covered, where whoever asks may know of it.

        Raises TrainerNotFound, InvalidInput.
        """
        found = await self._ledgers.of_trainer(caller, trainer, since, until, cursor, limit)
        covers = await self._covers.several({str(one["cover"]) for one in found.items if one.get("cover")})
        seen = await self._seen(await self._gate.anybody(caller), trainer, covers)
        sessions = await self._sessions(seen)
        people = await self._users.by_id(sorted({str(one["other"]) for one in found.items if one.get("other")}))
        return found._replace(items=[_named(one, people, sessions) for one in found.items])

    async def _seen(self, actor: Actor, trainer: str, covers: list[Cover]) -> list[Cover]:
        if actor.kind is not ActorKind.TRAINER or actor.id == trainer:
            return covers
        led = {*led_by(actor, await self._gate.teams_of(actor))}
        return [cover for cover in covers if cover.session.course in led]

    async def _sessions(self, covers: Iterable[Cover]) -> dict[str, Raw]:
        covers = [*covers]
        names = await names_of("batches", {cover.session.batch for cover in covers})
        return {
            cover.id: {
                "batch": cover.session.batch,
                "batchName": names.get(cover.session.batch),
                "start": cover.session.start,
                "end": cover.session.end,
            }
            for cover in covers
        }


def _named(entry: Raw, people: dict[str, Raw], sessions: dict[str, Raw]) -> Raw:
    other = people.get(str(entry.get("other")), {})
    return {**entry, "otherName": other.get("name"), "session": sessions.get(str(entry.get("cover")))}
