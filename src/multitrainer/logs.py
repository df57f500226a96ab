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
ADDRESS = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+")


def configure(level: str) -> None:
    """Log from this level on to standard error, our own lines and the libraries' alike."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        without_secrets,
    ]
    structlog.configure(
        # Our own lines go straight to the stream: every request writes one.
        processors=[*shared, structlog.processors.JSONRenderer(_json)],
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
        if isinstance(value, str) and "@" in value:
            event[key] = ADDRESS.sub("<address>", CREDENTIALS.sub(r"\1", value))
    return event


def _json(event: Any, **_: Any) -> bytes:
    return orjson.dumps(event, default=str)
