"""Covers as they are answered: with names, the institute's clock, and as much as each may see."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from multitrainer.domain.covers.ranking import Candidate, Ranking
from multitrainer.domain.covers.rules import CRITERIA
from multitrainer.domain.covers.states import CoverState, possible
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.local_time import shown
from multitrainer.repositories.names import names_of
from multitrainer.repositories.users import Users

Raw = dict[str, Any]
KEPT = ("_id", "session", "course", "batch", "leave", "start", "end", "state", "combinedWith", "movedTo", "openedAt")


class Sees(StrEnum):
    """How much somebody sees of a cover."""

    ALL = "all"
    """Everybody who was asked, and what came of it: admins, the batch's leads."""
    RESULT = "result"
    """Who takes it: whoever is away."""
    OWN = "own"
    """What they were asked themselves: whoever was."""


class CoverViews:
    """Makes views of stored covers, with all names of a page at once."""

    def __init__(self, users: Users, zone: ZoneInfo) -> None:
        self._users = users
        self._zone = zone

    async def one(self, raw: Raw, sees: Sees, viewer: str) -> Raw:
        """One of them."""
        return (await self.several([(raw, sees)], viewer))[0]

    async def several(self, covers: Sequence[tuple[Raw, Sees]], viewer: str) -> list[Raw]:
        """Some, each as much as `viewer` sees of it."""
        raws = [raw for raw, _ in covers]
        people = await self._people(raws)
        courses = await names_of("courses", {str(raw["course"]) for raw in raws})
        batches = await names_of("batches", {str(one) for raw in raws for one in _batches(raw)})
        names = courses | batches
        return [self._view(raw, sees, viewer, people, names) for raw, sees in covers]

    async def candidates(self, cover: Cover, ranking: Ranking) -> Raw:
        """Everybody who comes into question for a cover: candidates in the order of asking, and those who are none."""
        ids = [*(one.trainer for one in ranking.candidates), *(one.trainer for one in ranking.rejected)]
        found = await self._users.by_id(ids)
        offers = {offer.trainer: offer.state.value for offer in cover.offers}
        about = {
            id_: {"trainer": {"_id": id_, "name": found.get(id_, {}).get("name")}, "offer": offers.get(id_)}
            for id_ in ids
        }
        return {
            "cover": cover.id,
            "candidates": [{**about[one.trainer], **_judged(one)} for one in ranking.candidates],
            "rejected": [
                {**about[one.trainer], "tier": one.tier.value, "reason": one.reason.value, "detail": one.words}
                for one in ranking.rejected
            ],
        }

    async def _people(self, raws: Collection[Raw]) -> dict[str, Raw]:
        ids = {str(one) for raw in raws for one in _named(raw)}
        found = await self._users.by_id(sorted(ids))
        return {id_: {"_id": id_, "name": found.get(id_, {}).get("name")} for id_ in ids}

    def _view(self, raw: Raw, sees: Sees, viewer: str, people: dict[str, Raw], names: dict[str, str]) -> Raw:
        substitute = str(raw["substitute"]) if raw.get("substitute") else None
        seen = substitute if sees is not Sees.OWN or substitute == viewer else None
        offers = [one for one in raw["offers"] if sees is Sees.ALL or str(one["trainer"]) == viewer]
        return {
            **{name: raw.get(name) for name in KEPT},
            "localStart": self._local(raw["start"]),
            "localEnd": self._local(raw["end"]),
            "courseName": names.get(str(raw["course"])),
            "batchName": names.get(str(raw["batch"])),
            "combinedWithName": names.get(str(raw.get("combinedWith"))),
            "trainer": people[str(raw["trainer"])],
            "substitute": people[seen] if seen else None,
            "offers": [{**one, "trainer": people[str(one["trainer"])]} for one in offers],
            "possible": [event.value for event in possible(CoverState(raw["state"]))],
            "nextAt": raw.get("lookAt") if sees is Sees.ALL else None,
            "report": raw.get("report"),
        }

    def _local(self, at: datetime) -> str:
        return shown(at, self._zone).isoformat(timespec="minutes")


def _judged(one: Candidate) -> Raw:
    points = dict(zip((criterion.value for criterion in CRITERIA), one.points, strict=True))
    return {"tier": one.place.tier.value, "points": points, "total": one.total, "askedLater": one.asked_later}


def _named(raw: Raw) -> list[Any]:
    offered = [one["trainer"] for one in raw["offers"]]
    return [one for one in (raw["trainer"], raw.get("substitute"), *offered) if one]


def _batches(raw: Raw) -> list[Any]:
    return [one for one in (raw["batch"], raw.get("combinedWith")) if one]
