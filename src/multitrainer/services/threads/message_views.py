"""Messages as they are answered."""

import asyncio
from collections.abc import Sequence
from typing import Any

from multitrainer.database import Session
from multitrainer.repositories.users import Users
from multitrainer.telling.markdown import html_of

Raw = dict[str, Any]


class MessageViews:
    """Makes views of stored messages, with the names of those in them."""

    def __init__(self, users: Users) -> None:
        self._users = users

    async def of(self, kept: Sequence[Raw], session: Session = None) -> list[Raw]:
        """Some, with one question for all names. Texts are rendered beside the requests."""
        people = {str(one) for raw in kept for one in (raw["author"], *(raw.get("mentions") or ()))}
        names = await self._users.by_id(sorted(people), session)
        return await asyncio.to_thread(lambda: [_view(raw, names) for raw in kept])


def _view(raw: Raw, names: dict[str, Raw]) -> Raw:
    deleted = raw.get("deletedAt")
    return {
        "_id": raw["_id"],
        "thread": raw["thread"],
        "place": raw["place"],
        "author": _person(raw["author"], names),
        "text": raw["text"],
        "html": "" if deleted else html_of(raw["text"]),
        "mentions": [_person(one, names) for one in raw.get("mentions") or ()],
        "replyTo": raw.get("replyTo"),
        "attachments": raw.get("attachments") or [],
        "at": raw["at"],
        "editedAt": raw.get("editedAt"),
        "deletedAt": deleted,
    }


def _person(id_: Any, names: dict[str, Raw]) -> Raw:
    return {"_id": id_, "name": names.get(str(id_), {}).get("name")}
