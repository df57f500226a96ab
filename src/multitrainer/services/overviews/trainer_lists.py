"""Trainers as people look for them: by name, by what they teach, by whether they are there, by what they carry."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import ActorKind
from multitrainer.domain.contexts import courses_of
from multitrainer.domain.listing import Load, load_of, status_over
from multitrainer.domain.permissions import Verdict, can
from multitrainer.domain.roster import Status
from multitrainer.domain.searching import finds
from multitrainer.domain.team import Team
from multitrainer.identity.callers import Caller
from multitrainer.repositories.sorted_pages import sorted_page
from multitrainer.repositories.users import Users
from multitrainer.services.found import Found
from multitrainer.services.gate import Gate
from multitrainer.services.overviews.workloads import Workloads
from multitrainer.services.people.everybody import all_of_them

Raw = dict[str, Any]


class WhichTrainers(NamedTuple):
    """Those with some words in their name or address, who teach something, are there or not, carry so much."""

    name: str = ""
    subject: str = ""
    status: Status | None = None
    load: Load | None = None

    def has(self, row: Raw) -> bool:
        """Whether a trainer is one of these. Whose workload is not told carries nothing that is asked for."""
        said = row.get("specialization") or ()
        return (
            finds(self.name, row.get("name"), row.get("email"))
            and finds(self.subject, *((said,) if isinstance(said, str) else said))
            and self.status in {None, row["status"]}
            and self.load in {None, row["load"]}
        )


class TrainerLists:
    """Lists of trainers, of whom an institute has so few that all are read and looked through."""

    def __init__(self, gate: Gate, users: Users, workloads: Workloads) -> None:
        self._gate = gate
        self._users = users
        self._workloads = workloads

    async def page(self, caller: Caller, which: WhichTrainers, cursor: str | None, limit: int) -> Found:
        """Some trainers by their names; for a trainer, themself and those of their courses.

        What everybody carries is told to whoever may read workloads. Raises InvalidInput for a foreign cursor.
        """
        actor = await self._gate.anywhere(caller, Action.LIST_TRAINERS)
        loads: dict[str, float] = {}
        teams: list[Team] = []
        known = None
        if can(actor, Action.READ_WORKLOADS) is Verdict.YES:
            teams, found = await self._workloads.everywhere(caller)
            loads = {one["trainer"]: one["percent"] for one in found}
        if actor.kind is ActorKind.TRAINER:
            teams = courses_of(actor, await self._gate.teams_of(actor))
            known = {entry.trainer for team in teams for entry in team.roster} | {actor.id}
        statuses = _statuses(teams)
        users = await all_of_them(self._users, known)
        rows = [row for user in users if which.has(row := _row(user, statuses, loads))]
        return Found.of(sorted_page(rows, "name", "id", cursor, limit), len(rows))


def _statuses(teams: Iterable[Team]) -> dict[str, list[Status]]:
    found: dict[str, list[Status]] = defaultdict(list)
    for team in teams:
        for entry in team.roster:
            found[entry.trainer].append(entry.status)
    return found


def _row(user: Raw, statuses: dict[str, list[Status]], loads: dict[str, float]) -> Raw:
    id_ = str(user["_id"])
    percent = loads.get(id_)
    load = None if percent is None else load_of(percent)
    return {**user, "id": id_, "status": status_over(statuses.get(id_, [])), "percent": percent, "load": load}
