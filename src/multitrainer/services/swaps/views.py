"""Swaps as they are answered: with names and the institute's clock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from multitrainer.domain.local_time import shown
from multitrainer.domain.swaps import SwapState
from multitrainer.repositories.names import names_of
from multitrainer.repositories.users import Users
from multitrainer.services.swaps.sight import SIDES, SwapSight

Raw = dict[str, Any]


class SwapViews:
    """Makes views of stored swaps, with all names of a page at once."""

    def __init__(self, users: Users, zone: ZoneInfo) -> None:
        self._users = users
        self._zone = zone

    async def several(self, raws: Sequence[Raw], sees: SwapSight) -> list[Raw]:
        """Some of them, as somebody sees them."""
        sides = [raw[side] for raw in raws for side in SIDES]
        people = await self._users.by_id(sorted({str(side["trainer"]) for side in sides}))
        names = {id_: user.get("name") for id_, user in people.items()}
        names |= await names_of("courses", {str(side["course"]) for side in sides})
        names |= await names_of("batches", {str(side["batch"]) for side in sides})
        return [self._view(raw, names, sees) for raw in raws]

    def _view(self, raw: Raw, names: dict[str, Any], sees: SwapSight) -> Raw:
        state = SwapState(raw["state"])
        return {
            "_id": raw["_id"],
            **{side: self._side(raw[side], raw["confirmed"], names) for side in SIDES},
            "by": raw["by"],
            "note": raw.get("note", ""),
            "state": state.value,
            "actions": [one.value for one in sees.doings(raw)],
            "expiresAt": raw.get("lookAt") if state is SwapState.PROPOSED else None,
        }

    def _side(self, side: Raw, confirmed: Sequence[Any], names: dict[str, Any]) -> Raw:
        return {
            **side,
            "localStart": self._local(side["start"]),
            "localEnd": self._local(side["end"]),
            "courseName": names.get(str(side["course"])),
            "batchName": names.get(str(side["batch"])),
            "trainer": {"_id": side["trainer"], "name": names.get(str(side["trainer"]))},
            "confirmed": side["trainer"] in confirmed,
        }

    def _local(self, at: datetime) -> str:
        return shown(at, self._zone).isoformat(timespec="minutes")
