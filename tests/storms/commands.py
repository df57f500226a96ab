"""Commands at random, through every endpoint that writes, each with what it claims and what it may change."""

from collections.abc import Callable, Iterable
from random import Random

from tests.storms import institute
from tests.storms.ledger import ANY, Command, Fact

COURSE = str(institute.COURSE)
SIDE_COURSES = [str(c) for c in institute.SIDE_COURSES]
BATCHES = [str(b) for b in institute.BATCHES]
TRAINERS = [str(t) for t in institute.TRAINERS]
STUDENTS = [str(s) for s in institute.STUDENTS]
ON_BATCH = ("primary", "teaches", "assistant", "backup")
ROSTER = f"/api/courses/{COURSE}/trainers"


def anything(chance: Random) -> Command:
    """One command of any kind, the frequent ones of an institute's day more often."""
    kind = chance.choices([*KINDS], weights=[*KINDS.values()])[0]
    return kind(chance)


def _true(*facts: Fact) -> dict[Fact, bool]:
    return dict.fromkeys(facts, True)


def _off(batch: str, trainer: str) -> dict[Fact, bool]:
    return {(kind, batch, trainer): False for kind in ON_BATCH}


def _on(batch: str, trainer: str) -> set[Fact]:
    return {(kind, batch, trainer) for kind in ON_BATCH}


def _command(method: str, path: str, body: dict[str, object] | None, claims: dict[Fact, bool], *more: Fact) -> Command:
    return Command(method, path, body, claims, frozenset({*claims, *more}))


def _some(chance: Random, things: list[str], most: int) -> list[str]:
    return chance.sample(things, chance.randint(1, most))


# The roster.


def add(chance: Random) -> Command:
    trainer, role = chance.choice(TRAINERS), chance.choice(("lead", "assistant", "substitute"))
    batches = _some(chance, BATCHES, 2) if role != "substitute" and chance.random() < 0.3 else []
    kind = "scope" if role == "lead" else "teaches"
    claims = _true(("member", trainer, ""), ("role", trainer, role), *((kind, b, trainer) for b in batches))
    body: dict[str, object] = {"trainer": trainer, "role": role, "assignedBatches": batches}
    return _command("POST", ROSTER, body, claims, ("status", trainer, ANY), *_given(role, trainer, batches))


def change(chance: Random) -> Command:
    trainer, role = chance.choice(TRAINERS), chance.choice(("lead", "assistant", "assistant", "substitute"))
    body: dict[str, object] = {"role": role}
    claims, more = _true(("role", trainer, role)), (("role", trainer, ANY), ("scope", ANY, trainer))
    return _command("PUT", f"{ROSTER}/{trainer}", body, claims, *more)


def change_status(chance: Random) -> Command:
    trainer, status = chance.choice(TRAINERS), chance.choice(("active", "active", "on_leave", "inactive"))
    claims = _true(("status", trainer, status))
    return _command("PUT", f"{ROSTER}/{trainer}", {"status": status}, claims, ("status", trainer, ANY))


def change_batches(chance: Random) -> Command:
    trainer, role, batches = chance.choice(TRAINERS), chance.choice(("lead", "assistant")), _some(chance, BATCHES, 3)
    kind = "scope" if role == "lead" else "teaches"
    claims = _true(("role", trainer, role), *((kind, b, trainer) for b in batches))
    if role == "assistant":
        claims |= {("teaches", b, trainer): False for b in BATCHES if b not in batches}
    more = (("role", trainer, ANY), ("scope", ANY, trainer), ("assistant", ANY, trainer))
    body: dict[str, object] = {"role": role, "assignedBatches": batches}
    return _command("PUT", f"{ROSTER}/{trainer}", body, claims, *more, *_given(role, trainer, batches))


def _given(role: str, trainer: str, batches: Iterable[str]) -> list[Fact]:
    """What may change when a trainer is given batches in this role."""
    if role == "lead":
        return [("scope", b, ANY) for b in batches]
    return [fact for b in batches for fact in (("primary", b, ANY), *_on(b, trainer))]


def remove(chance: Random) -> Command:
    trainer, heir = chance.sample(TRAINERS, 2)
    claims = {fact: False for b in BATCHES for fact in _on(b, trainer)} | {("member", trainer, ""): False}
    more = {("role", trainer, ANY), ("status", trainer, ANY), ("scope", ANY, trainer), *_on(ANY, trainer)}
    if chance.random() < 0.3:
        return _command("DELETE", f"{ROSTER}/{trainer}", None, claims, *more)
    handed = {("member", heir, ""), *_on(ANY, heir)}
    return _command("DELETE", f"{ROSTER}/{trainer}?handOverTo={heir}", None, claims, *more, *handed)


def lead_in_the_old_format(chance: Random) -> Command:
    trainer = chance.choice(TRAINERS)
    claims = _true(("member", trainer, ""), ("role", trainer, "lead"))
    more = (("role", trainer, ANY), ("status", trainer, ANY), ("role", ANY, "lead"), ("scope", ANY, ANY))
    return _command("PATCH", f"/api/courses/{COURSE}", {"instructor": trainer}, claims, *more)


# The people of a batch.


def _primary(method: str, path: str, body: dict[str, object], batch: str, trainer: str) -> Command:
    is_so = _true(("primary", batch, trainer), ("teaches", batch, trainer), ("member", trainer, ""))
    is_not: dict[Fact, bool] = {("backup", batch, trainer): False, ("assistant", batch, trainer): False}
    return _command(method, path, body, is_so | is_not, ("primary", batch, ANY), ("teaches", batch, ANY))


def name_primary(chance: Random) -> Command:
    batch, trainer = chance.choice(BATCHES), chance.choice(TRAINERS)
    return _primary("PUT", f"/api/batches/{batch}/trainers/primary", {"trainer": trainer}, batch, trainer)


def primary_in_the_old_format(chance: Random) -> Command:
    batch, trainer = chance.choice(BATCHES), chance.choice(TRAINERS)
    return _primary("PATCH", f"/api/batches/{batch}", {"instructor": trainer}, batch, trainer)


def name_backup(chance: Random) -> Command:
    batch, trainer = chance.choice(BATCHES), chance.choice(TRAINERS)
    claims = _true(("backup", batch, trainer), ("member", trainer, ""))
    return _command("POST", f"/api/batches/{batch}/trainers/backup", {"trainer": trainer}, claims)


def name_one_more(chance: Random) -> Command:
    batch, trainer, duty = chance.choice(BATCHES), chance.choice(TRAINERS), chance.choice(("primary", "assistant"))
    path, body = f"/api/batches/{batch}/trainers", {"trainer": trainer, "as": duty}
    if duty == "primary":
        return _primary("POST", path, {**body}, batch, trainer)
    claims = _true(("assistant", batch, trainer), ("teaches", batch, trainer), ("member", trainer, ""))
    return _command("POST", path, {**body}, claims)


def dismiss(chance: Random) -> Command:
    batch, trainer = chance.choice(BATCHES), chance.choice(TRAINERS)
    return _command("DELETE", f"/api/batches/{batch}/trainers/{trainer}", None, _off(batch, trainer))


def staff(chance: Random) -> Command:
    batch, (primary, backup, assistant) = chance.choice(BATCHES), chance.sample(TRAINERS, 3)
    claims: dict[Fact, bool] = {}
    for trainer in TRAINERS:
        claims |= _off(batch, trainer)
    claims |= _true(("primary", batch, primary), ("backup", batch, backup), ("assistant", batch, assistant))
    claims |= _true(("teaches", batch, primary), ("teaches", batch, assistant))
    claims |= _true(*(("member", trainer, "") for trainer in (primary, backup, assistant)))
    people = {"primary": primary, "backup": [backup], "assistants": [assistant]}
    return _command("PATCH", f"/api/batches/{batch}", {"trainers": people}, claims)


# Batches, courses, trainers.


def create_batch(chance: Random) -> Command:
    name, (primary, backup) = _new_name("Batch", chance), chance.sample(TRAINERS, 2)
    people = {"primary": primary, "backup": [backup]}
    body: dict[str, object] = {"course": COURSE, "name": name, "trainers": people}
    claims = _true(("batch", name, COURSE), ("member", primary, ""), ("member", backup, ""))
    claims |= _true(("primary", name, primary), ("teaches", name, primary), ("backup", name, backup))
    return _command("POST", "/api/batches", body, claims, ("name", name, ANY), ("students", name, ANY))


def create_side_batch(chance: Random) -> Command:
    name, course = _new_name("Side batch", chance), chance.choice(SIDE_COURSES)
    claims, more = _true(("batch", name, course)), (("name", name, ANY), ("students", name, ANY))
    return _command("POST", "/api/batches", {"course": course, "name": name}, claims, *more)


def delete_side_course(chance: Random) -> Command:
    course = chance.choice(SIDE_COURSES)
    claims: dict[Fact, bool] = {("course", course, ""): False}
    return _command("DELETE", f"/api/courses/{course}?force=true", None, claims, ("batch", ANY, course))


def delete_batch(chance: Random) -> Command:
    batch = chance.choice(BATCHES)
    claims: dict[Fact, bool] = {("batch", batch, COURSE): False}
    more = ((kind, batch, ANY) for kind in (*ON_BATCH, "scope", "name", "students"))
    return _command("DELETE", f"/api/batches/{batch}?force=true", None, claims, *more)


def rename_batch(chance: Random) -> Command:
    batch, name = chance.choice(BATCHES), _new_name("Renamed", chance)
    claims = _true(("name", batch, name))
    return _command("PATCH", f"/api/batches/{batch}", {"name": name}, claims, ("name", batch, ANY))


def change_students(chance: Random) -> Command:
    batch, students = chance.choice(BATCHES), _some(chance, STUDENTS, 4)
    claims = _true(("students", batch, " ".join(students)))
    return _command("PATCH", f"/api/batches/{batch}", {"students": students}, claims, ("students", batch, ANY))


def create_course(chance: Random) -> Command:
    name = _new_name("Course", chance)
    members = [{"trainer": t, "role": "lead"} for t in _some(chance, TRAINERS, 3)]
    return _command("POST", "/api/courses", {"name": name, "trainers": members}, _true(("course", name, "")))


def rename_course(chance: Random) -> Command:
    name = _new_name("Course", chance)
    claims = _true(("course-name", COURSE, name))
    return _command("PATCH", f"/api/courses/{COURSE}", {"name": name}, claims, ("course-name", COURSE, ANY))


def create_trainer(chance: Random) -> Command:
    name = _new_name("Trainer", chance)
    email = f"{name.replace(' ', '.').lower()}@institute.example"
    claims = _true(("user", name, ""))
    return _command("POST", "/api/trainers", {"name": name, "email": email}, claims)


def change_phone(chance: Random) -> Command:
    trainer, phone = chance.choice(TRAINERS), f"+49 {chance.randrange(10**9)}"
    claims = _true(("phone", trainer, phone))
    return _command("PATCH", f"/api/trainers/{trainer}", {"phone": phone}, claims, ("phone", trainer, ANY))


def _new_name(what: str, chance: Random) -> str:
    return f"{what} {chance.randrange(10**9)}"


KINDS: dict[Callable[[Random], Command], int] = {
    add: 10,
    change: 6,
    change_status: 6,
    change_batches: 8,
    remove: 6,
    lead_in_the_old_format: 2,
    name_primary: 14,
    primary_in_the_old_format: 4,
    name_backup: 10,
    name_one_more: 12,
    dismiss: 10,
    staff: 8,
    create_batch: 6,
    create_side_batch: 6,
    delete_side_course: 2,
    delete_batch: 2,
    rename_batch: 4,
    change_students: 4,
    create_course: 2,
    rename_course: 2,
    create_trainer: 2,
    change_phone: 4,
}
