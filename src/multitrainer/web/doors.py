"""All pages of the interface, in the order of its menu."""

from multitrainer.web import batches, courses, home, looks, rosters, signing_in, trainers

ALL = (signing_in, looks, home, courses, rosters, batches, trainers)
