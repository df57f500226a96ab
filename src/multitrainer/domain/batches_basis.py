"""What a plan of batches is made of besides who sits where, and what of it has changed since."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from multitrainer.domain.batching import Batching, Rest

NUMBERS = ("target", "minimum", "maximum", "rest")
Wishes = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Basis:
    """The settings, the slot of each batch that is there, and what each of those who wait wishes for.

    Whoever joined first stands first among the wishes. When slots meet decides nothing, only which there are.
    """

    target: int
    minimum: int
    maximum: int
    rest: Rest
    slots: tuple[str, ...]
    batches: Mapping[str, str | None]
    wishes: Wishes

    @classmethod
    def of(cls, batching: Batching, batches: Mapping[str, str | None], wishes: Wishes) -> "Basis":
        """What a plan by these settings is made of."""
        sizes = (batching.target, batching.minimum, batching.maximum, batching.rest)
        return cls(*sizes, batching.slot_names, batches, wishes)

    def to_json(self) -> dict[str, Any]:
        """The basis as JSON values; wishes as a list, because their order says something."""
        sizes = {name: getattr(self, name) for name in NUMBERS}
        wishes = [[student, [*slots]] for student, slots in self.wishes.items()]
        return {**sizes, "slots": [*self.slots], "batches": dict(self.batches), "wishes": wishes}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Basis":
        """The basis that `to_json` gave."""
        sizes = (data["target"], data["minimum"], data["maximum"], Rest(data["rest"]))
        wishes = {student: tuple(slots) for student, slots in data["wishes"]}
        return cls(*sizes, tuple(data["slots"]), data["batches"], wishes)


class Called:
    """What batches and students are called in sentences."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Names by ids, those that are known."""
        self._names = names

    def batch(self, id_: str) -> str:
        """The name and the id, or the id alone."""
        return self._called("Batch", id_)

    def student(self, id_: str) -> str:
        """The same of a student."""
        return self._called("Student", id_)

    def _called(self, kind: str, id_: str) -> str:
        return f"{self._names[id_]} ({id_})" if self._names.get(id_) else f"{kind} {id_}"


def changed_basis(then: Basis | None, now: Basis | None, called: Called, *, in_order: bool) -> Iterator[str]:
    """What differs, in sentences; batches and students that are not there now are for others to name.

    `in_order` says that it mattered who joined first.
    """
    if then is None:
        yield "It is not known what the plan was made of."
    elif now is None:
        yield "The course has no settings for its batches any more."
    else:
        yield from _of_settings(then, now)
        yield from _of_batches(then.batches, now.batches, called)
        yield from _of_wishes(then.wishes, now.wishes, called)
        if in_order:
            yield from _of_order(then.wishes, now.wishes, called)


def _of_settings(then: Basis, now: Basis) -> Iterator[str]:
    for name in NUMBERS:
        if (was := getattr(then, name)) != (is_ := getattr(now, name)):
            yield f"The settings' {name} was {was}, and is {is_}."
    yield from (f"Slot {slot} is gone." for slot in then.slots if slot not in now.slots)
    yield from (f"Slot {slot} is new." for slot in now.slots if slot not in then.slots)


def _of_batches(then: Mapping[str, str | None], now: Mapping[str, str | None], called: Called) -> Iterator[str]:
    for batch, slot in then.items():
        if batch in now and now[batch] != slot:
            yield f"{called.batch(batch)} was in {_slot(slot)}, and is in {_slot(now[batch])}."


def _slot(name: str | None) -> str:
    return f"slot {name}" if name else "no slot"


def _of_wishes(then: Wishes, now: Wishes, called: Called) -> Iterator[str]:
    for student, slots in then.items():
        if student in now and now[student] != slots:
            yield f"{called.student(student)} wished for {_wished(slots)}, and wishes for {_wished(now[student])}."


def _wished(slots: tuple[str, ...]) -> str:
    return " before ".join(slots) or "any slot"


def _of_order(then: Wishes, now: Wishes, called: Called) -> Iterator[str]:
    """The first who comes earlier than before."""
    both = [student for student in then if student in now], [student for student in now if student in then]
    for first, earlier in zip(*both, strict=True):
        if first != earlier:
            yield f"{called.student(earlier)} joined before {called.student(first)}, and did not then."
            return
