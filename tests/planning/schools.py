"""The seed's two courses, as teams."""

from multitrainer.domain.people import People
from multitrainer.domain.recount import Batch
from multitrainer.domain.roster import Entry, Role
from multitrainer.domain.team import Team
from multitrainer.domain.workload import LoadRules
from multitrainer.planning.school import School


def numbered(word: str, count: int) -> tuple[str, ...]:
    return tuple(f"{word} {n}" for n in range(1, count + 1))


TWELVE, TWENTY_FIVE = numbered("batch", 12), numbered("batch", 25)
ASSISTANTS, SUBSTITUTES = numbered("assistant", 8), numbered("substitute", 3)


def german(*, people: dict[str, People] | None = None) -> School:
    """Scenario 1, before anybody is assigned."""
    roster = (Entry("sarah", Role.LEAD, batches=TWELVE), Entry("john"), Entry("maria"), Entry("alex"))
    batches = tuple(Batch(batch, (people or {}).get(batch, People())) for batch in TWELVE)
    return School([Team("german", roster, batches)])


def english() -> School:
    """Scenario 2, before anybody is assigned: eight assistants with fifteen weekly hours each."""
    leads = (
        Entry("smith", Role.LEAD, batches=TWENTY_FIVE[:12]),
        Entry("johnson", Role.LEAD, batches=TWENTY_FIVE[12:]),
    )
    others = (*map(Entry, ASSISTANTS), *(Entry(name, Role.SUBSTITUTE) for name in SUBSTITUTES))
    usual = LoadRules().stating({}, dict.fromkeys(ASSISTANTS, 15.0))
    return School([Team("english", (*leads, *others), tuple(map(Batch, TWENTY_FIVE)))], usual=usual)
