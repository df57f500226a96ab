"""What is set before the service starts, as far as it is about the institute, for admins to see."""

from collections.abc import Iterable
from enum import Enum
from typing import Any, NamedTuple

from pydantic.fields import FieldInfo

from multitrainer.domain.actions import Action
from multitrainer.domain.covers.rules import CRITERIA, Answering, Quiet
from multitrainer.identity.callers import Caller
from multitrainer.services.gate import Gate
from multitrainer.settings import Settings
from multitrainer.settings_of_cover import UNITS
from multitrainer.settings_of_questions import DAYS

GROUPS: dict[str, tuple[str, ...]] = {
    "teaching": ("time_zone", "default_batch_hours", "default_weekly_hours", "sessions_ahead_days"),
    "cover": ("cover_",),
    "questions": ("working_hours", "question_"),
    "handovers": ("handover_",),
    "planning": ("planning_seconds", "planning_answer_seconds", "planning_workers", "planning_at_once"),
    "telling": ("language", "delivery_attempts", "webhook_failures", "message_edit_minutes", "mentions_per_hour"),
    "signing-in": ("access_token_minutes", "sign_in_"),
}
"""Settings by what they are about, each by its name or by how several begin. None of them is a secret."""


class Setting(NamedTuple):
    """A setting as it is written in the environment; `least` and `most` are None where the rules alone tell."""

    name: str
    about: str
    value: str
    usual: str
    least: float | None
    most: float | None


class Configured:
    """Tells what is set."""

    def __init__(self, gate: Gate, settings: Settings) -> None:
        self._gate = gate
        self._settings = settings

    async def read(self, caller: Caller) -> dict[str, list[Setting]]:
        """The settings that are about the institute, by group. Raises NotSignedIn, NotAllowed."""
        await self._gate.anywhere(caller, Action.READ_SETTINGS)
        return {group: [self._shown(name) for name in _those(beginnings)] for group, beginnings in GROUPS.items()}

    def _shown(self, name: str) -> Setting:
        field = Settings.model_fields[name]
        least, most = _limits(field)
        usual = written(name, field.get_default(call_default_factory=True))
        value = written(name, getattr(self._settings, name))
        return Setting(f"MULTITRAINER_{name.upper()}", field.description or "", value, usual, least, most)


def written(name: str, value: Any) -> str:
    """A value as it would be written in the environment."""
    match value:
        case Enum():
            return str(value.value)
        case Quiet():
            return f"{_clock(value.start)}-{_clock(value.end)}"
        case None:
            return ""
        case tuple() if name == "cover_answering":
            return ", ".join(map(_row, value))
        case tuple() if name == "cover_weights":
            return ", ".join(f"{criterion}:{points:g}" for criterion, points in zip(CRITERIA, value, strict=True))
        case tuple() if name == "working_hours":
            return ", ".join(
                f"{day} {_clock(start)}-{_clock(end)}"
                for day, hours in zip(DAYS, value, strict=True)
                for start, end in hours
            )
        case float():
            return f"{value:g}"
        case _:
            return str(value)


def _those(beginnings: Iterable[str]) -> list[str]:
    return [name for beginning in beginnings for name in Settings.model_fields if name.startswith(beginning)]


def _limits(field: FieldInfo) -> tuple[float | None, float | None]:
    return max(_said(field, "ge", "gt"), default=None), min(_said(field, "le", "lt"), default=None)


def _said(field: FieldInfo, *limits: str) -> list[float]:
    found = (getattr(one, limit, None) for one in field.metadata for limit in limits)
    return [limit for limit in found if limit is not None]


def _row(one: Answering) -> str:
    return f"{_length(one.left)}:{_length(one.minutes)}:{one.wave}"


def _length(minutes: int) -> str:
    """In the largest unit that it is a whole number of."""
    unit = next(unit for unit in ("h", "m") if minutes % UNITS[unit] == 0)
    return f"{minutes // UNITS[unit]}{unit}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
