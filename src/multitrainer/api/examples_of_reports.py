"""One of each error that is about handover notes and reports of sessions, as it may come."""

from multitrainer.api.example_ids import BATCH, SESSION, TRAINER
from multitrainer.domain import errors
from multitrainer.domain.errors import MultitrainerError

A_NOTE = {"batch": BATCH, "watchFor": "", "materials": "", "by": TRAINER, "at": "2026-12-07T15:00:00.000Z"}
MINE = {"stands": "Page 36", "watchFor": "", "materials": ""}

REPORTS: tuple[MultitrainerError, ...] = (
    errors.HandoverVersionNotFound(f"The handover note of batch {BATCH} has no version 7.", batch=BATCH, number=7),
    errors.ReportNotFound(f"Nobody has written a report of session {SESSION}.", session=SESSION),
    errors.SenselessReport("A batch of 18 has at most 36 people in a session, guests included.", field="attendance"),
    errors.SessionNotBegun(f"Session {SESSION} has not begun.", session=SESSION),
    errors.ReportNotFlagged("This report has nothing in it that a lead has to acknowledge.", session=SESSION),
    errors.IfMatchMissing(
        "There is a handover note already. Read it, and send its ETag as If-Match.",
        etag='"5a1f0c1711405db99aec1cd1"',
        present={**A_NOTE, "number": 3, "stands": "Page 34"},
        sent=MINE,
    ),
    errors.Stale(
        "Somebody has written this note since you read it. `startedFrom` is what you had read, `present` is what there "
        "is now, `sent` what you wrote; put them together, and send the present ETag.",
        etag='"5a1f0c1711405db99aec1cd1"',
        startedFrom={**A_NOTE, "number": 2, "stands": "Page 30"},
        present={**A_NOTE, "number": 3, "stands": "Page 34"},
        sent=MINE,
    ),
)
