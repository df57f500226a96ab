"""All pages of the interface, in the order of its menu."""

from multitrainer.web import (
    access,
    audit,
    availability,
    batches,
    boards,
    courses,
    covers,
    handovers,
    holidays,
    home,
    leaves,
    live,
    looks,
    me,
    messages,
    migration,
    notifications,
    outbox,
    people,
    quality,
    questions,
    reports,
    rosters,
    settings,
    signing_in,
    threads,
    trainers,
    webhooks,
)

OF_COURSES = (courses, rosters, boards, batches, handovers, reports, quality)
OF_OFFICE = (people, outbox, webhooks, holidays, settings, audit, migration, access)
OF_EACH = (notifications, me, availability)
TALKING = (questions, threads, messages)
ALL = (signing_in, looks, home, *OF_COURSES, trainers, leaves, covers, *TALKING, *OF_OFFICE, *OF_EACH, live)
