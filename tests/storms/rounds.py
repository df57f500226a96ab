"""The doctor, asked in this process."""

from multitrainer import clock, wiring
from multitrainer.database import Database
from multitrainer.domain.actors import THE_ADMIN
from multitrainer.repositories.proposals import SILENCE
from multitrainer.services.doctor import Finding
from multitrainer.settings import Settings


async def examined(database: Database, settings: Settings, *, repair: bool = False) -> list[Finding]:
    """Everything that the doctor finds."""
    doctor = wiring.build(database, settings).doctor
    return [found async for step in doctor.examine(THE_ADMIN, repair=repair) for found in step.found]


async def much_later(database: Database) -> None:
    """Transactions of the dead and leases have run out, and nobody has worked at a proposal for long."""
    await database.client.admin.command("killAllSessions", [])
    await database.motor.multitrainer_leases.delete_many({})
    long_ago = {"$set": {"beat_at": clock.now() - 2 * SILENCE}}
    await database.motor.multitrainer_proposals.update_many({}, long_ago)
