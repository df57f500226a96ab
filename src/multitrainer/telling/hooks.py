"""What a webhook gets: the form and the signatures of Standard Webhooks (standardwebhooks.com)."""

import base64
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import orjson

from multitrainer.domain.telling.notices import is_address

PREFIX = "whsec_"
SECRET_BYTES = 24
TEST = "test"
"""The type of what is sent to see whether a webhook answers."""


def new_secret() -> str:
    """A secret that nobody can guess."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def body_of(record: Mapping[str, Any], at: datetime) -> str:
    """The body that tells of a stored notice; the same for each attempt, whose signature differs.

    To whom it was is left out where that is no user: an address is told to nobody.
    """
    to = None if is_address(record["to"]) else record["to"]
    data = {"to": to, "urgent": record["urgent"], **record["facts"]}
    return _written(record["kind"], at, {**data, "meeting": record.get("meeting")})


def body_of_test(at: datetime) -> str:
    """The body that tells of nothing."""
    return _written(TEST, at, {})


def signed(secret: str, id_: str, body: str, at: datetime) -> dict[str, str]:
    """The headers of one attempt. `webhook-id` is the same for each, so that a receiver can drop a repeat."""
    from standardwebhooks.webhooks import Webhook  # only the worker needs it

    return {
        "Content-Type": "application/json",
        "webhook-id": id_,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign(id_, at.astimezone(UTC), body),
    }


def _written(kind: str, at: datetime, data: Mapping[str, Any]) -> str:
    return orjson.dumps({"type": kind, "timestamp": at, "data": data}, option=orjson.OPT_UTC_Z).decode()
