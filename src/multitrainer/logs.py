"""Logs: one JSON object a line, with the request's id, and never a secret or an e-mail address."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import orjson
import structlog

# Credentials in a URI, and addresses, wherever they come from: an exception's text names both gladly.
CREDENTIALS = re.compile(r"(://)[^/@\s]+@")
WORD = re.compile(r"[^\s<>\"'(){},;:/?&=\\]+")
SUSPICIOUS = re.compile("[@%\uff20\ufe6b]")
AT = re.compile(r".(?:[@\uff20\ufe6b]|%(?:25)*40).")
"""Between two characters of a word; full-width or small too, and percent-encoded, once or several times."""

# An address in a path may have any characters, written in endless ways. No name or id of ours needs more than these.
PLAIN = re.compile(r"[A-Za-z0-9._~*-]{0,32}")


def configure(level: str) -> None:
    """Log from this level on to standard error, our own lines and the libraries' alike."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        # Our own lines go straight to the stream: every request writes one.
        processors=[*shared, without_secrets, structlog.processors.JSONRenderer(_json)],
        logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
    )
    _configure_libraries(level, shared)


def _configure_libraries(level: str, shared: list[Any]) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                without_secrets,
                structlog.processors.JSONRenderer(lambda event, **_: _json(event).decode()),
            ],
            foreign_pre_chain=shared,
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for noisy in ("pymongo", "httpx", "httpcore"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def without_secrets(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Take credentials and e-mail addresses out of every value of a log line."""
    for key, value in event.items():
        event[key] = _cleaned_path(value) if key == "path" else _cleaned(value)
    return event


def _cleaned_path(path: Any) -> str:
    """Hide each segment whole, because nobody can tell where an address in it begins and ends."""
    return "/".join(part if PLAIN.fullmatch(part) else "<hidden>" for part in str(path).split("/"))


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return _without_addresses(value) if SUSPICIOUS.search(value) else value
        case None | bool() | int() | float():
            return value
        case dict():
            return {_cleaned(str(name)): _cleaned(part) for name, part in value.items()}
        case list() | tuple() | set():
            return [_cleaned(part) for part in value]
    return _cleaned(str(value))


def _without_addresses(text: str) -> str:
    return WORD.sub(_hidden, CREDENTIALS.sub(r"\1", text))


def _hidden(word: re.Match[str]) -> str:
    return "<address>" if AT.search(word[0]) else word[0]


def _json(event: Any, **_: Any) -> bytes:
    return orjson.dumps(event)
