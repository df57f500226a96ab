"""What no field of a problem shows by itself: ids, times and links that contradict each other."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise

from multitrainer.solver.documents.intervals import Dated
from multitrainer.solver.documents.objective import Rule, RuleLevel
from multitrainer.solver.documents.problem import Level, LinkKind, Problem
from multitrainer.solver.documents.spans import WEEK, meetings, minutes, spans
from multitrainer.solver.reading.faults import Faults, Path, quoted

Found = Iterator[tuple[Path, str]]


def check(problem: Problem, faults: Faults) -> None:
    """Add the faults of a problem whose fields are right one by one."""
    unknown = [*unknown_ids(problem)]
    for look in (doubled_ids, lengths, times, overlaps, pins, requirements, measures):
        for path, words in look(problem):
            faults.add(path, words)
    for path, words in unknown:
        faults.add(path, words)
    if not unknown:
        for path, words in (*repeated_in_links(problem), *contradictions(problem), *cycles(problem)):
            faults.add(path, words)


def doubled_ids(problem: Problem) -> Found:
    """Trainers, batches and pairs that stand there twice."""
    yield from _doubled("trainers", "id", (t.id for t in problem.trainers))
    yield from _doubled("batches", "id", (b.id for b in problem.batches))
    first: dict[tuple[str, str], int] = {}
    for n, pair in enumerate(problem.pairs):
        if (earlier := first.setdefault((pair.trainer, pair.batch), n)) != n:
            yield ("pairs", n), f"is about the same trainer and batch as pairs[{earlier}]; make one pair of both"


def _doubled(name: str, field: str, ids: Iterable[str]) -> Found:
    first: dict[str, int] = {}
    for n, one in enumerate(ids):
        if (earlier := first.setdefault(one, n)) != n:
            yield (name, n, field), f"is {quoted(one)}, as that of {name}[{earlier}]; each needs an id of its own"


def unknown_ids(problem: Problem) -> Found:
    """Names of trainers and batches that are not in the problem. A course needs no batch."""
    trainers, batches = {t.id for t in problem.trainers}, {b.id for b in problem.batches}
    for n, batch in enumerate(problem.batches):
        yield from _unknown_people(("batches", n, "current"), batch.current.model_dump(), trainers)
    for n, pair in enumerate(problem.pairs):
        yield from _unknown(("pairs", n, "trainer"), "trainer", pair.trainer, trainers)
        yield from _unknown(("pairs", n, "batch"), "batch", pair.batch, batches)
    for n, link in enumerate(problem.links):
        for k, name in enumerate(link.batches):
            yield from _unknown(("links", n, "batches", k), "batch", name, batches)


def _unknown_people(place: Path, team: Mapping[str, str | tuple[str, ...] | None], trainers: Collection[str]) -> Found:
    for role, people in team.items():
        if isinstance(people, str):
            yield from _unknown((*place, role), "trainer", people, trainers)
        for k, name in enumerate(people if isinstance(people, tuple) else ()):
            yield from _unknown((*place, role, k), "trainer", name, trainers)


def _unknown(path: Path, what: str, name: str, known: Collection[str]) -> Found:
    if name not in known:
        yield path, f"there is no {what} {quoted(name)}"


def lengths(problem: Problem) -> Found:
    """Capacities and hours that are nothing once they are minutes."""
    for n, trainer in enumerate(problem.trainers):
        yield from _a_minute(("trainers", n, "capacity"), trainer.capacity)
    for n, batch in enumerate(problem.batches):
        yield from _a_minute(("batches", n, "hours"), batch.hours)
    for n, pair in enumerate(problem.pairs):
        yield from _a_minute(("pairs", n, "hours"), pair.hours)


def _a_minute(path: Path, hours: float | None) -> Found:
    if hours is not None and not minutes(hours):
        yield path, "must be at least a minute, which is 0.017 hours"


def times(problem: Problem) -> Found:
    """Dates that are not whole minutes, and sessions that no class lasts."""
    for n, trainer in enumerate(problem.trainers):
        for k, one in enumerate(trainer.unavailable):
            if isinstance(one, Dated):
                yield from _not_whole(("trainers", n, "unavailable", k), one)
    for n, batch in enumerate(problem.batches):
        for k, one in enumerate(batch.sessions):
            if isinstance(one, Dated):
                yield from _not_whole(("batches", n, "sessions", k), one)
                yield from _too_long(("batches", n, "sessions", k), one)


def _not_whole(path: Path, dated: Dated) -> Found:
    for name, time in (("start", dated.start), ("end", dated.end)):
        if time.second or time.microsecond:
            yield (*path, name), "must be a whole minute, as 2026-03-02T18:00"


def _too_long(path: Path, dated: Dated) -> Found:
    if (dated.end - dated.start).total_seconds() > WEEK * 60:
        yield (*path, "end"), "must come within a week of the start; state several sessions"


def overlaps(problem: Problem) -> Found:
    """Sessions of one batch that meet each other."""
    for n, batch in enumerate(problem.batches):
        if len(batch.sessions) < 2:
            continue
        taken = [(one, k) for k, one in enumerate(spans(batch.sessions))]
        for first, second in sorted(set(meetings(taken))):
            yield ("batches", n, "sessions", second), f"overlaps sessions[{first}] of the same batch"


def pins(problem: Problem) -> Found:
    """Batches that keep a primary whom they have not."""
    for n, batch in enumerate(problem.batches):
        if batch.pinned and batch.current.primary is None:
            yield ("batches", n, "pinned"), "must not be true without current.primary: there is nobody to keep"


def requirements(problem: Problem) -> Found:
    """Batches for which two different trainers are required."""
    first: dict[str, int] = {}
    for n, pair in enumerate(problem.pairs):
        earlier = first.setdefault(pair.batch, n) if pair.level is Level.REQUIRED else n
        if problem.pairs[earlier].trainer != pair.trainer:
            yield ("pairs", n, "level"), f"requires another trainer for the batch than pairs[{earlier}] does"


def measures(problem: Problem) -> Found:
    """Terms that stand in two stages, and rules as terms that are not merely preferred."""
    first: dict[str, int] = {}
    for n, stage in enumerate(problem.order):
        for term in stage.terms:
            path: Path = ("order", n, "terms", term.value)
            if (earlier := first.setdefault(term, n)) != n:
                yield path, f"is in order[{earlier}] already; a term belongs to one stage"
            if isinstance(term, Rule) and problem.level_of(term) is not RuleLevel.PREFERRED:
                yield path, f"is a rule, which is counted only where it is preferred: set rules.{term} to preferred"


def repeated_in_links(problem: Problem) -> Found:
    """Links that name a batch twice."""
    for n, link in enumerate(problem.links):
        first: dict[str, int] = {}
        for k, name in enumerate(link.batches):
            if first.setdefault(name, k) != k:
                yield ("links", n, "batches", k), f"names {quoted(name)} twice"


def contradictions(problem: Problem) -> Found:
    """Batches that need one trainer by some links, also by way of others, and different ones by another link."""
    same = [link.batches for link in problem.links if link.kind is LinkKind.SAME]
    group = _groups(pair for names in same for pair in pairwise(names))
    for n, link in enumerate(problem.links if same else ()):
        if link.kind is LinkKind.DIFFERENT:
            yield from _bound(("links", n, "batches"), link.batches, group)


def _bound(path: Path, names: tuple[str, ...], group: Mapping[str, str]) -> Found:
    first: dict[str, int] = {}
    for k, name in enumerate(names):
        of = group.get(name, name)
        if name != names[(earlier := first.setdefault(of, k))]:
            both = f"{quoted(names[earlier])} and {quoted(name)}"
            yield (*path, k), f"{both} are to have different trainers, but other links give them the same"


def _groups(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each batch that is bound, one that stands for all of its group."""
    joined: dict[str, list[str]] = defaultdict(list)
    for one, other in pairs:
        joined[one].append(other)
        joined[other].append(one)
    group: dict[str, str] = {}
    for start in joined:
        waiting = [start] if start not in group else []
        while waiting:
            if (name := waiting.pop()) not in group:
                group[name] = start
                waiting += joined[name]
    return group


def cycles(problem: Problem) -> Found:
    """`consecutive` links by which a batch comes after itself."""
    links = [(n, link) for n, link in enumerate(problem.links) if link.kind is LinkKind.CONSECUTIVE]
    edges = {(one, other) for _, link in links for one, other in pairwise(link.batches) if one != other}
    circular = _without_ends(_without_ends(edges, 0), 1)
    for n, link in links:
        for one, other in pairwise(link.batches):
            if (one, other) in circular:
                yield ("links", n, "batches"), f"{quoted(one)} comes before itself: `consecutive` links make a circle"
                break


def _without_ends(edges: set[tuple[str, str]], side: int) -> set[tuple[str, str]]:
    """The edges that are left when those that nothing leads to are taken off, again and again."""
    out: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for edge in edges:
        out[edge[side]].append(edge)
    leading = Counter(edge[1 - side] for edge in edges)
    waiting = [name for name in out if not leading[name]]
    left = set(edges)
    while waiting:
        for edge in out[waiting.pop()]:
            left.discard(edge)
            leading[edge[1 - side]] -= 1
            if not leading[edge[1 - side]]:
                waiting.append(edge[1 - side])
    return left
