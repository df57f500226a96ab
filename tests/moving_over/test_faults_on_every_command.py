"""A fault at any command of the wire: each command ends as if nothing had happened, or says why not; again, it does."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import NamedTuple

import pytest
from pymongo import MongoClient

from multitrainer.migrating.progress import Lines
from multitrainer.migrations import ALL
from tests.faults.proxy import Proxy
from tests.moving_over.every_command import COMMANDS, Tried
from tests.moving_over.stage import Ended, Stage, stage_on

AN_HOUR_MS = 3_600_000
FOR_EVER: dict[str, int] = {"skip": 0}
NEXT = {"times": 1}


class Fault(NamedTuple):
    """Something that goes wrong at a command of the wire."""

    name: str
    arm: Callable[[Stage, str], Awaitable[None]]


def cut_off(how: Callable[[Proxy], None], moment: str, nth: int) -> Fault:
    async def arm(stage: Stage, command: str) -> None:
        getattr(stage.between, moment)(nth, lambda: how(stage.between), command)

    return Fault(f"{how.__name__} {moment} {nth}", arm)


def slow(proxy: Proxy) -> None:
    proxy.delay(0.02)


def failing(mode: dict[str, int], **how: object) -> Fault:
    async def arm(stage: Stage, command: str) -> None:
        await stage.fail(mode, command, **how)

    (name,) = (f"{key} {value}" for key, value in [*how.items()][:1])
    return Fault(f"{name} {mode}", arm)


SHUTTING_DOWN, NOT_IN_TIME, NOT_ALLOWED, UNKNOWN = 91, 50, 13, 8_000
CODES = (11600, SHUTTING_DOWN, 189, 6, NOT_IN_TIME, 112, NOT_ALLOWED, UNKNOWN)

SOME = (
    cut_off(Proxy.cut, "before_answer", 1),
    cut_off(Proxy.reset, "before_request", 2),
    failing(NEXT, errorCode=SHUTTING_DOWN),
    failing(FOR_EVER, errorCode=NOT_ALLOWED),
)
SILENT = cut_off(Proxy.silence, "before_answer", 1)
LONG = {"createIndexes", "aggregate"}
"""What may take as long as it takes: an index, and the offenders' count."""
HANGING = failing(FOR_EVER, blockConnection=True, blockTimeMS=AN_HOUR_MS)
ALL_OF_THEM = (
    *(
        cut_off(how, moment, nth)
        for how in (Proxy.cut, Proxy.reset)
        for moment in ("before_request", "before_answer")
        for nth in (1, 3)
    ),
    cut_off(slow, "before_request", 1),
    SILENT,
    cut_off(Proxy.silence, "before_request", 3),
    *(failing(NEXT, errorCode=code) for code in CODES),
    *(failing(mode, errorCode=code) for code in (NOT_ALLOWED, UNKNOWN) for mode in ({"skip": 1}, FOR_EVER)),
    failing(NEXT, closeConnection=True),
    failing(FOR_EVER, closeConnection=True),
    HANGING,
)


@pytest.fixture(scope="module")
async def replica_set(failing_uri: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    async with stage_on(failing_uri, tmp_path_factory.mktemp("stage")) as stage:
        yield stage


@pytest.fixture(scope="module")
async def standalone(failing_standalone_uri: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    async with stage_on(failing_standalone_uri, tmp_path_factory.mktemp("stage")) as stage:
        yield stage


@pytest.fixture
def stage(tried: Tried, request: pytest.FixtureRequest) -> Stage:
    stage: Stage = request.getfixturevalue("standalone" if tried.standalone else "replica_set")
    return stage


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("services.moving_over.patience", "connecting"):
        monkeypatch.setattr(f"multitrainer.{module}.FIRST_PAUSE_SECONDS", 0.01)
        monkeypatch.setattr(f"multitrainer.{module}.GIVES_UP_AFTER_SECONDS", 1.0)
    monkeypatch.setattr("multitrainer.services.moving_over.patience.LONGEST_PAUSE_SECONDS", 0.05)
    monkeypatch.setattr("multitrainer.failures.IN_TIME_SECONDS", 0.5)
    monkeypatch.setattr("multitrainer.signals.cancel_this", lambda: None)


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("walks", "set_aside"):
        monkeypatch.setattr(f"multitrainer.repositories.{module}.FETCHED", 2)


def must_be_a_clear_sentence(words: str) -> None:
    assert re.match(r"[A-Z`]|m000\d", words), words
    assert not re.search(r"Traceback|Error\(|[{}]|None", words), words


async def must_end_well(stage: Stage, tried: Tried, fault: Fault, at: str) -> Ended:
    await stage.set(tried)
    await fault.arm(stage, at)
    first = ended = await stage.carry_out(tried)
    await stage.heal()
    await stage.must_have_verified_what_is_applied()
    if ended.refusal:
        must_be_a_clear_sentence(ended.refusal)
        ended = await stage.carry_out(tried)
        assert not ended.refusal, (at, fault.name, first, ended)
    assert await stage.is_as_undisturbed(tried), (at, fault.name, first)
    if not tried.writes:
        assert but_validators(ended.lines) == but_validators(stage.undisturbed_lines(tried)), (at, fault.name, first)
    return first


def but_validators(lines: Sequence[str]) -> list[str]:
    """Without what `status` says of validators: where it can't see them, it says that, and tells the rest."""
    return [line for line in lines if not line.startswith("validator")]


@pytest.fixture
def tried(request: pytest.FixtureRequest) -> Tried:
    return COMMANDS[request.param]


def on(*commands: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("tried", commands, indirect=True)


@pytest.mark.parametrize("fault", SOME, ids=lambda fault: fault.name)
@on(*COMMANDS)
async def test_a_fault_where_it_tells_most_leaves_the_end_as_it_is(stage: Stage, tried: Tried, fault: Fault) -> None:
    await must_end_well(stage, tried, fault, tried.telling)
    assert stage.between.seen[tried.telling] > 1


@on("up", "up --retry-set-aside", "down", "sync --once")
async def test_work_of_some_time_bears_what_passes_at_any_read(stage: Stage, tried: Tried) -> None:
    for command in ("find", "getMore", "distinct"):
        assert not (await must_end_well(stage, tried, failing(NEXT, errorCode=NOT_IN_TIME), command)).refusal


@on("down")
async def test_what_was_restored_is_counted_although_the_answer_was_lost(stage: Stage, tried: Tried) -> None:
    cut = cut_off(Proxy.cut, "before_answer", 2)
    assert (await must_end_well(stage, tried, cut, "delete")).lines == stage.undisturbed_lines(tried)
    for nth in range(1, 8):
        cut = cut_off(Proxy.cut, "before_answer", nth)
        assert (await must_end_well(stage, tried, cut, "update")).lines == stage.undisturbed_lines(tried)


@on("up")
async def test_what_was_kept_although_the_answer_was_lost_is_as_if_kept_once(stage: Stage, tried: Tried) -> None:
    assert not (await must_end_well(stage, tried, cut_off(Proxy.cut, "before_answer", 1), "insert")).refusal


@on("enforce", "enforce --error", "enforce --off")
async def test_who_may_have_put_half_is_told_that_repeating_completes_it(stage: Stage, tried: Tried) -> None:
    for fault in (failing({"skip": 4}, errorCode=NOT_ALLOWED), cut_off(Proxy.cut, "before_answer", 5)):
        assert "the same command again completes it" in (await must_end_well(stage, tried, fault, "collMod")).refusal


@on("enforce")
async def test_a_lease_that_can_not_be_given_back_takes_nothing_from_the_end(stage: Stage, tried: Tried) -> None:
    ended = await must_end_well(stage, tried, failing(FOR_EVER, errorCode=NOT_ALLOWED), "delete")
    assert ended.lines == stage.undisturbed_lines(tried)


@on("status", "up --retry-set-aside", "down", "enforce")
async def test_a_server_that_hangs_is_given_up(stage: Stage, tried: Tried) -> None:
    assert (await must_end_well(stage, tried, HANGING, tried.telling)).refusal


@on("up")
@pytest.mark.parametrize("migration", [m.name for m in ALL])
async def test_nothing_is_applied_whose_verification_could_not_be_done(
    stage: Stage, tried: Tried, migration: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begins, fail = Lines.begins, {"failCommands": ["find", "getMore"], "errorCode": NOT_ALLOWED}

    def fail_when_verifying(lines: Lines, what: str, phase: str, total: int) -> None:
        begins(lines, what, phase, total)
        if (what, phase) == (migration, "verifying"):
            server.admin.command("configureFailPoint", "failCommand", mode="alwaysOn", data=fail)

    await stage.set(tried)
    monkeypatch.setattr(Lines, "begins", fail_when_verifying)
    with MongoClient[dict[str, object]](stage.uri) as server:
        assert (await stage.carry_out(tried)).refusal
    await stage.heal()
    assert (await stage.ledger())[migration] == "verifying"


@pytest.mark.long
@pytest.mark.parametrize("fault", ALL_OF_THEM, ids=lambda fault: fault.name)
@on(*COMMANDS)
async def test_every_fault_where_it_tells_most_leaves_the_end_as_it_is(
    stage: Stage, tried: Tried, fault: Fault
) -> None:
    at = "find" if fault is HANGING and tried.telling in LONG else tried.telling
    await must_end_well(stage, tried, fault, at)


@pytest.mark.long
@pytest.mark.timeout(300)
@pytest.mark.parametrize("fault", SOME, ids=lambda fault: fault.name)
@on(*COMMANDS)
async def test_a_fault_anywhere_leaves_the_end_as_it_is(stage: Stage, tried: Tried, fault: Fault) -> None:
    """Every fault at every command of the wire would take hours, and meet the same few answers of ours to them."""
    await stage.set(tried)
    assert not (await stage.carry_out(tried)).refusal
    for command in {"hello", *stage.between.seen}:
        await must_end_well(stage, tried, fault, command)
