"""What admins look after is shown to nobody else, and nobody else changes it."""

from http import HTTPStatus

from fastapi.routing import APIRoute

from multitrainer.web import doors
from tests import school
from tests.web.conftest import Office, visiting
from tests.web.reading import Read
from tests.web.test_pages import filled
from tests.web.visiting import HERE, mark_of

SENT = {"name": "x", "first": "2031-01-01"}
OF_ALL = {"/holidays"}
"""What everybody may look at."""
DOORS = [
    (method, filled(route).replace("/courses/" + "0" * 24, f"/courses/{school.COURSE}"))
    for door in doors.OF_OFFICE
    for route in door.router.routes
    if isinstance(route, APIRoute)
    for method in route.methods or ()
    if method != "GET" or route.path not in OF_ALL
]


async def test_an_assistant_is_refused_at_every_address(office: Office) -> None:
    async with visiting(office, "john@x.example") as john:
        mark = mark_of(await john.get("/courses"))
        for method, address in DOORS:
            sent = {"mark": mark, **SENT} if method == "POST" else None
            answer = await john.request(method, address, headers=HERE, data=sent)
            assert answer.status_code == HTTPStatus.FORBIDDEN, (method, address, Read(answer).words)
            assert "You may not do this" in Read(answer).words
