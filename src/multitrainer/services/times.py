"""Times that somebody states on the institute's clock."""

from datetime import datetime
from zoneinfo import ZoneInfo

from multitrainer.domain.errors import TimeNeverComes
from multitrainer.domain.local_time import comes, moment
from multitrainer.domain.sentences import Sentence


def moment_of(local: datetime, zone: ZoneInfo, field: str) -> datetime:
    """The moment of a time in a field. Raises TimeNeverComes where clocks are put forward past it."""
    if not comes(local, zone):
        raise TimeNeverComes(
            Sentence("Clocks in {zone} are put forward past {time}. Take another time.", zone=zone.key, time=local),
            field=field,
        )
    return moment(local, zone)
