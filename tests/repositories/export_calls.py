"""One call of each method that reads what is exported."""

from collections.abc import Awaitable, Callable

from multitrainer.repositories.exports import PARTS, Exports
from multitrainer.stored.ids import oids
from tests.repositories.calls import World


async def parts(w: World) -> None:
    """Each part, also of ids that nothing has."""
    exports = Exports(w.database.motor)
    ids = await exports.ids(w.courses_there[0])
    for part in PARTS:
        [
            _
            async for _ in exports.of(
                part, {by: [*found, found[0]] if found else oids(w.users_there[:1]) for by, found in ids.items()}
            )
        ]


async def people(w: World) -> None:
    assert [_ async for _ in Exports(w.database.motor).people(oids(w.users_there))]


CALLS: dict[str, Callable[[World], Awaitable[object]]] = {
    "Exports.ids": parts,
    "Exports.of": parts,
    "Exports.people": people,
}
