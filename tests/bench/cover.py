"""Finding cover in simulated time: tiers, ranking and timed offers, beside asking everybody at once.

    python tests/bench/cover.py [--courses 500] [--trainers 2000] [--leaves 2000] [--seed 1]

An institute is made up: courses of five batches with two sessions a week for eight weeks (500 courses: 40,000
sessions), trainers of whom some have stated when they are not available, leave at random, a tenth of which is
shortened, a third of which is illness known half an hour before it begins. Of those who are asked 35 % say yes, 35 %
no, and the others nothing; half of the answers come within forty minutes. The parties:

    ours        the domain as a worker would use it: `blocks`, `rank`, `look`, `answer`, `pass_time`
    broadcast   everybody who could take a session is asked at once, and whoever says yes first has it. Judged by the
                same hard criteria. It knows nothing of shortened leave, nor of substitutes who fall ill

What must not be (a session neither filled nor told, two who have one session, one trainer in two places) is counted,
and has to be 0. Fill rates can be compared, because a person answers the same to both. Then what ranking 2,000
candidates for one session costs in CPU time: the target is 20 ms. It is printed and never asserted, because a machine
may be busy.
"""

import argparse
import sys
import time
from pathlib import Path
from statistics import median

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[2]))

from multitrainer.domain.covers.ranking import rank
from multitrainer.domain.covers.rules import CoverRules
from multitrainer.domain.covers.tiers import CoverOrder, Tier, places
from multitrainer.domain.covers.wanted import wanted
from tests.bench.covering.books import Books
from tests.bench.covering.broadcast import Broadcast
from tests.bench.covering.institute import ZONE, Institute, Size, an_institute
from tests.bench.covering.ours import Ours


def ranking_times(institute: Institute, rules: CoverRules, rounds: int = 50) -> list[float]:
    """Milliseconds of CPU time to rank all trainers of an institute for one session, each in the pool."""
    books, times = Books(institute, rules), []
    everybody = tuple(institute.availability)
    for session in [*institute.sessions.values()][:: max(1, len(institute.sessions) // rounds)][:rounds]:
        people = [books.person(trainer, session) for trainer in everybody]
        began = time.process_time()
        where = places(CoverOrder(), {Tier.POOL: everybody})
        rank(wanted((session,), rules), people, where, rules)
        times.append(1000 * (time.process_time() - began))
    return times


def main() -> None:
    """Both parties, and what ranking costs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, usual in (("courses", 500), ("trainers", 2_000), ("leaves", 2_000), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    given = parser.parse_args()
    rules = CoverRules(ZONE)
    institute = an_institute(Size(given.courses, given.trainers, given.leaves), given.seed)
    console = Console()
    console.print(f"{len(institute.sessions)} sessions, {given.trainers} trainers, {given.leaves} leaves")

    began = time.process_time()
    ours = Ours(institute, rules, given.seed)
    mine = ours.run().rows(ours.books)
    took = time.process_time() - began
    away_at = {c.session.id: c.opened_at for c in ours.covers.values()}
    broadcast = Broadcast(institute, rules, given.seed, away_at)
    theirs = broadcast.run().rows(broadcast.books)

    table = Table("", "ours", "broadcast")
    for name, value in mine.items():
        table.add_row(name, value, theirs[name])
    console.print(table)
    console.print(
        f"Covers without an end, or with two winners: {len(ours.wrong())}. {took:.1f} s of CPU for all of ours."
    )
    times = ranking_times(institute, rules)
    console.print(
        f"Ranking {given.trainers} candidates for one session: {median(times):.1f} ms of CPU, at most {max(times):.1f}"
    )


if __name__ == "__main__":
    main()
