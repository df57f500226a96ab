"""Every page there is, and who may see it: whoever makes a page says so here."""

import re
from collections.abc import Iterator, Mapping
from enum import Enum
from itertools import product
from typing import NamedTuple, get_type_hints

from fastapi.routing import APIRoute

from multitrainer.web import doors

NO_PAGES = {"/sign-in", "/live", "/calendar/events", "/notifications/{notification_id}/bell"}
"""What everybody may ask for, a stream that has no end, and what scripts ask for."""

NO_FORMS = {
    *("/sign-in", "/sign-out", "/looks", "/notifications/read"),
    *("/me", "/me/sign-ins", "/me/calendar/renew", "/me/calendar/withdraw", "/me/availability"),
}
"""Forms that are about nothing of the institute's, and of what is one's own."""

FOR_EVERYBODY = {
    *("/", "/courses", "/courses/{course_id}", "/courses/{course_id}/board", "/trainers", "/trainers/{trainer_id}"),
    *(
        "/batches/{batch_id}",
        "/batches/{batch_id}/timetable",
        "/batches/{batch_id}/handover",
        "/batches/{batch_id}/handover/{number}",
    ),
    *(
        "/sessions/{session_id}",
        "/sessions/{session_id}/report",
        "/leave",
        "/leave/{leave_id}",
        "/covers",
        "/covers/{cover_id}",
    ),
    *("/questions", "/questions/{question_id}", "/threads", "/threads/{thread_id}"),
    *("/messages/{message_id}/edit", "/messages/{message_id}/delete", "/threads/left", "/attachments/{attachment_id}"),
    *("/workload", "/workload/hours.csv", "/workload/hours.xlsx", "/calendar", "/holidays"),
    *("/swaps", "/swaps/{swap_id}", "/swaps/new/{session_id}", "/me/availability", "/me/ledger", "/me", "/me/calendar"),
    *("/trainers/{trainer_id}/availability", "/trainers/{trainer_id}/ledger"),
    *("/notifications", "/notifications/bell"),
}
"""Whoever teaches sees these, of what is theirs."""

FOR_LEADS = {
    *("/courses/{course_id}/trainers/{trainer_id}", "/courses/{course_id}/quality"),
    *(
        "/batches/{batch_id}/timetable/delete",
        "/courses/{course_id}/board/{batch_id}",
        "/courses/{course_id}/board/{batch_id}/effects",
    ),
    *("/courses/{course_id}/students", "/courses/{course_id}/students/{enrolment_id}", "/courses/{course_id}/batching"),
    *("/courses/{course_id}/planner", "/proposals/{proposal_id}", "/proposals/{proposal_id}/apply"),
    *("/proposals/{proposal_id}/batches/{batch_id}", "/proposals/{proposal_id}/revert"),
}
"""Besides, whoever leads the course."""

FOR_ADMINS = {
    *("/courses/{course_id}/delete", "/batches/{batch_id}/delete", "/courses/{course_id}/convert"),
    *("/courses/{course_id}/students/import", "/people", "/people/{user_id}", "/people/{user_id}/sign-out"),
    *("/outbox", "/webhooks", "/webhooks/{webhook_id}", "/webhooks/{webhook_id}/delete", "/access"),
    *("/access/keys/{key_id}/revoke", "/settings", "/audit", "/migration", "/planner"),
}
"""Besides, admins."""

FOR_TRAINERS_ALONE = {"/me/availability", "/me/ledger", "/me/calendar"}
"""Of those for everybody, what an admin has none of: what is one's own as a trainer."""

NUMBERS = {"number": "1"}


class Page(NamedTuple):
    """A page by its path as the routes have it."""

    path: str

    @property
    def places(self) -> set[str]:
        """What its path has to be told."""
        return {*re.findall(r"\{(\w+)\}", self.path)}

    def at(self, places: Mapping[str, str]) -> str:
        """Its address. Raises KeyError: the institute of tests/web/institute has nothing for such a place yet."""
        return self.path.format(**{**NUMBERS, **places})


def _paths(method: str, leaving_out: set[str]) -> tuple[APIRoute, ...]:
    routes = (route for door in doors.ALL for route in door.router.routes)
    found = (route for route in routes if isinstance(route, APIRoute) and method in (route.methods or ()))
    return tuple(route for route in found if route.path not in leaving_out)


def _with_choices(route: APIRoute) -> Iterator[str]:
    """The path once for each choice that it leaves."""
    kinds = get_type_hints(route.endpoint)
    places = [name for name in re.findall(r"\{(\w+)\}", route.path) if issubclass(kinds[name], Enum)]
    for chosen in product(*(kinds[name] for name in places)):
        values = {name: one.value for name, one in zip(places, chosen, strict=True)}
        yield route.path.format_map(Kept(values))


class Kept(dict[str, str]):
    """Values of some places; the others stay places."""

    def __missing__(self, place: str) -> str:
        return f"{{{place}}}"


PAGES = tuple(Page(route.path) for route in _paths("GET", NO_PAGES))
FORMS = tuple(path for route in _paths("POST", NO_FORMS) for path in _with_choices(route))
"""Where forms go to, by paths as the routes have them."""
