"""The doctor, asked in this process."""

from multitrainer import wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.services.doctor import Finding
from multitrainer.settings import Settings


async def examined(database: Database, settings: Settings, *, repair: bool = False) -> list[Finding]:
    """Everything that the doctor finds."""
    doctor = wiring.build(database, settings).doctor
    return [found async for step in doctor.examine(THE_ADMIN, repair=repair) for found in step.found]
