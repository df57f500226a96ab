"""A plan of batches for people and programs: what becomes of batches, and who goes where."""

from typing import Any

from multitrainer.domain.batches_plan import BatchesPlan
from multitrainer.planning.batches_notes import unmended
from multitrainer.planning.notes import untimed
from multitrainer.solver.sectioning.splitting import Intake

Raw = dict[str, Any]


def batches_view(plan: BatchesPlan, intake: Intake) -> Raw:
    """The plan as it is answered (schemas/proposals.py)."""
    before, timed = plan.before, {slot.name for slot in intake.batching.slots if slot.sessions}
    names, slots = ({one.id: getattr(one, of) for one in intake.batches} for of in ("name", "slot"))
    untimed_ones = [batch.name for batch in plan.new if batch.slot not in timed]
    return {
        "course": plan.course,
        "new": [
            {"batch": batch.id, "name": batch.name, "slot": batch.slot, "size": len(batch.students)}
            for batch in plan.new
        ],
        "changed": [
            {
                "batch": batch.id,
                "name": names.get(batch.id),
                "slot": slots.get(batch.id),
                "sizeToday": len(batch.before),
                "size": len(batch.after),
            }
            for batch in plan.changed
        ],
        "moves": [{"student": move.student, "from": move.origin, "to": move.destination} for move in plan.moves],
        "placed": [{"student": one, "batch": batch} for one, batch in plan.after.items() if one not in before],
        "waiting": [*plan.waiting],
        "emptied": [{"batch": batch, "name": names.get(batch)} for batch in plan.emptied],
        "choices": dict(plan.choices),
        "explanations": [*unmended(plan, intake), *untimed(untimed_ones)],
    }
