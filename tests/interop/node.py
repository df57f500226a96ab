"""Node, and what the programs in mongoose/ need to run."""

import os
import shutil
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

PROJECT = Path(__file__).parent / "mongoose"
LONGEST_LINE = 2**24


@asynccontextmanager
async def running(program: str, *arguments: str) -> AsyncIterator[Process]:
    """One of the programs, to be talked to in lines. With its input it ends."""
    executable = shutil.which("node") or str(Path(sys.prefix, "bin", "node"))
    process = await create_subprocess_exec(
        executable, PROJECT / program, *arguments, stdin=PIPE, stdout=PIPE, limit=LONGEST_LINE
    )
    assert process.stdin
    try:
        yield process
    finally:
        process.stdin.close()
        await process.wait()


def must_have_mongoose() -> None:
    """Skip where Mongoose is missing, but never in continuous integration."""
    if not (PROJECT / "node_modules" / "mongoose").is_dir():
        assert not os.environ.get("CI"), "Mongoose is missing: scripts/setup --tests installs it"
        pytest.skip("Mongoose is missing: scripts/setup --tests installs it")
