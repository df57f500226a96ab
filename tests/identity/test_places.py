"""What attempts to sign in count for."""

import pytest

from multitrainer.identity.places import place_of


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::7", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("not an address", "not an address"),
        (None, ""),
    ],
)
def test_attempts_count_for_the_place_that_they_come_from(host: str | None, counted: str) -> None:
    assert place_of((host, 1) if host else None) == counted
