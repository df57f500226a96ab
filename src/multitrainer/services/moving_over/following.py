"""Bringing some documents, and what is counted from them, after what the old application wrote."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from multitrainer.migrations import ALL, m0001_course_roster, m0002_batch_trainers, m0003_recount
from multitrainer.migrations.migration import Migration
from multitrainer.repositories.moving import Moving
from multitrainer.repositories.pre_images import PreImages
from multitrainer.repositories.set_aside import SetAsides
from multitrainer.repositories.walks import START
from multitrainer.services.moving_over.conversion import Conversion
from multitrainer.services.moving_over.listening import Listener
from multitrainer.services.moving_over.pace import Pace
from multitrainer.services.moving_over.passes import Passes
from multitrainer.services.moving_over.patience import GIVES_UP_AFTER_SECONDS, Patience
from multitrainer.services.moving_over.summaries import Summary

Raw = dict[str, Any]
Still = Callable[[], Awaitable[None]]

AT_ONCE = 500


def at_once(pace: Pace) -> int:
    """How many documents may be named one by one at this pace."""
    return min(AT_ONCE, pace.size())


def seen_in(summaries: Sequence[Summary]) -> int:
    """How many documents were looked at."""
    return sum(summary.seen for summary in summaries)


class Following:
    """Applies the rules of all migrations to some documents, or to all. Writes nothing where nothing disagrees."""

    def __init__(self, moving: Moving, conversion: Conversion, pre_images: PreImages, set_asides: SetAsides) -> None:
        self._moving = moving
        self._conversion = conversion
        self._pre_images = pre_images
        self._set_asides = set_asides

    async def follow(
        self,
        courses: Sequence[Any],
        batches: Sequence[Any],
        listener: Listener,
        gives_up_after: float = GIVES_UP_AFTER_SECONDS,
    ) -> list[Summary]:
        """Bring these documents after their `instructor`, and recount whatever counts them.

        Raises Unavailable when the database stays away for `gives_up_after` seconds.
        """
        patience = Patience(listener.says, gives_up_after)
        counting = await patience.insist(lambda: self._moving.courses_with(batches)) if batches else ()
        counted = [*courses, *counting]
        return [
            await self._convert(m0001_course_roster, courses, patience),
            await self._convert(m0002_batch_trainers, batches, patience),
            await self._convert(m0003_recount, counted, patience),
        ]

    async def sweep(self, pace: Pace, listener: Listener, still: Still) -> list[Summary]:
        """The same for everything. `still` is asked before each piece, and raises what ends it."""
        return [await self._sweep(migration, pace, listener, still) for migration in ALL]

    async def retry_set_aside(self, pace: Pace, listener: Listener, still: Still) -> list[Summary]:
        """The same for everything that was set aside."""
        totals = [Summary(migration.name) for migration in ALL]
        for migration in ALL:
            patience, name = Patience(listener.says), migration.name
            listener.begins(name, "retrying", await patience.insist(partial(self._set_asides.count, name)))
            begin = partial(self._set_asides.pieces, name, partial(at_once, pace))
            async for piece in patience.walk(begin, "of", START):
                await patience.insist(still)
                await pace.keep(partial(self._retry, migration, piece, totals, listener))
        return totals

    async def _retry(self, migration: Migration, piece: list[Raw], totals: list[Summary], listener: Listener) -> int:
        some = {migration.collection: [entry["of"] for entry in piece]}
        done = await self.follow(some.get("courses", ()), some.get("batches", ()), listener)
        totals[:] = [total.plus(one) for total, one in zip(totals, done, strict=True)]
        listener.advances(len(piece))
        return seen_in(done)

    async def _sweep(self, migration: Migration, pace: Pace, listener: Listener, still: Still) -> Summary:
        passes, summary = self._passes(migration, Patience(listener.says)), Summary(migration.name)
        listener.begins(migration.name, "sweeping", await passes.count())
        async for judged in passes.convert(pace, still=still):
            if judged.moved:
                await passes.correct(judged.moved)
            summary.add(judged)
            listener.advances(len(judged.documents))
        return summary

    async def _convert(self, migration: Migration, ids: Sequence[Any], patience: Patience) -> Summary:
        summary, passes = Summary(migration.name), self._passes(migration, patience)
        for start in range(0, len(ids), AT_ONCE):
            gone = await passes.convert_picked(ids[start : start + AT_ONCE], summary)
            await patience.insist(lambda: self._set_asides.forget(migration.name, gone))  # noqa: B023
        return summary

    def _passes(self, migration: Migration, patience: Patience) -> Passes:
        return Passes(migration, self._moving, self._conversion, self._pre_images, self._set_asides, patience)
