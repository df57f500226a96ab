"""What the kinds of changes and the reasons for setting aside mean to an administrator."""

from collections.abc import Mapping
from typing import NamedTuple


class Reason(NamedTuple):
    """Why documents are set aside, and what people can do about it."""

    words: str
    to_do: str


KINDS: Mapping[str, str] = {
    "roster-made": "The course had no trainers: its instructor becomes the lead.",
    "lead-replaced": "instructor names somebody else than the lead: who is named leads, the former lead assists.",
    "lead-named": "The roster had no active lead: the instructor becomes it.",
    "people-made": "The batch had no trainers: its instructor becomes the primary.",
    "primary-replaced": "instructor names somebody else than the primary: who is named becomes the primary.",
    "primary-named": "The batch had trainers but no primary: the instructor becomes it.",
    "id-converted": "instructor was the right id written as text: it becomes an ObjectId.",
    "instructor-restored": "instructor becomes whoever is the lead or the primary, or nobody while all leads are away.",
    "assistants-added": "Who teaches a batch joins the course's roster, and assignments and workload are counted.",
    "recounted": "Assignments and workload of the course's trainers are counted anew from its batches.",
    "restored": "trainers and instructor are as they were before the migration.",
}
"""One sentence for each kind of change."""

_NAME_A_TRAINER = "Set instructor to the ObjectId of a trainer."

REASONS: Mapping[str, Reason] = {
    "no-instructor": Reason(
        "instructor is missing or empty, and there are no trainers to take it from.",
        f"{_NAME_A_TRAINER} Or leave it: nobody leads it then.",
    ),
    "unknown-user": Reason("instructor names somebody who is no user.", f"{_NAME_A_TRAINER} Or restore the user."),
    "not-a-trainer": Reason(
        "instructor names a user whose role is not a trainer's.",
        f"{_NAME_A_TRAINER} Or correct the user's role, or add the role to MULTITRAINER_TRAINER_ROLES.",
    ),
    "instructor-is-text": Reason("instructor is a text that is no id.", _NAME_A_TRAINER),
    "instructor-is-dbref": Reason("instructor is a DBRef.", "Set instructor to the plain ObjectId in it."),
    "instructor-is-list": Reason("instructor is a list.", f"Decide who leads or teaches it. {_NAME_A_TRAINER}"),
    "instructor-has-wrong-type": Reason("instructor is of a type that holds no id.", _NAME_A_TRAINER),
    "entry-id-taken": Reason(
        "A roster entry of somebody else has the new lead's id as its own _id.",
        "Give that roster entry another _id: a new ObjectId.",
    ),
    "malformed": Reason(
        "trainers or __v has a shape that can't be written without a loss.",
        "Mend the field that the detail names, or remove trainers to have them made from instructor.",
    ),
    "too-large": Reason("The document would become larger than 16 MB.", "Move what is large out of the document."),
    "malformed-data": Reason(
        "The database refused the changed document for its size.", "Move what is large out of the document."
    ),
    "refused-by-database": Reason(
        "A unique index or a validator of the institute's does not allow the document as it would be.",
        "Mend what the index or validator objects to, or change that.",
    ),
}
"""Each reason with a sentence, and one about what to do."""
