"""As much of MongoDB's wire protocol as a proxy has to know: where a message ends, and which command it is."""

import struct
from asyncio import StreamReader
from typing import NamedTuple

HEADER = struct.Struct("<iiii")
OP_MSG = 2013
COMMAND_NAME_AT = 16 + 4 + 1 + 4 + 1  # header, flags, kind of the first section, its document's length, a type
GREETING = "hello"


class Message(NamedTuple):
    """One message as it came."""

    data: bytes
    id: int
    answers: int
    command: str
    """The command's name. In an answer, whatever field comes first."""


async def next_message(reader: StreamReader) -> Message:
    """Read a message. Raises IncompleteReadError when there are no more."""
    header = await reader.readexactly(HEADER.size)
    length, id_, answers, kind = HEADER.unpack(header)
    data = header + await reader.readexactly(length - HEADER.size)
    return Message(data, id_, answers, _command(data) if kind == OP_MSG else GREETING)


def is_greeting(command: str) -> bool:
    """Whether drivers send this by themselves, to get to know a server and to see that it is still there."""
    return command.lower() in (GREETING, "ismaster")


def _command(data: bytes) -> str:
    return data[COMMAND_NAME_AT : data.index(0, COMMAND_NAME_AT)].decode()
