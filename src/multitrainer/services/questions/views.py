"""Questions as they are answered: whole for those who answer them, without what is theirs alone for students."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from multitrainer.domain.audit import AN_ID
from multitrainer.domain.local_time import shown
from multitrainer.domain.questions.values import OF_STUDENT, OPENING, PASSED_UP
from multitrainer.repositories.names import names_of
from multitrainer.repositories.users import Users
from multitrainer.services.questions.sight import QuestionSight
from multitrainer.stored.questions import read_question

Raw = dict[str, Any]
Names = dict[str, Any]


class QuestionViews:
    """Makes views of stored questions, with all names of a page at once."""

    def __init__(self, users: Users, zone: ZoneInfo) -> None:
        self._users = users
        self._zone = zone

    async def one(self, raw: Raw, sees: QuestionSight) -> Raw:
        """One of them, as somebody sees it."""
        return (await self.several([raw], sees, of_student=sees.as_students))[0]

    async def several(self, raws: Sequence[Raw], sees: QuestionSight, *, of_student: bool) -> list[Raw]:
        """Some of them, as their students see them, or as those who answer do. `actions` are the reader's own."""
        named = {id_ for raw in raws for id_ in _people(raw)}
        people = await self._users.by_id(sorted(named))
        names = {id_: user.get("name") for id_, user in people.items()}
        names |= {} if of_student else await names_of("keys", named - people.keys())
        names |= await names_of("courses", {str(raw["course"]) for raw in raws})
        names |= await names_of("batches", {str(raw["batch"]) for raw in raws if raw.get("batch")})
        view = self._of_student if of_student else self._whole
        return [view(raw, names, sees) for raw in raws]

    def _whole(self, raw: Raw, names: Names, sees: QuestionSight) -> Raw:
        return {
            **self._of_student(raw, names, sees),
            "student": _person(raw["student"], names),
            "holder": _person(raw["holder"], names),
            "step": raw["step"],
            "since": raw["since"],
            "due": raw.get("due"),
            "localDue": self._local(raw.get("due")),
            "firstAnswer": raw.get("firstAnswer"),
            "escalations": sum(hop["why"] in PASSED_UP for hop in raw["trail"]),
            "trail": [_hop(hop, raw["student"], names) for hop in raw["trail"]],
            "notes": [_said(note, names) for note in raw["notes"]],
        }

    def _of_student(self, raw: Raw, names: Names, sees: QuestionSight) -> Raw:
        """All that a student sees."""
        batch = raw.get("batch")
        return {
            "_id": raw["_id"],
            "course": raw["course"],
            "courseName": names.get(str(raw["course"])),
            "batch": batch,
            "batchName": names.get(str(batch)) if batch else None,
            "state": raw["state"],
            "askedAt": raw["askedAt"],
            "entries": [_entry(entry, raw["student"], names) for entry in raw["entries"]],
            "actions": [one.value for one in sees.doings(read_question(raw))],
        }

    def _local(self, at: datetime | None) -> str | None:
        return shown(at, self._zone).isoformat(timespec="minutes") if at else None


def _said(said: Raw, names: Names) -> Raw:
    return {"id": said["id"], "at": said["at"], "by": _person(said["by"], names), "text": said["text"]}


def _entry(entry: Raw, student: Any, names: Names) -> Raw:
    by = _by(entry, student, names) if entry["what"] in OF_STUDENT else {"through": None}
    return {**_said(entry, names), "what": entry["what"], **by}


def _by(done: Raw, student: Any, names: Names) -> Raw:
    """Of what a student does, whoever has sent it: that is the student's, `through` whoever sent it for them."""
    through = None if str(done["by"]) == str(student) else _person(done["by"], names)
    return {"by": _person(student, names), "through": through}


def _hop(hop: Raw, student: Any, names: Names) -> Raw:
    by, came = hop.get("by"), hop.get("from")
    whose = {"by": _person(by, names) if by else None, "through": None}
    return {
        "at": hop["at"],
        "from": _person(came, names) if came else None,
        "to": _person(hop["to"], names),
        "step": hop["step"],
        "why": hop["why"],
        **(_by(hop, student, names) if by and hop["why"] in OPENING else whose),
        "reason": hop.get("reason", ""),
    }


def _person(id_: Any, names: Names) -> Raw:
    """Whoever is neither a user nor a key, or has none for whoever reads it, has no name."""
    return {"_id": str(id_), "name": names.get(str(id_))}


def _people(raw: Raw) -> Iterable[str]:
    """Everybody who is named in it."""
    named = [raw["student"], raw["holder"], *(one["by"] for one in (*raw["entries"], *raw["notes"]))]
    named += [hop.get(name) for hop in raw["trail"] for name in ("by", "from", "to")]
    return (id_ for one in named if one and AN_ID.fullmatch(id_ := str(one)))
