"""A plan that begins with today's people."""

from random import Random

from multitrainer.solver.documents.limits import Budget
from multitrainer.solver.documents.objective import Term
from multitrainer.solver.instances.instance import compiled
from multitrainer.solver.plans.board import Board
from multitrainer.solver.plans.highest import rooms_under
from multitrainer.solver.plans.takers import Takers
from multitrainer.solver.search.today import nearest
from tests.solver.stating import batch, problem, trainer


def test_what_no_chain_finds_room_for_is_squeezed_in() -> None:
    """Alex is gone. Only John can take their batch, once both Maria and Sarah have taken one off him."""
    away = trainer("Alex", roles={})
    people = [
        trainer(name, capacity=12, skills=["B2"] if name == "John" else []) for name in ("John", "Maria", "Sarah")
    ]
    of_john = [batch(f"J{n}", hours=2, current={"primary": "John"}) for n in range(3)]
    of_others = [batch(name, hours=6, current={"primary": name}) for name in ("Maria", "Sarah")]
    of_alex = batch("A", hours=6, skills=["B2"], current={"primary": "Alex"})
    instance = compiled(problem(trainers=[away, *people], batches=[of_alex, *of_john, *of_others]))
    room = rooms_under(instance, 670, instance.room)
    plan = nearest(instance, room, Takers(instance, lambda _u, _t: True), 0, Random(0), Budget(5, lambda: False))
    assert Board(plan, [Term.UNCOVERED, Term.CHANGES]).values == {Term.UNCOVERED: 0, Term.CHANGES: 3}
    assert all(given <= most for given, most in zip(plan.given, room, strict=True))
