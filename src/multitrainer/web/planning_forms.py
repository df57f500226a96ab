"""The forms by which plans are asked for: what counts, what stays, and how long to look."""

from collections.abc import Iterator
from typing import Any

from multitrainer.domain.proposals import ProposalKind
from multitrainer.schemas.plan_options import PlanOptions
from multitrainer.schemas.plan_ranks import PlanRanks, ranks_of
from multitrainer.schemas.proposals import NewProposal
from multitrainer.solver.documents.objective import DEFAULT_ORDER, Term
from multitrainer.solver.documents.problem import Level
from multitrainer.web.forms import Sent, body

Raw = dict[str, Any]
NUMBERS = ("seconds", "backups", "restMinutes")

OWN, USUAL = "own", "usual"
KEPT, FREE = "", "-"
"""What a form says of a batch in the place of a trainer: whoever has it keeps it; whoever fits may have it."""

USUAL_SECONDS = 20
"""How long people are asked to wait, where they say nothing else."""


def proposal_of(sent: Sent, before: Raw | None = None) -> NewProposal:
    """What a form asks for. What it says nothing of is as `before`, the options of another proposal.

    Raises InvalidInput.
    """
    options = {name: value for name, value in (before or {}).items() if name != "suppose"}
    options |= sent.numbers(*NUMBERS)
    options |= _kept(sent, options)
    if sent["weigh"] == USUAL:
        options.pop("order", None)
    if sent["weigh"] == OWN:
        options["order"] = body(PlanRanks, ranks=_ranks(sent)).order()
    return NewProposal(kind=_kind(sent), options=body(PlanOptions, **options))


def _kind(sent: Sent) -> ProposalKind:
    return ProposalKind.REBALANCE if sent["kind"] == ProposalKind.REBALANCE else ProposalKind.ASSIGN


def _kept(sent: Sent, options: Raw) -> Raw:
    """Batches that keep whoever has them, and those that are to have somebody, besides those of the options."""
    said = dict(one.partition(":")[::2] for one in sent.all("pin"))
    named = {batch for batch, trainer in said.items() if trainer not in {KEPT, FREE}}
    pins = [batch for batch in options.get("pins", ()) if batch not in said]
    pairs = [one for one in options.get("pairs", ()) if one["batch"] not in said or one.get("level") != Level.REQUIRED]
    return {
        "pins": [*pins, *(batch for batch, trainer in said.items() if trainer == KEPT)],
        "pairs": [
            *(one for one in pairs if (one["batch"], one["trainer"]) not in {(b, said[b]) for b in named}),
            *({"trainer": said[batch], "batch": batch, "level": Level.REQUIRED.value} for batch in named),
        ],
    }


def _ranks(sent: Sent) -> Raw:
    """Those terms that have a place."""
    terms = (str(term) for term in Term)
    return {
        term: {name.partition("-")[0]: value for name, value in sent.numbers(f"place-{term}", f"weight-{term}").items()}
        for term in terms
        if sent[f"place-{term}"].strip()
    }


def shown_options(options: Raw) -> Raw:
    """What a form shows of the options of a proposal, or of those that are usual."""
    said = PlanOptions.model_validate({name: value for name, value in options.items() if name != "suppose"})
    return {
        "seconds": said.seconds or USUAL_SECONDS,
        "backups": said.backups,
        "restMinutes": said.rest_minutes,
        "weigh": OWN if said.order else USUAL,
        "ranks": ranks_of(said.order or DEFAULT_ORDER),
        "terms": [str(term) for term in Term],
        "pinned": dict(_pinned(said)),
    }


def _pinned(options: PlanOptions) -> Iterator[tuple[str, str]]:
    """Whom a batch is to have; nobody named where it keeps whoever has it."""
    yield from ((batch, KEPT) for batch in options.pins)
    yield from ((one.batch, one.trainer) for one in options.pairs if one.level is Level.REQUIRED)
