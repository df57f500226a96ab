"""Builds what shows many trainers beside each other."""

from typing import TypedDict

from multitrainer.repositories.agendas import Agendas as AgendaRepository
from multitrainer.repositories.cover_ledger import CoverLedger
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.terms import Terms
from multitrainer.services.overviews.agendas import Agendas
from multitrainer.services.overviews.work_hours import WorkHours
from multitrainer.wiring.base import Base


class LookedOver(TypedDict):
    """Use cases of hours over time, and of calendars."""

    work_hours: WorkHours
    agendas: Agendas


def looking_over(on: Base, kept: CoverLedger) -> LookedOver:
    """Everybody's hours, and everybody's calendar."""
    agendas, lessons = AgendaRepository(), Lessons()
    return {
        "work_hours": WorkHours(on.gate, on.users, on.facts, agendas, lessons, kept, Terms(), on.zone, on.now),
        "agendas": Agendas(on.gate, on.users, on.teams, on.batches, lessons, agendas, on.zone),
    }
