"""Enforcement: the database itself makes sure that whoever writes courses and batches knows several trainers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from multitrainer.domain.actors import Actor
from multitrainer.domain.errors import RefusedByDatabase, Unavailable, ValidatorChanged, WritesWouldBeRefused
from multitrainer.domain.validation import MARK, Offenders, Ours, Parts, Validation, taken_apart, together
from multitrainer.stored.demanded import BATCH, COURSE, Shape

if TYPE_CHECKING:
    from multitrainer.repositories.validators import Validators

SHAPES: dict[str, Shape] = {"courses": COURSE, "batches": BATCH}

COMPLETED = "Something may have been put or taken off already: the same command again completes it."

FORCED = "`enforce --error --force` goes on all the same, with --yes where nobody can be asked."

NAMED = 3
"""How many documents a sentence names; the samples name more."""


class State(StrEnum):
    """What a collection does with a document of another shape."""

    OFF = "off"
    """Nothing of ours is there."""
    COUNTING = "counting"
    """Nothing of ours is there although a warning was asked for: the institute's own validator refuses, and would
    have to be weakened to warn. The offenders are counted all the same."""
    WARNING = "warning"
    """It is written, and the server's log tells of it."""
    REFUSING = "refusing"
    """It is not written."""
    INTERRUPTED = "interrupted"
    """It is written: ours is being put or taken off at this moment, or that was interrupted. Any command ends it."""
    CHANGED = "changed"
    """Ours is there, but changed by hand. What it does is not known."""
    ABSENT = "absent"
    """There is no such collection."""


@dataclass(frozen=True, slots=True)
class Enforced:
    """One collection: what is demanded of it, how many documents offend, and up to ten of their ids.

    The ids are such as people are shown. `theirs` is whether the institute has a validator of its own, in force or not.
    """

    collection: str
    state: State
    offenders: int = 0
    samples: tuple[str, ...] = ()
    theirs: bool = False

    def as_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {**asdict(self), "state": self.state.value, "samples": [*self.samples]}


class Standing(NamedTuple):
    """One collection: what is demanded of it, and whether the institute has a validator of its own there."""

    collection: str
    state: State
    theirs: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """A collection as it was read: None is no collection, and no parts are a validator changed by hand."""

    collection: str
    present: Validation | None
    parts: Parts | None


Target = Callable[[Validation, Shape], Validation]
"""What a collection is to demand, from what the institute's own validation and our shape are."""


class Enforcement:
    """Puts our validator beside the institute's own, never instead of it, and takes it away again.

    Each command may be repeated: what stands already is left as it is, and what failed in the middle is completed.
    Each raises RefusedByDatabase where the rights don't suffice, Unavailable, and all but `look` Contended.
    """

    def __init__(self, validators: Validators) -> None:
        self._validators = validators

    async def look(self, actor: Actor) -> tuple[Enforced, ...]:
        """How things stand. Writes nothing."""
        return await self._told(await self._find())

    async def glance(self, actor: Actor) -> tuple[Standing, ...]:
        """How things stand, without a look at the documents."""
        return tuple(Standing(one.collection, _state(one, State.OFF), _theirs(one)) for one in await self._find())

    async def warn(self, actor: Actor) -> tuple[Enforced, ...]:
        """Let the server's log tell of each document of another shape. Raises ValidatorChanged."""
        await self._set(_warning)
        return await self._told(await self._find(), without=State.COUNTING)

    async def refuse(self, actor: Actor, *, force: bool = False) -> tuple[Enforced, ...]:
        """Let the server refuse each document of another shape.

        Forced, it does so although some are there, which can still be changed unless the institute's own validator
        is strict, and although the institute's own validator only warned, which then refuses too.

        Raises:
            ValidatorChanged: somebody changed a validator by hand since ours was put there.
            WritesWouldBeRefused: of any of this, while it is not forced.
        """
        if not force:
            await self._must_hit_nobody([one for one in await self._find_as_put() if _is_new(one, _refusing)])
        await self._set(_refusing)
        return await self._told(await self._find())

    async def off(self, actor: Actor) -> tuple[Standing, ...]:
        """Leave what the institute has of its own, exactly as it was. Raises ValidatorChanged."""
        await self._set(_nothing)
        return await self.glance(actor)

    async def must_let_back(self, actor: Actor) -> None:
        """Raises WritesWouldBeRefused while ours refuses documents as they were before several trainers were known."""
        try:
            refusing = [one.collection for one in await self.glance(actor) if one.state is State.REFUSING]
        except RefusedByDatabase:  # then the writes will show
            return
        if refusing:
            raise WritesWouldBeRefused(
                f"{' and '.join(refusing)} may not be without trainers, by our validator. Nothing was done. "
                "Take it off first: `multitrainer migrate enforce --off`.",
                collections=refusing,
            )

    async def _find(self) -> list[_Found]:
        return [await self._read(name) for name in SHAPES]

    async def _read(self, collection: str) -> _Found:
        present = await self._validators.read(collection)
        return _Found(collection, present, taken_apart(present, SHAPES[collection]) if present else None)

    async def _find_as_put(self) -> list[_Found]:
        found = await self._find()
        for one in found:
            _must_be_as_put(one)
        return found

    async def _set(self, target: Target) -> None:
        async with self._validators.alone():
            for one in await self._find_as_put():
                if one.parts and _is_new(one, target):
                    shape, theirs = SHAPES[one.collection], one.parts.theirs
                    meanwhile = together(theirs, shape, Ours.RESTING).validator
                    with _telling_how_to_complete():
                        await self._validators.set(one.collection, target(theirs, shape), meanwhile)

    async def _must_hit_nobody(self, found: list[_Found]) -> None:
        told = await self._told(found)
        hit = {one.collection: why for one, seen in zip(found, told, strict=True) if (why := _why_not(one, seen))}
        if hit:
            raise WritesWouldBeRefused(
                f"{' '.join(hit.values())} {FORCED}",
                collections=[one.as_json() for one in told if one.collection in hit],
            )

    async def _told(self, found: list[_Found], without: State = State.OFF) -> tuple[Enforced, ...]:
        """The answer; `without` names the state of a collection that ours is not on."""
        return tuple([_told(one, await self._offenders(one), without) for one in found])

    async def _offenders(self, one: _Found) -> Offenders:
        if one.present is None:
            return Offenders()
        return await self._validators.offenders(one.collection, SHAPES[one.collection])


@contextmanager
def _telling_how_to_complete() -> Iterator[None]:
    try:
        yield
    except (Unavailable, RefusedByDatabase) as error:
        raise type(error)(f"{error.detail} {COMPLETED}", **error.facts) from error


def _warning(theirs: Validation, shape: Shape) -> Validation:
    return theirs if theirs.refuses else together(theirs, shape, Ours.WARNING)


def _refusing(theirs: Validation, shape: Shape) -> Validation:
    return together(theirs, shape, Ours.REFUSING)


def _nothing(theirs: Validation, shape: Shape) -> Validation:
    return theirs


def _is_new(one: _Found, target: Target) -> bool:
    return one.parts is not None and target(one.parts.theirs, SHAPES[one.collection]) != one.present


def _must_be_as_put(one: _Found) -> None:
    if one.present and not one.parts:
        raise ValidatorChanged(
            f"Somebody changed the validator of {one.collection} by hand since multitrainer put its part there, so "
            f'nothing was done. Take the part with the title "{MARK}" out of it, set level and action as the '
            "institute wants them (collMod), and try again.",
            collection=one.collection,
        )


def _why_not(one: _Found, seen: Enforced) -> str | None:
    """Whom refusing would hit; None where nobody."""
    assert one.parts
    if seen.offenders:
        first = ", ".join(seen.samples[:NAMED])
        return f"Of another shape in {seen.collection}: {seen.offenders}, first {first}. Mend them."
    if one.parts.theirs.in_force and not one.parts.theirs.refuses:
        return f"The institute's own validator of {seen.collection} only warns, and would have to refuse as well."
    return None


def _told(one: _Found, offenders: Offenders, without: State) -> Enforced:
    return Enforced(one.collection, _state(one, without), offenders.count, offenders.samples, _theirs(one))


def _state(one: _Found, without: State) -> State:
    if one.present is None:
        return State.ABSENT
    if one.parts is None:
        return State.CHANGED
    states = {
        None: without,
        Ours.WARNING: State.WARNING,
        Ours.REFUSING: State.REFUSING,
        Ours.RESTING: State.INTERRUPTED,
    }
    return states[one.parts.ours]


def _theirs(one: _Found) -> bool:
    return one.present is not None and (one.parts is None or one.parts.theirs.is_there)
