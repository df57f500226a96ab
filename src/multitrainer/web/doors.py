"""All pages of the interface, in the order of its menu."""

from multitrainer.web import (
    batches,
    boards,
    calendar,
    courses,
    covers,
    handovers,
    home,
    leaves,
    live,
    looks,
    messages,
    quality,
    questions,
    reports,
    rosters,
    signing_in,
    threads,
    trainers,
    workload,
)

OF_COURSES = (courses, rosters, boards, batches, handovers, reports, quality)
ALL = (
    signing_in,
    looks,
    home,
    *OF_COURSES,
    trainers,
    workload,
    calendar,
    leaves,
    covers,
    questions,
    threads,
    messages,
    live,
)
