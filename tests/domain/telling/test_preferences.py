"""By which ways somebody is told."""

from multitrainer.domain.telling.notices import Channel, Kind
from multitrainer.domain.telling.preferences import Preferences


def test_whoever_says_nothing_is_told_by_every_way() -> None:
    assert all(Preferences().channels_of(kind) == set(Channel) for kind in Kind)


def test_what_somebody_says_of_one_kind_holds_for_that_alone() -> None:
    prefers = Preferences({Kind.PUT_ON_COURSE: frozenset(), Kind.PUT_ON_BATCH: frozenset({Channel.IN_APP})})
    assert prefers.channels_of(Kind.PUT_ON_COURSE) == set()
    assert prefers.channels_of(Kind.PUT_ON_BATCH) == {Channel.IN_APP}
    assert prefers.channels_of(Kind.TAKEN_OFF_BATCH) == set(Channel)
