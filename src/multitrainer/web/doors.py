"""All pages of the interface, in the order of its menu."""

from multitrainer.web import batches, boards, courses, covers, home, leaves, live, looks, rosters, signing_in, trainers

ALL = (signing_in, looks, home, courses, rosters, boards, batches, trainers, leaves, covers, live)
