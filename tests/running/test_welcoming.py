"""What `multitrainer serve` says when it is ready."""

from io import StringIO

import pytest
from rich.console import Console

from multitrainer.services.demo.accounts import Open
from multitrainer.welcoming import Prepared, welcome


def said(host: str = "127.0.0.1", *accounts: Open, token: str | None = None) -> str:
    out = StringIO()
    welcome(Console(file=out), host, 8000, "somewhere", Prepared(None, accounts, token))
    return out.getvalue()


@pytest.mark.parametrize(("host", "local"), [("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("0:0:0:0:0:0:0:0", "[::1]")])
def test_an_address_that_stands_for_all_is_not_one_to_open(host: str, local: str) -> None:
    words = said(host, token="mtsetup_1_2")
    assert f"http://{local}:8000/setup?token=mtsetup_1_2\n" in words
    assert f"http://{local}:8000/docs\n" in words
    assert f"this one's name or address stands in the place of {local.strip('[]')}.\n" in words
    assert "WARNING: other machines can reach this address." in words


@pytest.mark.parametrize("host", ["127.0.0.1", "192.0.2.7", "school.example", "::1"])
def test_any_other_address_is_told_as_it_is(host: str) -> None:
    words = said(host, token="mtsetup_1_2")
    assert f"http://{f'[{host}]' if ':' in host else host}:8000/setup?token=mtsetup_1_2\n" in words
    assert "From another machine" not in words


def test_accounts_stand_beside_what_they_are_on_lines_that_fit_a_terminal() -> None:
    crowd = [Open("English B2 assistant", f"assistant{n}@institute.example") for n in range(5)]
    lines = said("127.0.0.1", Open("admin", "admin@institute.example"), *crowd).splitlines()
    table = lines[next(n for n, line in enumerate(lines) if "with the password" in line) + 1 :]
    assert table[0].split() == ["admin", "admin@institute.example"]
    assert table[1].startswith("    English B2 assistant")
    assert "".join(table[1:]).count("@") == 5
    assert max(map(len, table)) <= 80
