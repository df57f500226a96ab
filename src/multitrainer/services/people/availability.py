"""When trainers are available, how much they teach and what they can, as they say themselves."""

from typing import Any, NamedTuple

from multitrainer.domain.actions import Action
from multitrainer.domain.half_hours import Grid, grid_of, is_finer, week_of
from multitrainer.identity.callers import Caller
from multitrainer.schemas.availability import NewAvailability
from multitrainer.services.changes.tags import Tagged, tagged
from multitrainer.services.people.stated_trainers import StatedTrainers
from multitrainer.stored.availability import read_availability, write_availability

Raw = dict[str, Any]


class HalfHours(NamedTuple):
    """A week as a grid, and whether what was said is finer than that."""

    grid: Grid
    is_finer: bool


class Availabilities:
    """Use cases of trainers' availability. Weekly hours and skills are those that planning knows, too."""

    def __init__(self, stated: StatedTrainers) -> None:
        self._stated = stated

    async def of_trainer(self, caller: Caller, trainer: str) -> Raw:
        """What a trainer has stated, and what is in use. Raises TrainerNotFound."""
        return self._shown(await self._stated.read(caller, Action.READ_AVAILABILITY, trainer))

    async def state(self, caller: Caller, trainer: str, new: NewAvailability, if_match: str | None = None) -> Tagged:
        """State what is named of it; what is left out stays, because admins state weekly hours and skills, too.

        Raises TrainerNotFound, SenselessAvailability, Stale.
        """
        fields, action = _named(new), Action.STATE_AVAILABILITY
        return await self._stated.state(caller, action, trainer, fields, self._shown, if_match)

    async def may_read(self, caller: Caller, trainer: str) -> bool:
        """Whether they may, for whoever shows them the way to it."""
        return await self._stated.may(caller, Action.READ_AVAILABILITY, trainer)

    async def may_state(self, caller: Caller, trainer: str) -> bool:
        """Whether they may, for whoever shows them a form."""
        return await self._stated.may(caller, Action.STATE_AVAILABILITY, trainer)

    async def half_hours(self, caller: Caller, trainer: str) -> Tagged:
        """A trainer's week as a grid, with the tag of all that is stated. Raises TrainerNotFound."""
        shown = await self.of_trainer(caller, trainer)
        week = read_availability(shown["week"])
        return tagged(HalfHours(grid_of(week), is_finer(week)), shown)

    async def paint(self, caller: Caller, trainer: str, grid: Grid, if_match: str | None = None) -> None:
        """State a trainer's week as such a grid. Raises TrainerNotFound, SenselessAvailability, Stale."""
        new = NewAvailability.model_validate({"week": write_availability(week_of(grid))})
        await self.state(caller, trainer, new, if_match)

    def _shown(self, stored: Raw) -> Raw:
        return {
            "_id": stored["_id"],
            "week": write_availability(read_availability(stored.get("availability"))),
            "weeklyHours": stored.get("weeklyHours"),
            "weeklyHoursInUse": self._stated.weekly_hours_in_use(stored),
            "skills": stored.get("skills") or [],
        }


def _named(new: NewAvailability) -> Raw:
    """The fields that are to be written, None where one is to go. Raises SenselessAvailability."""
    week = new.availability()
    return {
        **({} if week is None else {"availability": write_availability(week)}),
        **({"weeklyHours": new.weekly_hours} if new.names_hours else {}),
        **({} if new.skills is None else {"skills": [*new.skills]}),
    }
