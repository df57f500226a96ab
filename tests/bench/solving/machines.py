"""P||Cmax: jobs on equal machines so that the last one ends as early as can be.

Instances are drawn as by França et al. (1994): whole lengths, all between 1 and 100 alike. Their optimum is at least
the mean, rounded up, the longest job, and the m-th and next longest together. In others a time is cut into as many
pieces on every machine, so that the optimum is that time.

A capacity of 1,000 minutes makes the highest load, in per mille, the time of the last job's end in minutes.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from random import Random

from multitrainer.solver.documents.objective import Rule, RuleLevel, Term
from multitrainer.solver.documents.problem import Batch, Problem, Trainer
from tests.bench.solving.known import Known, only

SIZES = ((5, 50), (10, 50), (10, 100), (25, 100), (25, 500))
LONGEST = 100
TIME = 300


def of_recipe(seed: int) -> Iterator[Known]:
    """Instances of each size, drawn and cut."""
    for machines, jobs in SIZES:
        chance = Random(f"{machines}/{jobs}/{seed}")
        lengths = [chance.randint(1, LONGEST) for _ in range(jobs)]
        name, best = f"{machines}x{jobs}-{seed}", least(lengths, machines)
        yield Known(
            f"drawn {name}", problem_of(lengths, machines), Term.HIGHEST_LOAD, best, "bound: mean and longest jobs"
        )
        cut = [length for _ in range(machines) for length in pieces(TIME, jobs // machines, chance)]
        yield Known(f"cut {name}", problem_of(cut, machines), Term.HIGHEST_LOAD, TIME, "optimum: cut from it")


def least(lengths: Sequence[int], machines: int) -> int:
    """No schedule ends before."""
    ordered = sorted(lengths, reverse=True)
    two = ordered[machines - 1] + ordered[machines] if len(ordered) > machines else 0
    return max(-(-sum(lengths) // machines), ordered[0], two)


def pieces(time: int, many: int, chance: Random) -> list[int]:
    """A time, cut at random."""
    cuts = [0, *sorted(chance.sample(range(1, time), many - 1)), time]
    return [after - before for before, after in pairwise(cuts)]


def problem_of(lengths: Sequence[int], machines: int) -> Problem:
    """Machines as trainers, jobs as batches."""
    return Problem(
        trainers=tuple(Trainer(id=f"machine {number}", capacity=1000 / 60) for number in range(machines)),
        batches=tuple(
            Batch(id=f"job {number}", course="jobs", hours=length / 60) for number, length in enumerate(lengths)
        ),
        rules={Rule.CAPACITY: RuleLevel.NEUTRAL},
        order=only(Term.HIGHEST_LOAD),
        backups=0,
    )
