"""What is known of a plan beyond its values."""

from dataclasses import dataclass, field

from multitrainer.solver.documents.objective import Measured


@dataclass(slots=True)
class Proof:
    """Bounds, and what is as good as it gets. Stages are counted from 0, in the problem's order."""

    bounds: dict[tuple[int, Measured], int] = field(default_factory=dict)
    """By stage and term: no plan that keeps the stages before is below."""

    stages: set[int] = field(default_factory=set)
    """The stages that no plan betters that keeps the ones before."""

    def of_first(self, stages: int) -> "Proof":
        """What it says of so many stages, the first ones."""
        return Proof({key: bound for key, bound in self.bounds.items() if key[0] < stages}, self.stages)

    def sharpened_by(self, other: "Proof") -> "Proof":
        """With the better one of two bounds for each term; `other` is about plans no worse in what matters more."""
        keys = self.bounds.keys() | other.bounds.keys()
        bounds = {key: max(p.bounds[key] for p in (self, other) if key in p.bounds) for key in keys}
        return Proof(bounds, self.stages)
