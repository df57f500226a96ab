"""Problems of every kind, as JSON: drawn from a source of chances, small, and mostly with something odd about them."""

from datetime import datetime, timedelta
from random import Random

from multitrainer.solver.documents.intervals import DAYS
from multitrainer.solver.documents.objective import RULES, Rule, Term
from tests.solver.stating import Json, dated, weekly

COURSES, SKILLS = ("German A1", "English B2"), ("C1", "online")
ROLES = ("lead", "assistant", "substitute")
LEVELS = ("required", "preferred", "neutral", "discouraged", "prohibited")
MONDAY = datetime(2026, 3, 2)  # noqa: DTZ001
HALF_HOURS_OF_NINE_DAYS = 48 * 9


def odd_problem(chance: Random) -> Json:
    """A problem with up to 5 trainers and 8 batches. Its links or pairs may contradict each other."""
    trainers = [_trainer(chance, f"T{n}") for n in range(chance.randint(1, 5))]
    names = [one["id"] for one in trainers]
    batches = [_batch(chance, f"B{n}", names) for n in range(chance.randint(0, 8))]
    rules = {rule.value: chance.choice(("preferred", "neutral")) for rule in RULES if chance.random() < 0.2}
    return {
        "trainers": trainers,
        "batches": batches,
        "pairs": _pairs(chance, names, [one["id"] for one in batches]),
        "links": _links(chance, [one["id"] for one in batches]),
        "rules": rules,
        "order": _order(chance, [name for name, level in rules.items() if level == "preferred"]),
        "restMinutes": chance.choice((0, 0, 15, 600)),
        "backups": chance.choice((0, 1, 2)),
    }


def _trainer(chance: Random, name: str) -> Json:
    return {
        "id": name,
        "capacity": chance.choice((5, 7.5, 10, 20)),
        "load": chance.choice((0, 0, 1.25)),
        **_maybe(chance, 0.5, roles={course: chance.choice(ROLES) for course in _some(chance, COURSES)}),
        **_maybe(chance, 0.5, skills=_some(chance, SKILLS)),
        **_maybe(chance, 0.3, unavailable=[_interval(chance, (30, 90, 9 * 24 * 60)) for _ in range(2)]),
        **_maybe(chance, 0.3, limits={"hoursPerDay": chance.choice((1, 2, 4)), "hoursPerWeek": chance.choice((3, 6))}),
        **_maybe(chance, 0.2, status=chance.choice(("inactive", "on_leave"))),
    }  # fmt: skip


def _batch(chance: Random, name: str, trainers: list[str]) -> Json:
    is_taught = chance.random() < 0.6
    current = {"primary": chance.choice(trainers), "assistants": _some(chance, trainers)}
    return {
        "id": name,
        "course": chance.choice(COURSES),
        "hours": chance.choice((1, 2.5, 5)),
        **_maybe(chance, 0.7, sessions=[_interval(chance, (30, 90, 25 * 60)) for _ in range(chance.randint(1, 3))]),
        **_maybe(chance, 0.3, skills=[chance.choice(SKILLS)]),
        **({"current": current, "pinned": chance.random() < 0.2} if is_taught else {}),
    }  # fmt: skip


def _interval(chance: Random, lengths: tuple[int, ...]) -> Json:
    """Of a few days that everything meets on, the end of the week among them."""
    length = chance.choice(lengths)
    if chance.random() < 0.5:
        start = chance.randrange(0, 20 * 60, 30)
        return weekly(chance.choice((*DAYS[:3], DAYS[-1])), _clock(start), _clock(min(24 * 60, start + length)))
    begin = MONDAY + timedelta(minutes=30 * chance.randrange(HALF_HOURS_OF_NINE_DAYS))
    return dated(begin.isoformat(), (begin + timedelta(minutes=length)).isoformat())


def _pairs(chance: Random, trainers: list[str], batches: list[str]) -> list[Json]:
    pairs = {}
    for _ in range(chance.randint(0, 6) if batches else 0):
        both = {"trainer": chance.choice(trainers), "batch": chance.choice(batches)}
        about = {"level": chance.choice(LEVELS), "cost": chance.choice((0, 1.5, -2))}
        pairs[both["trainer"], both["batch"]] = {**both, **about, **_maybe(chance, 0.3, hours=chance.choice((1, 6)))}
    return [*pairs.values()]


def _links(chance: Random, batches: list[str]) -> list[Json]:
    kinds = ("same", "different", "consecutive")
    number = chance.randint(0, 3) if len(batches) > 2 else 0
    return [
        {"kind": chance.choice(kinds), "batches": chance.sample(batches, chance.randint(2, 3))} for _ in range(number)
    ]


def _order(chance: Random, preferred: list[str]) -> list[Json]:
    """Every term, and every rule that is counted, in any order and a few of them together."""
    stages: list[Json] = []
    for name in chance.sample([*Term, *map(Rule, preferred)], len(Term) + len(preferred)):
        if stages and chance.random() < 0.2:
            stages[-1]["terms"][name.value] = chance.randint(1, 3)
        else:
            stages.append({"terms": {name.value: 1}, "slack": chance.choice((0, 0.05))})
    return stages


def _maybe(chance: Random, probability: float, **field: object) -> Json:
    return field if chance.random() < probability else {}


def _some(chance: Random, names: tuple[str, ...] | list[str]) -> list[str]:
    return [name for name in names if chance.random() < 0.7]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
