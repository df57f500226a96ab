"""All pages of the interface, in the order of its menu."""

from multitrainer.web import (
    batches,
    batchings,
    boards,
    courses,
    covers,
    handovers,
    home,
    leaves,
    live,
    looks,
    messages,
    planner,
    proposals,
    quality,
    questions,
    reports,
    rosters,
    signing_in,
    threads,
    trainers,
)

OF_COURSES = (courses, rosters, boards, batches, batchings, handovers, reports, quality)
ALL = (
    signing_in,
    looks,
    home,
    *OF_COURSES,
    planner,
    proposals,
    trainers,
    leaves,
    covers,
    questions,
    threads,
    messages,
    live,
)
