"""Asks a database over the wire who it is, without a driver."""

import asyncio
import struct

import bson

OP_MSG = 2013
HEADER = struct.Struct("<iiii")
BEFORE_BODY = 5
"""Flags and the kind of section, which come between the header of an OP_MSG and its document."""

ANSWER_SECONDS = 1.0


async def answers(port: int, pid: int) -> bool:
    """Whether the process `pid` answers commands on a port of this machine.

    Who answers matters: somebody else may have taken the port since it was found free.
    """
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            status = await _ask(port, {"serverStatus": 1, "$db": "admin"})
    except (OSError, EOFError, TimeoutError, bson.errors.BSONError):
        return False
    return status.get("pid") == pid


async def _ask(port: int, command: dict[str, object]) -> dict[str, object]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        body = bson.encode(command)
        writer.write(HEADER.pack(HEADER.size + BEFORE_BODY + len(body), 1, 0, OP_MSG) + bytes(BEFORE_BODY) + body)
        length, *_ = HEADER.unpack(await reader.readexactly(HEADER.size))
        answer = await reader.readexactly(length - HEADER.size)
        return bson.decode(answer[BEFORE_BODY:])
    finally:
        writer.close()
