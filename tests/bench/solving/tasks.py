"""Shift minimisation personnel task scheduling: tasks at fixed times, to as few qualified workers as can be.

Files are those of Krishnamoorthy, Ernst and Baatar (2012), 137 of them: a line for the number of jobs, one for each
with its start and end, a line for the number of workers, one for each with their jobs. As many workers as there are
tasks at one time are needed; that is also the lower bound of results/results2.xls in github.com/vale1410/SMPTSP for
every one of these 25 (read in November 2026), which is therefore what counts as the best value here. Answers published
there are `PUBLISHED`: in 13 of the 25 they are at the bound.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate, pairwise
from pathlib import Path
from random import Random

from multitrainer.solver.documents.intervals import Dated
from multitrainer.solver.documents.objective import Rule, RuleLevel, Term
from multitrainer.solver.documents.problem import Batch, Problem, Trainer
from tests.bench.solving.known import Known, only

PUBLISHED = {
    "data_5_25_60_33": 20,
    "data_10_51_111_66": 40,
    "data_15_72_126_33": 60,
    "data_20_99_163_33": 80,
    "data_25_120_200_33": 100,
    "data_30_25_219_66": 20,
    "data_35_171_280_33": 140,
    "data_40_138_360_33": 120,
    "data_45_67_420_33": 61,
    "data_50_187_447_66": 160,
    "data_55_85_493_66": 72,
    "data_60_181_549_66": 139,
    "data_65_179_596_66": 159,
    "data_70_192_623_66": 160,
    "data_75_72_665_33": 63,
    "data_80_112_691_33": 102,
    "data_85_217_720_66": 180,
    "data_90_157_791_66": 142,
    "data_95_204_882_33": 172,
    "data_100_194_956_66": 162,
    "data_105_173_1075_66": 153,
    "data_110_183_1143_66": 163,
    "data_115_228_1257_33": 184,
    "data_120_228_1341_33": 195,
    "data_125_157_1448_33": 138,
}
MIDNIGHT = datetime(2026, 3, 2)  # noqa: DTZ001  (clocks without zones)
DAY = 24 * 60
SIZES = ((20, 4, 0.33), (40, 6, 0.33), (80, 6, 0.66), (150, 7, 0.33))
"""Workers who are needed, tasks of each, and the part of all tasks that anybody can do."""

NOON = DAY // 2


@dataclass(frozen=True)
class Tasks:
    """Times of tasks in minutes, and who can do which."""

    times: Sequence[tuple[int, int]]
    able: Sequence[Sequence[int]]


def of_folder(folder: Path) -> Iterator[Known]:
    """The published instances whose files are there."""
    for name, published in PUBLISHED.items():
        for path in sorted(folder.rglob(f"{name}.dat")):
            tasks = read(path.read_text())
            yield Known(
                name, problem_of(tasks), Term.TRAINERS_PER_COURSE, at_once(tasks), f"bound; published {published}"
            )


def of_recipe(workers: int, tasks_each: int, skills: float, seed: int) -> Known:
    """Days of so many workers, cut into tasks with breaks between, all at work at noon; others could do them, too."""
    chance = Random(f"{workers}/{tasks_each}/{skills}/{seed}")
    days = [_a_day(tasks_each, chance) for _ in range(workers)]
    times = [time for day in days for time in day]
    ends = [0, *accumulate(map(len, days))]
    own = [
        set(range(ends[worker], ends[worker + 1])) if worker < workers else set() for worker in range(workers * 5 // 4)
    ]
    able = [sorted(mine | {n for n in range(len(times)) if chance.random() < skills}) for mine in own]
    name = f"tasks {len(times)} workers {len(able)} skills {skills:.0%}-{seed}"
    return Known(name, problem_of(Tasks(times, able)), Term.TRAINERS_PER_COURSE, workers, "optimum: cut from it")


def _a_day(many: int, chance: Random) -> list[tuple[int, int]]:
    cuts = sorted({0, DAY - 1, *(chance.randrange(30, DAY - 30) for _ in range(many))})
    tasks = pairwise(cuts)
    return [(start, end if start <= NOON < end else end - (end - start) // 10) for start, end in tasks]


def read(text: str) -> Tasks:
    """An instance from the text of its file."""
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    jobs = next(n for n, line in enumerate(lines) if line.startswith("Jobs"))
    many = int(lines[jobs].split("=")[1])
    times = [(int(start), int(end)) for start, end in (line.split() for line in lines[jobs + 1 : jobs + 1 + many])]
    able = [[*map(int, line.split(":")[1].split())] for line in lines[jobs + 2 + many :]]
    return Tasks(times, able)


def at_once(tasks: Tasks) -> int:
    """The most tasks at any time."""
    changes = sorted([(start, 1) for start, _ in tasks.times] + [(end, -1) for _, end in tasks.times])
    return max(accumulate(change for _, change in changes))


def problem_of(tasks: Tasks) -> Problem:
    """Workers as trainers, tasks as batches of one course, each of which requires to be able to do it."""
    return Problem(
        trainers=tuple(
            Trainer(id=f"worker {n}", capacity=24, skills=tuple(f"task {task}" for task in able))
            for n, able in enumerate(tasks.able)
        ),
        batches=tuple(
            Batch(
                id=f"task {n}",
                course="tasks",
                hours=(end - start) / 60,
                sessions=(Dated(start=_at(start), end=_at(end)),),
                skills=(f"task {n}",),
            )
            for n, (start, end) in enumerate(tasks.times)
        ),
        rules={Rule.CAPACITY: RuleLevel.NEUTRAL},
        order=only(Term.TRAINERS_PER_COURSE),
        backups=0,
    )


def _at(minute: int) -> datetime:
    return MIDNIGHT + timedelta(minutes=minute)
