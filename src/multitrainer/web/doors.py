"""All pages of the interface, in the order of its menu."""

from multitrainer.web import (
    attachments,
    availability,
    batches,
    boards,
    courses,
    covers,
    handovers,
    home,
    leaves,
    ledgers,
    live,
    looks,
    me,
    messages,
    notifications,
    quality,
    questions,
    reports,
    rosters,
    signing_in,
    swaps,
    threads,
    trainers,
)

OF_COURSES = (courses, rosters, boards, batches, handovers, reports, quality)
OF_EACH = (attachments, notifications, me, availability, ledgers)
ALL = (
    signing_in,
    looks,
    home,
    *OF_COURSES,
    trainers,
    leaves,
    covers,
    swaps,
    questions,
    threads,
    messages,
    *OF_EACH,
    live,
)
