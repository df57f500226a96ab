"""Covers as they are answered: with names, the institute's clock, and as much as each may see."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from multitrainer.clock import Clock
from multitrainer.database import Session as Transaction
from multitrainer.domain.covers.doings import doings
from multitrainer.domain.covers.hindsight import is_settled
from multitrainer.domain.covers.ranking import Candidate, Ranking
from multitrainer.domain.covers.rules import CRITERIA
from multitrainer.domain.covers.states import CoverState, OfferState
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.covers.ways_out import WaysOut
from multitrainer.domain.local_time import shown
from multitrainer.domain.reports import Report, shortly
from multitrainer.repositories.names import names_of
from multitrainer.repositories.reports import Reports
from multitrainer.repositories.users import Users
from multitrainer.services.covers.sight import DECIDING, EVERYTHING, Sees

Raw = dict[str, Any]
KEPT = ("_id", "session", "course", "batch", "leave", "start", "end", "state", "combinedWith", "openedAt")


class CoverViews:
    """Makes views of stored covers, with all names of a page at once."""

    def __init__(self, users: Users, reports: Reports, zone: ZoneInfo, now: Clock) -> None:
        self._users = users
        self._reports = reports
        self._zone = zone
        self._now = now

    async def one(self, raw: Raw, sees: Sees, viewer: str, transaction: Transaction = None) -> Raw:
        """One of them."""
        return (await self.several([(raw, sees)], viewer, transaction))[0]

    async def several(
        self, covers: Sequence[tuple[Raw, Sees]], viewer: str, transaction: Transaction = None
    ) -> list[Raw]:
        """Some, each as much as `viewer` sees of it."""
        raws = [raw for raw, _ in covers]
        people = await self._people(one for raw in raws for one in _named(raw))
        courses = await names_of("courses", {str(raw["course"]) for raw in raws})
        batches = await names_of("batches", {str(one) for raw in raws for one in _batches(raw)})
        names = courses | batches
        done = {str(raw["session"]) for raw in raws if raw["state"] == CoverState.DONE.value}
        reports = await self._reports.of_sessions(done, transaction)
        told = {str(raw["_id"]): _report(reports.get(str(raw["session"])), people) for raw in raws}
        return [self._view(raw, sees, viewer, people, names, told[str(raw["_id"])]) for raw, sees in covers]

    async def candidates(self, cover: Cover, ranking: Ranking) -> Raw:
        """Everybody who comes into question for a cover: candidates in the order of asking, and those who are none."""
        people = await self._people([*(c.trainer for c in ranking.candidates), *(r.trainer for r in ranking.rejected)])
        offers = {offer.trainer: offer.state.value for offer in cover.offers}
        about = {id_: {"trainer": person, "offer": offers.get(id_)} for id_, person in people.items()}
        return {
            "cover": cover.id,
            "candidates": [{**about[one.trainer], **_judged(one)} for one in ranking.candidates],
            "rejected": [
                {**about[one.trainer], "tier": one.tier.value, "reason": one.reason.value, "detail": one.words}
                for one in ranking.rejected
            ],
        }

    def actions(self, raw: Raw, sees: Sees, viewer: str) -> list[str]:
        """What somebody can do now with a stored cover of which they see so much."""
        asked = {str(one["trainer"]) for one in raw["offers"] if one["state"] == OfferState.OPEN.value}
        found = doings(
            CoverState(raw["state"]),
            decides=sees in DECIDING,
            is_asked=viewer in asked,
            has_it=str(raw.get("substitute")) == viewer,
            has_begun=raw["start"] <= self._now(),
            is_settled=sees is not Sees.SETTLES and is_settled(raw["start"], self._now()),
        )
        return [one.value for one in found]

    async def ways_out(self, cover: str, ways: WaysOut) -> Raw:
        """What is possible, with names, under the last parts of the addresses that do it."""
        people, names = await self._people(ways.assistants), await names_of("batches", ways.combine)
        return {
            "cover": cover,
            "cancel": ways.cancel,
            "combine": [{"_id": batch, "name": names.get(batch)} for batch in ways.combine],
            "move": ways.move,
            "assist": [people[one] for one in ways.assistants],
        }

    async def _people(self, ids: Iterable[str]) -> dict[str, Raw]:
        wanted = sorted({*ids})
        found = await self._users.by_id(wanted)
        return {id_: {"_id": id_, "name": found.get(id_, {}).get("name")} for id_ in wanted}

    def _view(
        self,
        raw: Raw,
        sees: Sees,
        viewer: str,
        people: dict[str, Raw],
        names: dict[str, str],
        report: Raw | None,
    ) -> Raw:
        """Whoever only sees their own must not learn from anything in it who has the session."""
        substitute = str(raw["substitute"]) if raw.get("substitute") else None
        knows = sees is not Sees.OWN or substitute == viewer
        offers = [one for one in raw["offers"] if sees in EVERYTHING or str(one["trainer"]) == viewer]
        return {
            **{name: raw.get(name) for name in KEPT},
            "localStart": self._local(raw["start"]),
            "localEnd": self._local(raw["end"]),
            "courseName": names.get(str(raw["course"])),
            "batchName": names.get(str(raw["batch"])),
            "combinedWithName": names.get(str(raw.get("combinedWith"))),
            "movedTo": self._moved(raw.get("movedTo")),
            "trainer": people[str(raw["trainer"])],
            "substitute": people[substitute] if substitute and knows else None,
            "offers": [self._offer(one, str(raw["_id"]), people) for one in offers],
            "actions": self.actions(raw, sees, viewer),
            "nextStepAt": raw.get("lookAt") if sees in EVERYTHING else None,
            "report": report if knows else None,
        }

    def _offer(self, raw: Raw, cover: str, people: dict[str, Raw]) -> Raw:
        """`with` is what the body of accepting may name."""
        others = [one for one in map(str, raw["together"]) if one != cover]
        kept = {name: value for name, value in raw.items() if name != "together"}
        local = {"localDeadline": self._local(raw["deadline"])}
        return {**kept, **local, "trainer": people[str(raw["trainer"])], "with": others}

    def _moved(self, to: Raw | None) -> Raw | None:
        return to and {**to, "localStart": self._local(to["start"]), "localEnd": self._local(to["end"])}

    def _local(self, at: datetime) -> str:
        return shown(at, self._zone).isoformat(timespec="minutes")


def _report(report: Report | None, people: dict[str, Raw]) -> Raw | None:
    """Of one that is done; what is said of a session that somebody else held is none of it."""
    if report is None:
        return None
    by = people.get(report.by, {"_id": report.by, "name": None})
    return {"text": shortly(report.said), "held": report.said.held, "by": by, "at": report.at}


def _judged(one: Candidate) -> Raw:
    points = dict(zip((criterion.value for criterion in CRITERIA), one.points, strict=True))
    return {"tier": one.place.tier.value, "points": points, "total": one.total, "askedLater": one.asked_later}


def _named(raw: Raw) -> list[str]:
    """Everybody in it. Whoever reported is one of them, or an admin, who may be a machine and have no name."""
    offered = [one["trainer"] for one in raw["offers"]]
    return [str(one) for one in (raw["trainer"], raw.get("substitute"), *offered) if one]


def _batches(raw: Raw) -> list[Any]:
    return [one for one in (raw["batch"], raw.get("combinedWith")) if one]
