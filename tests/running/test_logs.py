"""No address gets into a log, and what is none stays readable."""

import json
import logging
import sys
from io import BytesIO, TextIOWrapper
from typing import Any

import pytest
import structlog

from multitrainer import logs
from multitrainer.identity.keys import API_KEY, REFRESH_TOKEN, SET_UP_TOKEN, new_key


def logged(value: Any) -> Any:
    return logs.without_secrets(None, "info", {"value": value})["value"]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("/api/trainers/sarah@institute.example/batches", "/api/trainers/<address>/batches"),
        ("/api/trainers/sarah%40institute.example", "/api/trainers/<address>"),
        ("/api/trainers/sarah%2540institute.example", "/api/trainers/<address>"),
        ("mail of sarah@localhost, refused", "mail of <address>, refused"),
        ("{'email': 'sarah@institute.example'}", "{'email': '<address>'}"),
        ("a\nsarah@institute.example\nb", "a\n<address>\nb"),
        ("sarah@[192.0.2.1]", "<address>"),
        ("sarah@x@y", "<address>"),
        ("sarah\uff20institute.example", "<address>"),
        ("mongodb://root:hunter2@db.example/", "mongodb://db.example/"),
    ],
)
def test_an_address_is_hidden_whatever_it_looks_like(said: str, kept: str) -> None:
    assert logged(said) == kept


@pytest.mark.parametrize(
    "spelled",
    [
        "o'brien'@x",
        "john=@x",
        "a&@x",
        '"john doe"@x',
        "john\uff20x",
        "john\ufe6bx",
        "john%EF%BC%A0x",
        "john%25EF%25BC%25A0x",
        "john%25%34%30x",
        "john@[192.0.2.1]",
        "john @ x",
        "jo\u0000hn@x",
    ],
)
def test_nothing_of_an_address_in_a_path_is_left(spelled: str) -> None:
    cleaned = logs.without_secrets(None, "info", {"path": f"/api/trainers/{spelled}/batches"})
    assert cleaned == {"path": "/api/trainers/<hidden>/batches"}


@pytest.mark.parametrize("path", ["/", "*", "/api/courses/0bb5fc81ab48298300000000/", "/api//x-1_2.3~4"])
def test_a_plain_path_stays(path: str) -> None:
    assert logs.without_secrets(None, "info", {"path": path}) == {"path": path}


@pytest.mark.parametrize(
    "said", ["@app.get('/x')", "5 @ 3", "100 %", "a%20b/%C3%A9", "%40", "@", "user@", 'File "x.py", line 40, in f']
)
def test_what_is_no_address_stays(said: str) -> None:
    assert logged(said) == said


def test_addresses_are_found_in_whatever_a_value_is_made_of() -> None:
    address, hidden = "sarah@institute.example", "<address>"
    assert logged([{"to": (address, 3, None, True, 0.5)}]) == [{"to": [hidden, 3, None, True, 0.5]}]
    assert logged({address: 1}) == {hidden: 1}
    assert logged(ValueError(f"no {address}")) == f"no {hidden}"


def test_a_value_of_a_megabyte_keeps_nobody_waiting() -> None:
    """A search that begins anew at every character would take longer than a test may."""
    for said in ("a" * 1_000_000 + "@", "%25" * 300_000, "%" + "25" * 500_000):
        assert logged(said) == said
    assert logged("a@" * 500_000) == "<address>"


def test_the_libraries_lines_are_cleaned_too(monkeypatch: pytest.MonkeyPatch) -> None:
    written = BytesIO()
    stderr = TextIOWrapper(written, write_through=True)
    with monkeypatch.context() as while_configuring:
        while_configuring.setattr(sys, "stderr", stderr)
        logs.configure("info")
    try:
        logging.getLogger("some.package").error("no mail to %s", "sarah%40localhost")
        structlog.get_logger().error("no-mail", to=["sarah@localhost"])
    finally:
        logs.configure("error")
    theirs, ours = map(json.loads, written.getvalue().splitlines())
    assert theirs["event"] == "no mail to <address>"
    assert ours["to"] == ["<address>"]


@pytest.mark.parametrize("kind", [API_KEY, REFRESH_TOKEN, SET_UP_TOKEN])
def test_a_key_that_somebody_put_into_a_path_is_hidden(kind: str) -> None:
    key = new_key(kind, "a" * 24)
    for part in (str(key), key.secret):
        assert logs.without_secrets(None, "info", {"path": f"/api/keys/{part}"}) == {"path": "/api/keys/<hidden>"}
