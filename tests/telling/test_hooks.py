"""What a webhook gets, and how docs/telling.md says it is checked."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
from standardwebhooks.webhooks import WebhookVerificationError

from multitrainer import clock
from multitrainer.domain.telling.notices import Kind, Notice
from multitrainer.telling.hooks import body_of, new_secret, signed
from multitrainer.telling.records import record_of

PAGE = (Path(__file__).parents[2] / "docs" / "telling.md").read_text()
FACTS = {"course": "0bb5fc81ab48298300000000", "batch": "0bb5fc81ab48298300000001"}
NAMED = record_of(Notice(Kind.NAMED_PRIMARY, "0520846842aa384700000001", FACTS))
AT = datetime(2026, 11, 30, 22, 15, tzinfo=UTC)


@pytest.fixture
def documented() -> Any:
    """The page's own function."""
    names: dict[str, Any] = {}
    (code,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(code, names)
    return names["receive"]


def test_the_body_on_the_page_is_the_one_that_is_sent() -> None:
    (shown,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert orjson.loads(body_of(NAMED, AT)) == orjson.loads(shown)


def test_a_receiver_like_the_one_on_the_page_takes_what_is_ours_and_drops_repeats(documented: Any) -> None:
    secret, body = new_secret(), body_of(NAMED, AT)
    told = documented(secret, signed(secret, "1", body, clock.now()), body.encode())
    assert (told["type"], told["data"]["batch"]) == ("named-primary", FACTS["batch"])
    assert documented(secret, signed(secret, "1", body, clock.now()), body.encode()) is None


def test_such_a_receiver_refuses_what_was_changed_signed_by_another_or_long_ago(documented: Any) -> None:
    secret, body = new_secret(), body_of(NAMED, AT)
    headers = signed(secret, "1", body, clock.now())
    for wrong in (
        (new_secret(), headers, body),
        (secret, headers, body.replace("named", "Named")),
        (secret, {**headers, "webhook-id": "2"}, body),
        (secret, signed(secret, "1", body, AT.replace(year=2020)), body),
    ):
        with pytest.raises(WebhookVerificationError):
            documented(*wrong)


def test_no_two_secrets_are_the_same() -> None:
    assert len({new_secret() for _ in range(100)}) == 100


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_explained_on_the_page(kind: Kind) -> None:
    assert f"| `{kind.value}` |" in PAGE


def test_a_webhook_hears_of_news_to_an_address_and_not_which_one_it_is() -> None:
    body = body_of(record_of(Notice(Kind.SESSION_CANCELLED, "office@x.example", FACTS)), AT)
    assert orjson.loads(body)["data"]["to"] is None
    assert "office" not in body
