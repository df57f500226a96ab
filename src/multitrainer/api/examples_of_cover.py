"""One of each error that is about covers and swaps, as it may come."""

from multitrainer.api.example_ids import BATCH, COVER, SESSION, SWAP, TRAINER
from multitrainer.domain import errors
from multitrainer.domain.errors import MultitrainerError

COVERING: tuple[MultitrainerError, ...] = (
    errors.SenselessCoverRules("At least one is asked at a time, in each row.", field="answering"),
    errors.CoverNotFound(f"There is no cover {COVER}.", cover=COVER),
    errors.OfferNotFound(
        f"{TRAINER} was not asked to take this session. The lead who answers for the batch, or an admin, can name by "
        f"hand who takes it, themself too: PUT /api/covers/{COVER}/substitute.",
        trainer=TRAINER,
    ),
    errors.CoverNotReady(
        "Cover is found, so it can't be cancelled. What can be done: reassigned, released.",
        state="covered",
        possible=["reassigned", "released"],
    ),
    errors.CoverTaken("Somebody else has taken this session. Thank you; nothing is left to do."),
    errors.OfferNotOpen(
        "This offer has run out, so it can't be answered. The course's lead can still name you.", state="expired"
    ),
    errors.CannotCover(
        f"{TRAINER} can't take this session. They are on leave then.", trainer=TRAINER, reason="on-leave"
    ),
    errors.WayNotPossible(
        "The way out combine is not possible here. It takes a batch of the course that meets at about that time, is "
        "held by somebody, and has room. What is possible: cancel, move.",
        way="combine",
        possible=["cancel", "move"],
    ),
    errors.WayNotPossible(
        "Whose session it is holds another one at that time: Batch 2, 2026-12-08 18:00 to 19:30. Take another time.",
        way="move",
        possible=["cancel", "move"],
        reason="not-free",
        clashes=[
            {
                "session": SESSION,
                "batch": BATCH,
                "batchName": "Batch 2",
                "localStart": "2026-12-08T18:00",
                "localEnd": "2026-12-08T19:30",
            }
        ],
    ),
    errors.SenselessSwap("A swap is of two sessions, of two trainers.", field="other"),
    errors.SwapNotFound(f"There is no swap {SWAP}.", swap=SWAP),
    errors.SwapNotReady(
        "This swap is agreed, so it can't be withdrawn. Propose a new one.", state="agreed", possible=[]
    ),
    errors.SwapNotPossible(
        f"{TRAINER} can't take the other session. They teach at that time.", trainer=TRAINER, reason="not-free"
    ),
)
