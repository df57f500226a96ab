"""All pages of the interface, in the order of its menu."""

from multitrainer.web import (
    batches,
    courses,
    covers,
    handovers,
    home,
    leaves,
    looks,
    questions,
    rosters,
    signing_in,
    trainers,
)

ALL = (signing_in, looks, home, courses, rosters, batches, handovers, trainers, leaves, covers, questions)
