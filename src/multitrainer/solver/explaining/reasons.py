"""Turns what is known of every candidate for a batch into the reasons for the one who has it."""

from collections.abc import Sequence
from typing import NamedTuple

from multitrainer.solver.documents.objective import Stage
from multitrainer.solver.explaining.barring import Barring
from multitrainer.solver.explaining.comparing import Values, all_worded, judged, rank_of, weighed, worded
from multitrainer.solver.explaining.documents import Alternative, Candidate, Candidates, Exchange, Explanation, NotTaken
from multitrainer.solver.explaining.words import Names, listed, sentence


class Reasons(NamedTuple):
    """What differences are judged by: the order of importance, and the values of the plan as it is."""

    order: Sequence[Stage]
    values: Values
    names: Names
    barring: Barring

    def explanation(self, of: Candidates) -> Explanation:
        """Why a batch has its primary, or nobody."""
        best = self._best(of)
        return Explanation(
            batch=of.batch,
            together_with=of.together_with,
            primary=of.primary,
            spoke_for={term: more for term, more in best.changes.items() if more > 0} if best else {},
            alternative=best,
            others=tuple(self._not_taken(one) for one in of.candidates if not one.is_primary),
            words=tuple(self._sentences(of, best)),
        )

    def _best(self, of: Candidates) -> Alternative | None:
        others = [one for one in of.candidates if not one.is_primary]
        found: list[tuple[Candidate, Exchange | None, Values]] = []
        found += [(one, None, one.changes) for one in others if one.changes is not None]
        found += [(one, one.exchange, one.exchange.changes) for one in others if one.exchange is not None]
        if not found:
            return None
        best, exchange, changes = min(found, key=lambda one: rank_of(self.order, one[2]))
        words = tuple(all_worded(changes, self.values))
        return Alternative(trainer=best.trainer, exchange=exchange, changes=dict(changes), words=words)

    def _not_taken(self, one: Candidate) -> NotTaken:
        if one.changes is None:
            return NotTaken(trainer=one.trainer, rule=one.forbids, words=one.words or "")
        lost, is_better = judged(self.order, self.values, one.changes)
        who = self.names.of_trainer[one.trainer]
        if lost is not None:
            return NotTaken(trainer=one.trainer, term=lost, words=f"With {who}: {self._worded(lost, one.changes)}.")
        words = "would be better" if is_better else "would be just as good"
        return NotTaken(trainer=one.trainer, words=f"{who} {words}.")

    def _worded(self, term: str, changes: Values) -> str:
        return next(worded(one, change, self.values[one]) for one, change in changes.items() if one == term)

    def _sentences(self, of: Candidates, best: Alternative | None) -> list[str]:
        words = [f"{self._who(of.primary)} teaches {self.names.of_batch[of.batch]}."]
        now = next((one for one in of.candidates if one.is_primary), None)
        words += [f"That breaks a rule: {now.words}"] if now and now.forbids else []
        wish = self.barring.wish(of.primary, (of.batch, *of.together_with)) if of.primary else None
        words += [wish] if wish else []
        if best is not None:
            return [*words, *self._alternative(of, best), *self._barred(of, "Not possible")]
        nobody = "Nobody can take it" if of.primary is None else "Nobody else can take it"
        return [*words, *(self._barred(of, nobody) or [f"{nobody}."])]

    def _barred(self, of: Candidates, words: str) -> list[str]:
        """Who can't take the batch, not even in exchange for another one."""
        others = ((one.trainer, one.forbids) for one in of.candidates if not (one.is_primary or one.exchange))
        barred = self.barring.grouped(((who, rule) for who, rule in others if rule), (of.batch, *of.together_with))
        return [f"{words}: {barred}."] if barred else []

    def _alternative(self, of: Candidates, best: Alternative) -> list[str]:
        who, names = self.names.of_trainer[best.trainer], self.names.of_batch
        if best.exchange:
            who += f", with {listed([names[b] for b in best.exchange.batches])} for {self._who(of.primary)} in return"
        words = [f"The best alternative is {who}. {weighed(best.changes, self.values)}"]
        if judged(self.order, self.values, best.changes).is_better:
            words.append("That would be better than this plan.")
        return words

    def _who(self, trainer: str | None) -> str:
        return sentence("nobody") if trainer is None else self.names.of_trainer[trainer]
