"""Where commands are disturbed: a server that fails when told to, behind a proxy, and what stands in its database."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient
from pydantic import SecretStr
from rich.console import Console

from multitrainer.connecting import CannotConnect
from multitrainer.database import Database
from multitrainer.domain.errors import MultitrainerError
from multitrainer.metrics import Metrics
from multitrainer.migrating import carrying
from multitrainer.migrations import ALL
from multitrainer.settings import Settings
from tests.faults.proxy import Proxy, proxy
from tests.moving_over.every_command import Tried, following
from tests.moving_over.moving import mover
from tests.moving_over.raw import digest

Raw = dict[str, Any]

DATABASE = "disturbed"
KEPT = ("users", "courses", "batches", "multitrainer_migrations", "multitrainer_pre_images", "multitrainer_set_aside")
NO_VALIDATOR = {"validator": {}, "validationLevel": "strict", "validationAction": "error"}


@dataclass(frozen=True)
class Ended:
    """How a command ended: what it told meanwhile, its report, or the sentence with which it was refused."""

    told: str
    lines: Sequence[str] = ()
    refusal: str = ""


@dataclass(frozen=True)
class _Scene:
    """What a command finds, and where it ends when nobody disturbs it."""

    documents: dict[str, list[Raw]]
    validators: dict[str, Raw]
    state: Raw
    lines: Sequence[str]


@dataclass
class Stage:
    """One server, one database."""

    between: Proxy
    uri: str
    client: AsyncIOMotorClient[Raw]
    folder: Path
    _scenes: dict[str, _Scene] = field(default_factory=dict)

    async def set(self, tried: Tried) -> None:
        """Let the command find what it should."""
        if tried.name not in self._scenes:
            self._scenes[tried.name] = await self._made(tried)
        scene = self._scenes[tried.name]
        await self._clear()
        for name, documents in scene.documents.items():
            if documents:
                await self._motor[name].insert_many(documents)
        for name, options in scene.validators.items():
            await self._motor.command("collMod", name, **options)
        self.between.seen.clear()

    async def carry_out(self, tried: Tried) -> Ended:
        """Carry the command out from beyond the proxy, as the command line does."""
        command = tried.command
        if tried.follows:
            command = following(lambda: self.is_as_undisturbed(tried))
        told = StringIO()
        try:
            report = await carrying.carry_out(
                command, self._settings(self.between.uri), Console(file=told), writes=tried.writes
            )
        except (MultitrainerError, CannotConnect) as refusal:
            return Ended(told.getvalue(), refusal=str(refusal))
        return Ended(told.getvalue(), report.lines)

    async def heal(self) -> None:
        """No faults any more, and whoever held a lease is long gone."""
        self.between.heal()
        await self.fail("off")
        await self._motor.multitrainer_migrations.update_many({}, [{"$set": {"until": "$$NOW"}}])
        await self._motor.multitrainer_leases.delete_many({})

    async def fail(self, mode: str | Raw, *commands: str, **how: Any) -> None:
        """Let the server fail at these commands from now on."""
        data = {"failCommands": [*commands], **how}
        await self.client.admin.command("configureFailPoint", "failCommand", mode=mode, data=data)

    async def is_as_undisturbed(self, tried: Tried) -> bool:
        """Whether everything stands as if nobody had disturbed the command."""
        return await self._state() == self._scenes[tried.name].state

    def undisturbed_lines(self, tried: Tried) -> Sequence[str]:
        """The report of the command when nobody disturbs it."""
        return self._scenes[tried.name].lines

    async def ledger(self) -> dict[str, str]:
        """The state of each migration that was begun."""
        entries = self._motor.multitrainer_migrations.find({"_id": {"$in": [m.name for m in ALL]}})
        return {entry["_id"]: entry["state"] async for entry in entries}

    async def must_have_verified_what_is_applied(self) -> None:
        """Whatever the ledger calls applied, all of its documents were looked at, and are as they should be."""
        entries = {entry["_id"]: entry async for entry in self._motor.multitrainer_migrations.find()}
        applied = [m for m in ALL if entries.get(m.name, {}).get("state") == "applied"]
        for migration in applied:
            counted = await self._motor[migration.collection].count_documents({})
            assert entries[migration.name]["counts"]["seen"] == counted

    @property
    def _motor(self) -> Any:
        return self.client[DATABASE]

    async def _clear(self) -> None:
        await self.heal()
        for name in KEPT:
            await self._motor[name].delete_many({})
        for name in await self._validators():
            await self._motor.command("collMod", name, **NO_VALIDATOR)

    async def _made(self, tried: Tried) -> _Scene:
        await self._clear()
        settings = self._settings(self.uri)
        async with Database(self.uri, settings, Metrics()) as database:
            await tried.found(mover(database, settings))
        documents = {name: await self._motor[name].find().to_list(None) for name in KEPT}
        validators = await self._validators()
        done = await carrying.carry_out(tried.command, settings, Console(file=StringIO()), writes=tried.writes)
        return _Scene(documents, validators, await self._state(), done.lines)

    async def _state(self) -> Raw:
        aside = await self._motor.multitrainer_set_aside.find({}, {"_id": 0, "at": 0}).to_list(None)
        images = await self._motor.multitrainer_pre_images.find({}, {"_id": 0, "at": 0}).to_list(None)
        return {
            "bytes": {name: await digest(self._motor[name], "all but times") for name in ("courses", "batches")},
            "validators": await self._validators(),
            "aside": sorted(map(repr, aside)),
            "images": sorted(map(repr, images)),
            "ledger": await self.ledger(),
        }

    async def _validators(self) -> dict[str, Raw]:
        found = await self._motor.command("listCollections", filter={"name": {"$in": ["courses", "batches"]}})
        return {row["name"]: NO_VALIDATOR | row["options"] for row in found["cursor"]["firstBatch"]}

    def _settings(self, uri: str) -> Settings:
        return Settings(
            _env_file=None,
            mongodb_uri=SecretStr(uri),
            mongodb_database=DATABASE,
            mongodb_timeout_seconds=1,
            sync_sweep_seconds=0.1,
            data_dir=self.folder,
        )


@asynccontextmanager
async def stage_on(uri: str, folder: Path) -> AsyncIterator[Stage]:
    """A stage on a server."""
    client: AsyncIOMotorClient[Raw] = AsyncIOMotorClient(uri)
    async with proxy(uri) as between:
        yield Stage(between, uri, client, folder)
    await client.drop_database(DATABASE)
    client.close()
