"""Preferences as they are stored."""

from datetime import time

import pytest

from multitrainer.domain.telling.hours import Quiet
from multitrainer.domain.telling.notices import Channel, Kind, Language
from multitrainer.domain.telling.preferences import Preferences
from multitrainer.schemas.notifications import NewPreferences, preferences_from


def test_what_somebody_says_is_what_holds() -> None:
    said = NewPreferences.model_validate(
        {
            "channels": {"put-on-batch": ["in-app", "in-app"], "put-on-course": []},
            "language": "de",
            "quietHours": {"start": "22:00", "end": "07:00"},
            "digestAt": "07:30",
        }
    )
    assert preferences_from(said.model_dump(mode="json", by_alias=True)) == Preferences(
        {Kind.PUT_ON_BATCH: frozenset({Channel.IN_APP}), Kind.PUT_ON_COURSE: frozenset()},
        Language.GERMAN,
        Quiet(time(22), time(7)),
        time(7, 30),
    )


def test_what_another_version_wrote_is_as_usual_and_spoils_nothing_else() -> None:
    stored = {
        "channels": {"of-tomorrow": ["email"], "put-on-batch": ["by-pigeon"], "put-on-course": ["email"]},
        "language": "tlh",
        "quietHours": {"begin": "22:00", "end": "07:00"},
        "digestAt": 7,
    }
    assert preferences_from(stored) == Preferences({Kind.PUT_ON_COURSE: frozenset({Channel.EMAIL})})
    assert preferences_from({}) == Preferences()


@pytest.mark.parametrize(
    "channels", [5, "email", ["put-on-batch"], {"put-on-batch": 5}, {"put-on-batch": [{}]}], ids=str
)
def test_what_somebodys_hand_wrote_badly_is_as_usual(channels: object) -> None:
    assert preferences_from({"channels": channels, "digestAt": "07:30"}) == Preferences(digest_at=time(7, 30))
