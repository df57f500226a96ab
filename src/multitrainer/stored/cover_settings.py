"""What is set about cover, between its documents and the domain's values.

What somebody made unreadable by hand must not stop a search: it is read as if it were not there, field by field, and
`faults` names it.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, TypeVar

from multitrainer.domain.covers.courses import Contacts, CourseCover
from multitrainer.domain.covers.rules import MOST_POINTS, Criterion, weighing
from multitrainer.domain.covers.tiers import CoverOrder, Tier
from multitrainer.domain.errors import SenselessCoverRules
from multitrainer.stored.faults import as_list
from multitrainer.stored.ids import hexed, oid

Raw = dict[str, Any]
Stored = Mapping[str, Any]
T = TypeVar("T")

OF_COURSES = ("tiers", "excluded", "weights", "contacts")
OF_INSTITUTE = ("pool", "contacts")


def read_cover(own: Stored, institute: Stored, weights: tuple[float, ...]) -> CourseCover:
    """How a course is covered, of what is stored of it and of the institute, whose weights these are."""
    stated = read_weights(own)
    order = CoverOrder(excluded=frozenset(read_excluded(own)))
    tiers = read_tiers(own)
    return CourseCover(
        order if tiers is None else CoverOrder(tiers, order.excluded),
        None if stated is None else weighing(stated, weights),
        read_contacts(own) or read_contacts(institute) or Contacts(),
    )


def read_tiers(own: Stored) -> tuple[Tier, ...] | None:
    """A course's own tiers; None where it has none."""
    return _readable(_tiers, own.get("tiers"))


def read_excluded(own: Stored) -> tuple[str, ...]:
    """Who is never asked for a course."""
    return _ids(own.get("excluded"))


def read_weights(own: Stored) -> dict[Criterion, float] | None:
    """The weights that a course sets itself; None where it sets none."""
    return _readable(_weights, own.get("weights"))


def read_contacts(stored: Stored) -> Contacts | None:
    """The contacts that a course, or the institute, sets itself; None where it sets none."""
    return _readable(_contacts, stored.get("contacts"))


def read_pool(institute: Stored) -> tuple[str, ...]:
    """The institute's substitutes, in their order."""
    return tuple(dict.fromkeys(_ids(institute.get("pool"))))


def write_contacts(contacts: Contacts) -> Raw:
    """What is stored of contacts."""
    return {"addresses": [*contacts.addresses], "students": contacts.students}


def write_ids(people: tuple[str, ...]) -> list[Any]:
    """What is stored of people."""
    return [*map(oid, people)]


def faults(stored: Stored) -> Iterator[str]:
    """The fields that can't be read as they are stored."""
    for name, read in (("tiers", _tiers), ("weights", _weights), ("contacts", _contacts)):
        if stored.get(name) is not None and _readable(read, stored[name]) is None:
            yield name
    for name in ("excluded", "pool"):
        value = stored.get(name)
        if value is not None and (not isinstance(value, list) or len(_ids(value)) < len(value)):
            yield name


def _readable(read: Callable[[Any], T], value: Any) -> T | None:
    if value is not None:
        with suppress(SenselessCoverRules, ValueError, TypeError, KeyError, AttributeError):
            return read(value)
    return None


def _tiers(value: Any) -> tuple[Tier, ...]:
    return CoverOrder(tuple(map(Tier, _list(value)))).tiers


def _weights(value: Any) -> dict[Criterion, float]:
    stated = {Criterion(name): _points(points) for name, points in value.items()}
    if not all(abs(points) <= MOST_POINTS for points in stated.values()):
        raise ValueError
    return stated


def _points(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    return float(value)


def _contacts(value: Any) -> Contacts:
    addresses, students = _list(value["addresses"]), value["students"]
    if not isinstance(students, bool) or not all(isinstance(one, str) and "@" in one for one in addresses):
        raise TypeError
    return Contacts(tuple(addresses), students)


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _ids(value: Any) -> tuple[str, ...]:
    return tuple(found for found in map(hexed, as_list(value)) if found)
