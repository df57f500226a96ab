"""Builds what moves an institute over."""

from typing import TypedDict

from multitrainer import clock
from multitrainer.database import Database
from multitrainer.repositories.facts import Facts
from multitrainer.repositories.ledger import Ledger
from multitrainer.repositories.moving import Moving
from multitrainer.repositories.pre_images import PreImages
from multitrainer.repositories.set_aside import SetAsides
from multitrainer.services.audit import Audit
from multitrainer.services.conversion import Conversion
from multitrainer.services.course_conversion import CourseConversion
from multitrainer.services.enforcement import Enforcement
from multitrainer.services.following import Following
from multitrainer.services.gate import Gate
from multitrainer.services.migration_overview import MigrationOverview
from multitrainer.services.migrations import Migrations
from multitrainer.services.rehearsal import Rehearsal
from multitrainer.services.sync import Sync
from multitrainer.settings import Settings
from multitrainer.stored.users import UserSchema


class MovingOver(TypedDict):
    """Use cases of moving an institute over."""

    migrations: Migrations
    sync: Sync
    following: Following
    migration_overview: MigrationOverview
    course_conversion: CourseConversion


def moving_over(
    gate: Gate,
    audit: Audit,
    database: Database,
    settings: Settings,
    schema: UserSchema,
    facts: Facts,
    enforcement: Enforcement,
    now: clock.Clock,
) -> MovingOver:
    """The services on all this."""
    ledger, moving = Ledger(now), Moving(schema, facts)
    pre_images, set_asides = PreImages(), SetAsides(now)
    conversion = Conversion(moving, pre_images, set_asides, now)
    following = Following(moving, conversion, pre_images, set_asides)
    return {
        "migrations": Migrations(database, ledger, moving, conversion, pre_images, set_asides, enforcement, now),
        "sync": Sync(database, ledger, following, now, sweep_seconds=settings.sync_sweep_seconds),
        "following": following,
        "migration_overview": MigrationOverview(gate, ledger, set_asides, enforcement, now, follows_here=settings.sync),
        "course_conversion": CourseConversion(
            gate, audit, database, ledger, moving, Rehearsal(moving, conversion), following, set_asides
        ),
    }
