"""All pages of the interface, in the order of its menu."""

from multitrainer.web import (
    access,
    audit,
    availability,
    batches,
    batchings,
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
    planner,
    proposals,
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

OF_COURSES = (courses, rosters, boards, batches, batchings, handovers, reports, quality)
OF_PLANNING = (planner, proposals)
OF_OFFICE = (people, outbox, webhooks, holidays, settings, audit, migration, access)
OF_EACH = (notifications, me, availability)
TALKING = (questions, threads, messages)
OF_ALL = (*OF_COURSES, *OF_PLANNING, trainers, leaves, covers, *TALKING, *OF_OFFICE, *OF_EACH)
ALL = (signing_in, looks, home, *OF_ALL, live)
