"""No query of the repositories reads a whole collection, or more documents than it answers and joins.

Each method is called once, its commands are noted as they are sent, and the engine explains their filters one by one.
A method that `calls.py` does not call fails a test, and so does a command or a stage that is unknown here.
"""

import inspect
import pkgutil
from collections.abc import AsyncIterator, Callable, Iterator
from importlib import import_module
from typing import Any, NamedTuple

import pytest
from bson import ObjectId

from multitrainer import repositories
from multitrainer.database import Database
from tests.repositories import (
    agenda_calls,
    calls,
    cover_calls,
    cover_settings_calls,
    enrolment_calls,
    export_calls,
    handover_calls,
    identity_calls,
    leave_calls,
    ledger_calls,
    question_calls,
    report_calls,
    session_calls,
    swap_calls,
    thread_calls,
)
from tests.repositories.account_calls import ACCOUNTS
from tests.repositories.calls import World, a_world
from tests.repositories.event_calls import EVENTS
from tests.repositories.moving_calls import MOVING
from tests.repositories.planning_calls import PLANNING
from tests.repositories.telling_calls import TELLING

Raw = dict[str, Any]

CALLS = {
    **calls.CALLS,
    **identity_calls.CALLS,
    **MOVING,
    **ACCOUNTS,
    **enrolment_calls.CALLS,
    **export_calls.CALLS,
    **PLANNING,
    **session_calls.CALLS,
    **leave_calls.CALLS,
    **ledger_calls.CALLS,
    **cover_settings_calls.CALLS,
    **cover_calls.CALLS,
    **agenda_calls.CALLS,
    **swap_calls.CALLS,
    **handover_calls.CALLS,
    **report_calls.CALLS,
    **question_calls.CALLS,
    **thread_calls.CALLS,
    **TELLING,
    **EVENTS,
}

WALKS = {
    "Courses.page",
    "Courses.page after a cursor",
    "Courses.in_short",
    "ApiKeys.page",
    "ApiKeys.page after a cursor",
    "Batches.page",
    "Batches.page after a cursor",
    "Rounds.courses",
    "Rounds.stray_batches",
    "Rounds.badly_painted",
    "Rounds.unreadable",
    "Register.all",
    "Register.page",
    "formats.formats",
    "Schools.courses",
    "Handovers.left_behind",
    "CoverLedger.half_booked",
    "Covers.in_chunks",
    "Attachments.kept",
    "chunks.chunks",
    "Messages.with_attachments",
    "Leaves.page of everybody",
    "Leaves.page of everybody after a cursor",
    "Swaps.page of everybody",
    "Questions.page of everybody",
    "Proposals.page",
    "Proposals.page after a cursor",
    "Webhooks.page",
    "Webhooks.page after a cursor",
    "Ledger.entries",
    "Ledger.must_be_free",
    "SetAsides.all",
    "SetAsides.page",
    "SetAsides.page after a cursor",
    "Moving.pieces",
    "Moving.pieces behind an id",
    "walks.pieces",
}
"""What goes through a collection in the order of an index: along it on MongoDB, a scan for the embedded server."""

ORDERS: list[Raw] = [{"_id": 1}, {"_id": -1}, {"migration": 1, "of": 1}]

SCANS = {"Validators.offenders", "Moving.moved_at", "Events.last_page", "Register.page of whom a text finds"}
"""What reads everything: because an administrator asks for it, or a range while somebody wrote into it; or once when a
process starts, on engines that read all to find the last."""

WITHOUT_A_FILTER = {
    "insert",
    "count",
    "getMore",
    "killCursors",
    "listCollections",
    "collMod",
    "explain",
    "listIndexes",
    "createIndexes",
}
"""Commands of ours that look for nothing; a count without a filter is read from the collection's metadata."""

READING_NOTHING_MORE = {"$match", "$project", "$addFields", "$unwind", "$sort", "$limit", "$group"}


class Query(NamedTuple):
    """What a command looks for in a collection."""

    collection: str
    filter: Raw
    sort: Raw
    limit: int = 0

    @property
    def named(self) -> int:
        """How many documents it names by their ids; they are looked at even where a guard beside the id fails."""
        ids = self.filter.get("_id")
        if isinstance(ids, dict):
            return len(ids.get("$in", [])) + int("$eq" in ids)
        return int("_id" in self.filter)

    @property
    def reads_one(self) -> bool:
        """Whether it takes any document, as GridFS does to see whether there is one."""
        return not self.filter and not self.sort and self.limit == 1

    @property
    def walks_in_order(self) -> bool:
        return self.filter.keys() <= {"_id"} and self.sort in ORDERS


@pytest.fixture(scope="module")
async def world(mongodb_uri: str) -> AsyncIterator[World]:
    async with a_world(mongodb_uri) as world:
        yield world


@pytest.mark.parametrize("name", CALLS)
async def test_every_query_reads_only_what_it_answers(world: World, name: str) -> None:
    commands = await world.commands_of(CALLS[name])
    assert commands
    for command in commands if name not in SCANS else ():
        await must_have_indexes(world.database, command, may_walk=name in WALKS)


def test_every_method_of_the_repositories_is_called() -> None:
    assert {name.partition(" ")[0] for name in CALLS} == set(methods_of_repositories())


@pytest.mark.parametrize(
    "command",
    [
        pytest.param({"find": "courses", "filter": {"name": "C"}}, id="no index"),
        pytest.param({"find": "courses", "filter": {}}, id="everything"),
        pytest.param({"find": "batches", "filter": {"$or": [{"name": "B"}, {"students": 1}]}}, id="either"),
        pytest.param({"find": "users", "filter": {"role": "trainer", "name": "X"}}, id="most in vain"),
        pytest.param({"update": "courses", "updates": [{"q": {"name": "C"}, "u": {"$set": {"x": 1}}}]}, id="update"),
        pytest.param({"delete": "courses", "deletes": [{"q": {"name": "X"}, "limit": 1}]}, id="delete"),
        pytest.param(
            {
                "aggregate": "batches",
                "pipeline": [
                    {"$match": {"_id": ObjectId()}},
                    {"$lookup": {"from": "users", "localField": "name", "foreignField": "name", "as": "x"}},
                ],
            },
            id="lookup",
        ),
        pytest.param({"aggregate": "batches", "pipeline": [{"$sort": {"name": 1}}]}, id="pipeline without a match"),
        pytest.param({"aggregate": "batches", "pipeline": [{"$match": {}}, {"$unionWith": "users"}]}, id="stage"),
        pytest.param({"findAndModify": "courses", "query": {"_id": ObjectId()}}, id="command"),
    ],
)
async def test_a_query_that_reads_too_much_would_be_found(world: World, command: Raw) -> None:
    with pytest.raises(AssertionError):
        await must_have_indexes(world.database, command, may_walk=False)


def methods_of_repositories() -> Iterator[str]:
    """Of each class, and the functions of each module, by the name of either."""
    for module in pkgutil.iter_modules(repositories.__path__):
        here = import_module(f"{repositories.__name__}.{module.name}")
        for name, kind in inspect.getmembers(here, inspect.isclass):
            if kind.__module__ == here.__name__:
                yield from (f"{name}.{method}" for method, _ in inspect.getmembers(kind, asks))
        yield from (f"{module.name}.{name}" for name, one in inspect.getmembers(here, asks) if is_of(one, here))


def asks(one: object) -> bool:
    """Whether this is a function that may ask the server."""
    if not inspect.isfunction(one) or one.__name__.startswith("_"):
        return False
    function: Callable[..., object] = inspect.unwrap(one)
    answers = str(function.__annotations__.get("return"))
    return inspect.iscoroutinefunction(function) or "Async" in answers


def is_of(one: Any, module: Any) -> bool:
    return bool(one.__module__ == module.__name__)


def queries_in(command: Raw) -> Iterator[Query]:
    """Everything that a command looks for."""
    kind, collection = next(iter(command.items()))
    match kind:
        case "find":
            yield Query(collection, command["filter"], dict(command.get("sort", {})), command.get("limit", 0))
        case "update" | "delete":
            for statement in command[f"{kind}s"]:
                yield Query(collection, statement["q"], {})
        case "distinct":
            yield Query(collection, command["query"], {})
        case "aggregate" if "$changeStream" in command["pipeline"][0]:
            pass  # reads the log of changes, not a collection
        case "aggregate":
            yield from queries_in_pipeline(collection, command["pipeline"])
        case _:
            assert kind in WITHOUT_A_FILTER, f"How does {kind} find its documents?"
            assert not command.get("query")


def queries_in_pipeline(collection: str, pipeline: list[Raw]) -> Iterator[Query]:
    """What a pipeline begins with, and its joins with some ids."""
    yield Query(collection, pipeline[0].get("$match", {}), {})
    for kind, stage in (next(iter(stage.items())) for stage in pipeline):
        if kind == "$lookup":
            assert "pipeline" not in stage, "How does the pipeline in a $lookup find its documents?"
            yield Query(stage["from"], {stage["foreignField"]: {"$in": [ObjectId(), ObjectId()]}}, {})
        else:
            assert kind in READING_NOTHING_MORE, f"How does {kind} find its documents?"


async def must_have_indexes(database: Database, command: Raw, *, may_walk: bool) -> None:
    for query in queries_in(command):
        if not query.reads_one and not (may_walk and query.walks_in_order):
            await must_have_an_index(database, query)


async def must_have_an_index(database: Database, query: Query) -> None:
    """Raises AssertionError when a query reads the collection, or documents in vain."""
    stages, examined, returned = await explained(database, query, query.filter)
    if "COLLSCAN" in stages:
        examined, returned = await by_one_clause(database, query)
    assert examined <= returned + query.named, f"{query} examines {examined} documents and returns {returned}."


async def by_one_clause(database: Database, query: Query) -> tuple[int, int]:
    """Documents examined and returned by the first part of a filter that has an index.

    The embedded server uses one, but does not say so. It reads a page's whole list, so all of that counts as returned.
    """
    for field, clause in query.filter.items():
        alone = {field: clause}
        if "COLLSCAN" not in (await explained(database, query, alone))[0]:
            listed = {key: value for key, value in query.filter.items() if key == field or key != "_id"}
            collection = database.motor[query.collection]
            return await collection.count_documents(alone), await collection.count_documents(listed)
    raise AssertionError(f"{query} has no index.")


async def explained(database: Database, query: Query, only: Raw) -> tuple[set[str], int, int]:
    """The plan's stages, documents examined, documents returned."""
    find: Raw = {"find": query.collection, "filter": only, "limit": query.limit}
    if query.sort:
        find["sort"] = query.sort
    answer = await database.motor.command({"explain": find, "verbosity": "executionStats"})
    statistics = answer["executionStats"]
    return set(stages_in(answer["queryPlanner"])), statistics["totalDocsExamined"], statistics["nReturned"]


def stages_in(plan: Any) -> Iterator[str]:
    """The names of all stages, however deep; an engine's own nesting does not matter."""
    if isinstance(plan, dict):
        if isinstance(stage := plan.get("stage"), str):
            yield stage
        for key, value in plan.items():
            if key != "rejectedPlans":
                yield from stages_in(value)
    elif isinstance(plan, list):
        for value in plan:
            yield from stages_in(value)
