"""Own instances: an institute of some size, the same for the same seed, that can be covered.

Batches are dealt to trainers who may and can teach them, and where nobody can, the batch gets another timetable: so a
plan that covers everything exists. Capacities are drawn from 8 to 24 hours and then stretched alike until what is to
be taught is 70 per cent of them (at five batches a trainer, full-time teachers come to 40 hours).
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

from multitrainer.domain.roster import Role
from multitrainer.solver.documents.problem import Batch, Level, Pair, Problem, Team, Trainer
from tests.bench.solving.timetables import HOURS, Times, a_timetable, collide, time_off

SIZES = ((12, 4), (25, 13), (60, 16), (300, 80), (3_000, 600), (20_000, 4_000))
USED = 0.70
SUBJECTS = ("german", "english", "french", "spanish", "italian", "dutch", "polish", "arabic", "turkish", "greek")
LEVELS = ("a1", "a2", "b1", "b2", "c1", "c2")
ONLINE = "online"
RUNNING_ON = 0.4
TIMETABLES_TRIED = 40
PAIR_LEVELS = (Level.PREFERRED, Level.PREFERRED, Level.DISCOURAGED, Level.DISCOURAGED, Level.PROHIBITED, Level.NEUTRAL)


@dataclass
class Teacher:
    """A trainer while the institute is thought out."""

    name: str
    skills: frozenset[str]
    weight: float
    elsewhere: float
    off: Times
    capacity: float = 0.0
    given: float = 0.0
    busy: list[Times] = field(default_factory=list)
    leads: set[str] = field(default_factory=set)

    @property
    def share(self) -> float:
        """How much of the capacity is taken."""
        return (self.elsewhere + self.given) / self.capacity

    def can_come(self, times: Times) -> bool:
        """Whether nothing else is at these times."""
        return not collide(times, self.off) and not any(collide(times, others) for others in self.busy)

    def take(self, hours: float, times: Times) -> None:
        """Somebody who has no room left after all gets it: the instance stays one that can be covered."""
        self.given += hours
        self.busy.append(times)
        self.capacity = max(self.capacity, self.elsewhere + self.given)


@dataclass(frozen=True)
class Group:
    """A batch while the institute is thought out, and who could teach it."""

    name: str
    course: str
    skills: tuple[str, ...]
    hours: float
    students: int
    times: Times
    teacher: Teacher


def an_institute(batches: int, trainers: int, seed: int = 0) -> Problem:
    """A problem with so many batches and trainers."""
    chance = Random(f"{batches}/{trainers}/{seed}")
    courses = _courses(batches, chance)
    teachers = _teachers(trainers, courses, chance)
    _stretch(teachers, sum(course.hours * course.size for course in courses))
    groups = _deal(courses, teachers, chance)
    running = {course.name for course in courses if chance.random() < RUNNING_ON}
    return Problem(
        trainers=tuple(_trainer(teacher, courses) for teacher in teachers),
        batches=tuple(_batch(group, group.course in running) for group in groups),
        pairs=tuple(_pairs(groups, _by_skill(teachers), chance)),
    )


@dataclass(frozen=True)
class Course:
    """A course, what its batches require, and how many there are."""

    name: str
    skills: tuple[str, ...]
    size: int
    hours: float


def _courses(batches: int, chance: Random) -> list[Course]:
    many = max(1, round(batches / 18))
    subjects = _subjects(many)
    sizes = (batches * number // many - batches * (number - 1) // many for number in range(1, many + 1))
    return [
        Course(f"course-{number}", _required(subjects, chance), size, chance.choice(HOURS))
        for number, size in enumerate(sizes, 1)
    ]


def _subjects(courses: int) -> list[str]:
    many = max(1, round(courses / 10))
    return [f"{SUBJECTS[number % len(SUBJECTS)]}{number // len(SUBJECTS) or ''}" for number in range(many)]


def _required(subjects: Sequence[str], chance: Random) -> tuple[str, ...]:
    skill = f"{chance.choice(subjects)} {chance.choice(LEVELS[:5])}"
    return (skill, ONLINE) if chance.random() < 0.1 else (skill,)


def _teachers(trainers: int, courses: Sequence[Course], chance: Random) -> list[Teacher]:
    """As many for each course as its hours ask for, who mostly can do more than that."""
    turns = accumulate(course.hours * course.size for course in courses)
    until = list(turns)
    chosen = (courses[bisect_left(until, (number + 0.5) * until[-1] / trainers)] for number in range(trainers))
    teachers = [_teacher(f"trainer-{number}", course, courses, chance) for number, course in enumerate(chosen, 1)]
    chance.shuffle(teachers)
    able = _by_skill(teachers)
    for course in courses:
        fit = [teacher for teacher in able[course.skills[0]] if set(course.skills) <= teacher.skills]
        leader = min(fit or teachers, key=lambda teacher: len(teacher.leads))
        leader.skills |= set(course.skills)
        leader.leads.add(course.name)
    return teachers


def _teacher(name: str, course: Course, courses: Sequence[Course], chance: Random) -> Teacher:
    skills = {*_levels_around(course, chance), *course.skills}
    skills |= {ONLINE} if chance.random() < 0.6 else set()
    skills |= set(_levels_around(chance.choice(courses), chance)) if chance.random() < 0.3 else set()
    weight = chance.choice((8, 10, 12, 16, 16, 20, 20, 24, 24, 24))
    part_time = weight <= 12 or chance.random() < 0.1
    elsewhere = chance.choice((1.0, 1.5, 2.0)) if chance.random() < 0.15 else 0.0
    return Teacher(name, frozenset(skills), weight, elsewhere, time_off(chance) if part_time else ())


def _levels_around(course: Course, chance: Random) -> list[str]:
    subject, level = course.skills[0].split()
    middle = LEVELS.index(level)
    levels = LEVELS[max(0, middle - chance.randint(0, 3)) : middle + 1 + chance.randint(0, 2)]
    return [f"{subject} {each}" for each in levels]


def _stretch(teachers: Sequence[Teacher], hours: float) -> None:
    wanted = (hours + sum(teacher.elsewhere for teacher in teachers)) / USED
    factor = wanted / sum(teacher.weight for teacher in teachers)
    for teacher in teachers:
        teacher.capacity = round(2 * factor * teacher.weight) / 2


def _by_skill(teachers: Sequence[Teacher]) -> dict[str, list[Teacher]]:
    able: dict[str, list[Teacher]] = defaultdict(list)
    for teacher in teachers:
        for skill in sorted(teacher.skills):
            able[skill].append(teacher)
    return able


def _deal(courses: Sequence[Course], teachers: Sequence[Teacher], chance: Random) -> list[Group]:
    able = _by_skill(teachers)
    groups = []
    for course in courses:
        fit = [teacher for teacher in able[course.skills[0]] if set(course.skills) <= teacher.skills]
        for number in range(1, course.size + 1):
            teacher, times = _rested(fit, course, chance) or _anybody(teachers, course, chance)
            teacher.take(course.hours, times)
            name, students = f"{course.name}/{number}", chance.randint(15, 25)
            groups.append(Group(name, course.name, course.skills, course.hours, students, times, teacher))
    return groups


def _rested(fit: Sequence[Teacher], course: Course, chance: Random) -> tuple[Teacher, Times] | None:
    """Who teaches a batch in the plan that proves that there is one: not fair, but the lead only if need be."""
    for _ in range(TIMETABLES_TRIED):
        times = a_timetable(course.hours, chance)
        free = [teacher for teacher in fit if teacher.can_come(times)]
        rested = [teacher for teacher in free if teacher.elsewhere + teacher.given + course.hours <= teacher.capacity]
        choice = [teacher for teacher in rested if course.name not in teacher.leads]
        if choice:
            return min(chance.sample(choice, min(3, len(choice))), key=lambda teacher: teacher.share), times
    return None


def _anybody(teachers: Sequence[Teacher], course: Course, chance: Random) -> tuple[Teacher, Times]:
    """Somebody with time learns what it takes."""
    for teacher in sorted(teachers, key=lambda teacher: teacher.share):
        times = a_timetable(course.hours, chance)
        if teacher.can_come(times):
            teacher.skills |= set(course.skills)
            return teacher, times
    raise RuntimeError("nobody has any time")


def _trainer(teacher: Teacher, courses: Sequence[Course]) -> Trainer:
    roles = None
    if teacher.leads:
        known = (course.name for course in courses if set(course.skills) <= teacher.skills)
        roles = {name: Role.LEAD if name in teacher.leads else Role.ASSISTANT for name in known}
    return Trainer(
        id=teacher.name,
        capacity=teacher.capacity,
        load=teacher.elsewhere,
        skills=tuple(sorted(teacher.skills)),
        unavailable=tuple(time.weekly for time in teacher.off),
        roles=roles,
    )


def _batch(group: Group, running: bool) -> Batch:
    return Batch(
        id=group.name,
        course=group.course,
        hours=group.hours,
        sessions=tuple(time.weekly for time in group.times),
        skills=group.skills,
        students=group.students,
        current=Team(primary=group.teacher.name if running else None),
    )


def _pairs(groups: Sequence[Group], able: dict[str, list[Teacher]], chance: Random) -> list[Pair]:
    """What is special about one batch in two: mostly a liking, seldom more hours because the course is new to them."""
    chosen = [(group, chance.choice(able[group.skills[0]])) for group in groups if chance.random() < 0.5]
    return [_pair(group, teacher, chance) for group, teacher in chosen if teacher is not group.teacher]


def _pair(group: Group, teacher: Teacher, chance: Random) -> Pair:
    level = chance.choice(PAIR_LEVELS)
    hours = group.hours + 1 if level is Level.NEUTRAL else None
    cost = chance.randint(1, 20) / 10 if level is Level.NEUTRAL else 0.0
    return Pair(trainer=teacher.name, batch=group.name, level=level, cost=cost, hours=hours)
