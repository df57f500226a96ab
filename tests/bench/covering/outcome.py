"""What a party came to."""

from dataclasses import dataclass, field
from statistics import mean, median, pstdev

from tests.bench.covering.books import Books


@dataclass
class Outcome:
    """Sessions that needed somebody until they began; of those filled: rounds, and hours until somebody was found."""

    needed: int = 0
    filled: int = 0
    escalated: int = 0
    asked: int = 0
    in_vain: int = 0
    """Answers with yes that came too late: somebody had it, or the time to answer was over."""
    knew: int = 0
    """Filled by somebody who knew the batch."""
    rounds: list[int] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    pairs: int = 0
    """Neighbouring sessions of one absence that were both filled, and how many of these by one person."""
    together: int = 0

    def rows(self, books: Books) -> dict[str, str]:
        """For people."""
        hours = [hours for hours in books.covered_hours.values() if hours > 0]
        return {
            "sessions without their trainer": f"{self.needed}",
            "filled": f"{self.filled / self.needed:.1%}",
            "told to the lead": f"{self.escalated}",
            "neither filled nor told": f"{self.needed - self.filled - self.escalated}",
            "asked for each session": f"{self.asked / self.needed:.1f}",
            "said yes in vain": f"{self.in_vain}",
            "rounds to fill: median, mean, most": (
                f"{median(self.rounds):.0f}, {mean(self.rounds):.2f}, {max(self.rounds)}"
            ),
            "hours to fill: median, mean": f"{median(self.waited):.1f}, {mean(self.waited):.1f}",
            "filled by who knew the batch": f"{self.knew / self.filled:.0%}",
            "neighbours filled by one person": f"{self.together} of {self.pairs}",
            "hours of who covered: most, deviation": f"{max(hours):.1f}, {pstdev(hours):.1f}",
            "in two places": f"{books.in_two_places()}",
            "covering while away": f"{books.away_and_covering()}",
        }
