"""What leave, cover, swaps and the ledger of cover refuse."""

from multitrainer.domain.errors.conflicts import Conflict
from multitrainer.domain.errors.invalid import Invalid
from multitrainer.domain.errors.missing import NotFound


class SenselessLeave(Invalid):
    """A leave of no length, reversed, too long, or not on the half hour."""

    code = "senseless-leave"
    title = "Times that make no leave"


class SenselessAvailability(Invalid):
    """A week of availability that contradicts itself."""

    code = "senseless-availability"
    title = "Contradicts itself"


class SenselessCoverRules(Invalid):
    """Settings for cover that contradict each other."""

    code = "senseless-cover-rules"
    title = "Settings contradict each other"


class SenselessSwap(Invalid):
    """A swap needs two sessions of two trainers."""

    code = "senseless-swap"
    title = "Nothing to swap"


class SenselessCorrection(Invalid):
    """A correction of the ledger needs a reason, and hours that change something, 24 at the most."""

    code = "senseless-correction"
    title = "No such correction"


class SenselessTerms(Invalid):
    """Terms that are reversed, overlap, or share a name."""

    code = "senseless-terms"
    title = "Terms contradict each other"


class LeaveNotFound(NotFound):
    """No leave has this id."""

    code = "leave-not-found"
    title = "No such leave"


class CoverNotFound(NotFound):
    """No search for cover has this id."""

    code = "cover-not-found"
    title = "No such cover"


class LedgerEntryNotFound(NotFound):
    """The ledger of cover has no entry of this id."""

    code = "ledger-entry-not-found"
    title = "No such entry"


class OfferNotFound(NotFound):
    """The trainer was not asked to take this session."""

    code = "offer-not-found"
    title = "Not asked"


class SwapNotFound(NotFound):
    """No swap has this id."""

    code = "swap-not-found"
    title = "No such swap"


class LeaveInPast(Conflict):
    """Only an admin changes what is past: who was away, and who was not."""

    code = "leave-in-past"
    title = "In the past"


class LeaveOverlaps(Conflict):
    """The trainer has another leave, of another kind, at that time."""

    code = "leave-overlaps"
    title = "Overlaps another leave"


class LeaveNotReady(Conflict):
    """A leave in this state can't be treated so."""

    code = "leave-not-ready"
    title = "Not in this state"


class LeaveNeedsApproval(Conflict):
    """Only an admin makes an approved leave longer, or moves it."""

    code = "leave-needs-approval"
    title = "Needs approval"


class CoverNotReady(Conflict):
    """A search for cover in this state can't be treated so; `possible` says what can be done."""

    code = "cover-not-ready"
    title = "Not in this state"


class CoverTaken(Conflict):
    """Somebody else has taken the session."""

    code = "cover-taken"
    title = "Already taken"


class OfferNotOpen(Conflict):
    """The offer has been answered, has run out, or was withdrawn."""

    code = "offer-not-open"
    title = "No longer open"


class CannotCover(Conflict):
    """Something forbids that this trainer takes this session; `reason` says what."""

    code = "cannot-cover"
    title = "Can't take this session"


class WayNotPossible(Conflict):
    """The session can't be treated this way now; `possible` says which ways there are."""

    code = "way-not-possible"
    title = "No way out"


class SwapNotReady(Conflict):
    """A swap in this state can't be treated so."""

    code = "swap-not-ready"
    title = "Not in this state"


class SwapNotPossible(Conflict):
    """Something forbids the swap; `reason` says what, `trainer` of whom."""

    code = "swap-not-possible"
    title = "Can't be swapped"
