"""Words of the domain, as people read them, and what templates need to say them."""

from collections.abc import Callable, Iterable
from typing import Any

from multitrainer.domain.people import Duty
from multitrainer.domain.roster import Role, Status

Raw = dict[str, Any]
Words = dict[str, dict[str, str]]


def words(gettext: Callable[[str], str]) -> Words:
    """By kind, and by the word that is stored."""
    return {
        "roles": {
            Role.LEAD.value: gettext("lead"),
            Role.ASSISTANT.value: gettext("assistant"),
            Role.SUBSTITUTE.value: gettext("substitute"),
        },
        "statuses": {
            Status.ACTIVE.value: gettext("active"),
            Status.INACTIVE.value: gettext("inactive"),
            Status.ON_LEAVE.value: gettext("on leave"),
        },
        "duties": {
            Duty.PRIMARY.value: gettext("primary"),
            Duty.BACKUP.value: gettext("backup"),
            Duty.ASSISTANT.value: gettext("assistant"),
        },
    }


def choices(people: Iterable[Raw]) -> list[tuple[str, str]]:
    """People to choose from: an id and a name each."""
    return [(str(one["_id"]), str(one.get("name") or one["_id"])) for one in people]


def subjects(trainer: Raw) -> str:
    """What a trainer teaches, as one line; empty where nobody said."""
    said = trainer.get("specialization") or ()
    return said if isinstance(said, str) else ", ".join(map(str, said))
