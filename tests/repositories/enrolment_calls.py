"""One call of each method that keeps enrolments, who sits where, and how courses are split."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from multitrainer import clock
from multitrainer.domain.batching import Batching
from multitrainer.domain.enrolments import Enrolment, EnrolmentStatus
from multitrainer.repositories.batchings import Batchings
from multitrainer.repositories.enrolments import FEW, Enrolments
from multitrainer.repositories.seats import Seats
from multitrainer.stored.ids import new_id, oid
from tests.repositories.calls import World, cursor_after

ENROLMENTS, SEATS, BATCHINGS = Enrolments(), Seats(clock.now), Batchings()
PLACED, WAITING = EnrolmentStatus.PLACED, EnrolmentStatus.WAITING


async def enrolled(w: World, course: int) -> list[Enrolment]:
    """Sixty students on a course, half of them placed, beside others on all that were asked for before."""
    there = await ENROLMENTS.of_course(w.courses_there[course])
    if there:
        return there
    now = clock.now().replace(microsecond=0)
    made = [
        Enrolment(new_id(), student, w.courses_there[course], (), now, *((PLACED, w.batches_there[0]) if n % 2 else ()))
        for n, student in enumerate(w.users_there[:60])
    ]
    await ENROLMENTS.insert(made, None)
    return made


async def find(w: World) -> None:
    await ENROLMENTS.find((await enrolled(w, 0))[0].id)


async def pages(w: World) -> None:
    course, last = w.courses_there[0], (await enrolled(w, 0))[30].id
    for cursor in (None, cursor_after(last)):
        await ENROLMENTS.page(course, None, None, cursor, 10)
        await ENROLMENTS.page(course, WAITING, None, cursor, 10)
        await ENROLMENTS.page(course, None, w.batches_there[0], cursor, 10)


async def waiting(w: World) -> None:
    await enrolled(w, 0)
    assert await ENROLMENTS.waiting()


async def of_student(w: World) -> None:
    await ENROLMENTS.of_student((await enrolled(w, 0))[0].course, w.users_there[0])


async def of_students(w: World) -> None:
    await enrolled(w, 0)
    await ENROLMENTS.of_students(w.courses_there[0], w.users_there[:9])
    await ENROLMENTS.of_students(w.courses_there[0], w.users_there[: FEW + 1])


async def save(w: World) -> None:
    made = await enrolled(w, 2)
    await ENROLMENTS.save([(one, replace(one, slots=("Mon",))) for one in made[:3]], None)


async def courses_among(w: World) -> None:
    await enrolled(w, 0)
    await ENROLMENTS.courses_among([oid(course) for course in w.courses_there[:2]])


async def delete_of_course(w: World) -> None:
    await enrolled(w, 3)
    await ENROLMENTS.delete_of_course(w.courses_there[3], None)


async def seat(w: World) -> None:
    batch = (await SEATS.of_course(w.courses_there[5]))[0]
    await SEATS.save(batch, w.users_there[:2], None)


async def settle(w: World) -> None:
    await BATCHINGS.save(w.courses_there[0], await BATCHINGS.raw(w.courses_there[0]), Batching(25, 15, 30), None)


async def slots(w: World) -> None:
    await BATCHINGS.set_slots(w.courses_there[0], dict.fromkeys(w.batches_there[:3], "Mon"), None)
    await BATCHINGS.set_slots(w.courses_there[1], dict.fromkeys(w.batches_there[3:6], "Mon"), None)
    await BATCHINGS.slots(w.courses_there[0])


async def of_courses(w: World) -> None:
    await settle(w)
    await BATCHINGS.of_courses([oid(course) for course in w.courses_there[:3]])


async def of_courses_that_can_be_read(w: World) -> None:
    await settle(w)
    await BATCHINGS.readable([oid(course) for course in w.courses_there[:3]])


async def forget_batches(w: World) -> None:
    await BATCHINGS.forget_batches(w.batches_there[3:5], None)


CALLS: dict[str, Callable[[World], Awaitable[object]]] = {
    "Enrolments.insert": lambda w: enrolled(w, 1),
    "Enrolments.find": find,
    "Enrolments.page": pages,
    "Enrolments.waiting": waiting,
    "Enrolments.of_student": of_student,
    "Enrolments.of_course": lambda w: enrolled(w, 0),
    "Enrolments.of_students": of_students,
    "Enrolments.courses_among": courses_among,
    "Enrolments.save": save,
    "Enrolments.delete_of_course": delete_of_course,
    "Seats.of_course": lambda w: SEATS.of_course(w.courses_there[0]),
    "Seats.save": seat,
    "Batchings.find": lambda w: BATCHINGS.find(w.courses_there[0]),
    "Batchings.raw": lambda w: BATCHINGS.raw(w.courses_there[0]),
    "Batchings.of_courses": of_courses,
    "Batchings.readable": of_courses_that_can_be_read,
    "Batchings.save": settle,
    "Batchings.slots": slots,
    "Batchings.set_slots": slots,
    "Batchings.lost_slots": lambda w: BATCHINGS.lost_slots([oid(one) for one in w.courses_there[:9]]),
    "Batchings.clear_slots": lambda w: BATCHINGS.clear_slots(w.batches_there[:2], None),
    "Batchings.forget_batches": forget_batches,
    "Batchings.forget_course": lambda w: BATCHINGS.forget_course(w.courses_there[1], None),
    "Users.by_addresses": lambda w: w.users.by_addresses([f"{w.users_there[3]}@x", "Nobody@x"]),
}
