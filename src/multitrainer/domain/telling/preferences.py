"""How a person wants to be told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from multitrainer.domain.telling.hours import Quiet
from multitrainer.domain.telling.notices import Channel, Kind, Language

USUAL_CHANNELS = frozenset(Channel)
"""By which ways somebody is told who has not said otherwise."""


@dataclass(frozen=True, slots=True)
class Preferences:
    """How one person wants to be told. What is not said is as usual: by every way, in English, at once."""

    channels: Mapping[Kind, frozenset[Channel]] = field(default_factory=dict)
    language: Language = Language.ENGLISH
    quiet: Quiet | None = None
    digest_at: time | None = None
    """When the e-mails of a day come as one, on the institute's clocks; None: each by itself."""

    def channels_of(self, kind: Kind) -> frozenset[Channel]:
        """By which ways this person is told of something of a kind."""
        return self.channels.get(kind, USUAL_CHANNELS)
