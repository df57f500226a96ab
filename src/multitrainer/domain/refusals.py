"""What is refused about a course in several places, in the same words."""

from collections.abc import Collection, Sequence

from multitrainer.domain.errors import BatchOfAnotherCourse, NotOnRoster, StillPrimary
from multitrainer.domain.sentences import Counted, Sentence

SHOWN = 10


def not_on_roster(trainer: str, course: str) -> NotOnRoster:
    """Somebody is not on a course."""
    words = f"{trainer} is not on the roster of course {course}."
    return NotOnRoster(Sentence("This trainer is not on the course."), words, trainer=trainer)


def of_another_course(course: str, batches: Sequence[str], field: str) -> BatchOfAnotherCourse:
    """A field names batches that are not of a course."""
    said = Sentence("Not all of these batches are batches of this course.")
    words = f"Not batches of course {course}: {', '.join(batches[:SHOWN])}."
    return BatchOfAnotherCourse(said, words, field=field, batches=[*batches])


def still_primary(trainer: str, course: str, batches: Collection[str]) -> StillPrimary:
    """Somebody is to leave who is still primary of batches."""
    said = Counted(
        "This trainer is still primary of {n} batch of this course. Choose who takes it over.",
        "This trainer is still primary of {n} batches of this course. Choose who takes them over.",
        len(batches),
    )
    words = (
        f"{trainer} is still primary of {len(batches)} of course {course}'s batches. "
        "Name somebody else for them first, or remove with ?handOverTo=<another trainer>."
    )
    return StillPrimary(said, words, trainer=trainer, batches=[*batches])
