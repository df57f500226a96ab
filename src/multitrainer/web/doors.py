"""All pages of the interface, in the order of its menu."""

from multitrainer.web import (
    access,
    attachments,
    audit,
    availability,
    batches,
    batchings,
    boards,
    calendar,
    courses,
    covers,
    handovers,
    holidays,
    home,
    leaves,
    ledgers,
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
    sessions,
    settings,
    signing_in,
    students,
    swaps,
    threads,
    timetables,
    trainers,
    webhooks,
    workload,
)

OF_COURSES = (courses, rosters, students, boards, batches, timetables, sessions, batchings, handovers)
OF_LESSONS = (reports, quality)
OF_PLANNING = (planner, proposals, workload, calendar)
OF_TIME = (leaves, covers, swaps, availability, ledgers)
TALKING = (questions, threads, messages, attachments)
OF_OFFICE = (people, outbox, webhooks, holidays, settings, audit, migration, access)
OF_EACH = (notifications, me)
ALL = (
    signing_in,
    looks,
    home,
    *OF_COURSES,
    *OF_LESSONS,
    trainers,
    *OF_PLANNING,
    *OF_TIME,
    *TALKING,
    *OF_OFFICE,
    *OF_EACH,
    live,
)
