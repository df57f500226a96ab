"""What is set about cover."""

from collections.abc import Sequence

from multitrainer.client.messages import body, view
from multitrainer.client.transport import Call, Transport, path
from multitrainer.schemas.cover_settings import (
    CourseCoverView,
    NewCourseCover,
    NewPool,
    PoolView,
    StudentsContacts,
    StudentsContactsView,
)


class CoverSettings:
    """`client.cover_settings`: who is asked to cover, in which order, and whom students' news goes to."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    async def of_course(self, course: str) -> CourseCoverView:
        """How a course is covered. Raises CourseNotFound."""
        return view(CourseCoverView, await self._transport.send(Call("GET", path("courses", course, "cover"))))

    async def set_of_course(self, course: str, new: NewCourseCover, *, if_match: str | None = None) -> CourseCoverView:
        """Set what is named; what is left out stays, and None is as the institute has it.

        Raises CourseNotFound, UnknownTrainer, NotATrainer, Stale, Contended.
        """
        call = Call("PUT", path("courses", course, "cover"), body=new, if_match=if_match)
        return view(CourseCoverView, await self._transport.send(call))

    async def pool(self) -> PoolView:
        """The institute's substitutes, in their order."""
        return view(PoolView, await self._transport.send(Call("GET", path("substitute-pool"))))

    async def set_pool(self, trainers: Sequence[str], *, if_match: str | None = None) -> PoolView:
        """Set all of them. Raises InvalidInput, UnknownTrainer, NotATrainer, Stale, Contended."""
        call = Call("PUT", path("substitute-pool"), body=body(NewPool, trainers=tuple(trainers)), if_match=if_match)
        return view(PoolView, await self._transport.send(call))

    async def contacts(self) -> StudentsContactsView:
        """Whom students' news goes to where a course says nothing else."""
        return view(StudentsContactsView, await self._transport.send(Call("GET", path("students-contacts"))))

    async def set_contacts(
        self, addresses: Sequence[str] = (), *, students: bool = True, if_match: str | None = None
    ) -> StudentsContactsView:
        """Set it. Raises InvalidInput, Stale, Contended."""
        new = body(StudentsContacts, addresses=tuple(addresses), students=students)
        call = Call("PUT", path("students-contacts"), body=new, if_match=if_match)
        return view(StudentsContactsView, await self._transport.send(call))
