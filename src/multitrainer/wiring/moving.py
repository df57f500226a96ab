"""Builds what moves an institute over."""

from typing import TypedDict

from multitrainer.repositories.ledger import Ledger
from multitrainer.repositories.moving import Moving
from multitrainer.repositories.pre_images import PreImages
from multitrainer.repositories.set_aside import SetAsides
from multitrainer.services.moving_over.conversion import Conversion
from multitrainer.services.moving_over.course_conversion import CourseConversion
from multitrainer.services.moving_over.enforcement import Enforcement
from multitrainer.services.moving_over.following import Following
from multitrainer.services.moving_over.migration_overview import MigrationOverview
from multitrainer.services.moving_over.migrations import Migrations
from multitrainer.services.moving_over.rehearsal import Rehearsal
from multitrainer.services.moving_over.sync import Sync
from multitrainer.wiring.base import Base


class MovingOver(TypedDict):
    """Use cases of moving an institute over."""

    migrations: Migrations
    sync: Sync
    following: Following
    migration_overview: MigrationOverview
    course_conversion: CourseConversion


def moving_over(base: Base, enforcement: Enforcement) -> MovingOver:
    """The services on all this."""
    gate, audit, database, settings, now = base.gate, base.audit, base.database, base.settings, base.now
    ledger, moving = Ledger(now), Moving(base.schema, base.facts)
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
