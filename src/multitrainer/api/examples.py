"""One of each error, as it may come: what /docs shows, with the facts that go with the code."""

from multitrainer.api.example_ids import (
    ANOTHER_BATCH,
    ANOTHER_TRAINER,
    BATCH,
    COURSE,
    DELIVERY,
    ENROLMENT,
    KEY,
    LEAVE,
    NOTIFICATION,
    PROPOSAL,
    SESSION,
    STUDENT,
    TRAINER,
    WEBHOOK,
)
from multitrainer.api.examples_of_cover import COVERING
from multitrainer.api.examples_of_questions import QUESTIONS
from multitrainer.api.examples_of_reports import REPORTS
from multitrainer.api.examples_of_talking import TALKING
from multitrainer.domain import errors
from multitrainer.domain.actions import Action
from multitrainer.domain.errors import MultitrainerError

EXAMPLES: tuple[MultitrainerError, ...] = (
    errors.CourseNotFound(f"There is no course {COURSE}.", course=COURSE),
    errors.BatchNotFound(f"There is no batch {BATCH}.", batch=BATCH),
    errors.TrainerNotFound(f"There is no trainer {TRAINER}.", trainer=TRAINER),
    errors.NotOnRoster(f"{TRAINER} is not on the roster of course {COURSE}.", trainer=TRAINER),
    errors.NotOnBatch(f"{TRAINER} does not stand on this batch.", trainer=TRAINER),
    errors.KeyNotFound(f"There is no API key {KEY}.", key=KEY),
    errors.ProposalNotFound(f"There is no proposal {PROPOSAL}.", proposal=PROPOSAL),
    errors.NotificationNotFound(f"There is no notification {NOTIFICATION}.", notification=NOTIFICATION),
    errors.WebhookNotFound(f"There is no webhook {WEBHOOK}.", webhook=WEBHOOK),
    errors.DeliveryNotFound(f"There is no delivery {DELIVERY}.", delivery=DELIVERY),
    errors.AddressRefused(
        "The address is private, of this machine or of its network; only public ones are called.", field="url"
    ),
    *TALKING,
    *COVERING,
    *QUESTIONS,
    errors.UserNotFound("No user has the e-mail address sarah@institute.example, or several have."),
    errors.RouteNotFound("There is nothing at this address; /docs lists what there is."),
    errors.InvalidInput(
        "body.name must not be blank. `errors` names 1 more.",
        errors=[
            {"field": "body.name", "message": "must not be blank"},
            {"field": "query.foce", "message": "is no parameter here; force is"},
        ],
    ),
    errors.UnknownCourse(f"There is no course {COURSE}.", field="course"),
    errors.UnknownTrainer(f"There is no user {TRAINER}.", field="trainer", trainer=TRAINER),
    errors.UnknownStudent(f"1 of the students does not exist, first {STUDENT}.", field="students", students=[STUDENT]),
    errors.NotATrainer(f"User {STUDENT} is not a trainer but: student.", field="trainer", trainer=STUDENT),
    errors.BatchOfAnotherCourse(f"Not batches of course {COURSE}: {BATCH}.", field="assignedBatches", batches=[BATCH]),
    errors.SubstituteHasNoBatches(
        "A substitute stands in when called: name one as backup of a batch instead.", field="assignedBatches"
    ),
    errors.PeopleOverlap(
        "The primary is neither backup nor assistant, and nobody stands twice in one list.", field="trainers"
    ),
    errors.IdempotencyKeyReused("This idempotency key came before with another request. Take a new key."),
    errors.NotAProblem(
        "The problem has 2 faults, the first: batches[3].sessions[0].end: must end after it begins.",
        errors=[
            {"field": "batches[3].sessions[0].end", "message": "must end after it begins"},
            {"field": "pairs[0].trainer", "message": "there is no trainer 'Mario'"},
        ],
        more=0,
    ),
    errors.SessionNotFound(f"There is no session {SESSION}.", session=SESSION),
    errors.CalendarNotFound("There is no calendar at this address. Ask for a new one where you found it."),
    errors.SenselessTimetable(
        "A timetable's last day is its first or later, within 1098 days, not 2026-09-01 to 2026-08-31.",
        field="until",
    ),
    errors.TimeNeverComes(
        "Clocks in Europe/Berlin are put forward past 2027-03-28 02:30. Take another time.", field="start"
    ),
    errors.SessionNotPlanned(
        f"Session {SESSION} is cancelled and can't be moved. Set its status to planned first.",
        session=SESSION,
        status="cancelled",
    ),
    errors.SessionOverlaps(
        "Batch 1 has another session at that time: 2026-09-01 18:00 to 19:30.",
        session=SESSION,
        batch=BATCH,
        batchName="Batch 1",
        localStart="2026-09-01T18:00",
        localEnd="2026-09-01T19:30",
    ),
    errors.EnrolmentNotFound(f"There is no enrolment {ENROLMENT}.", enrolment=ENROLMENT),
    errors.SenselessBatching("A batch needs 1 ≤ minimum ≤ target ≤ maximum ≤ 1000 students; these are 30, 25, 20."),
    errors.UnknownSlot(
        "Sun 10:00 is no slot of the course, which has: Mon 18:00, Sat 10:00.", field="slots", slots=["Sun 10:00"]
    ),
    errors.UnreadableFile("The file is neither an XLSX nor text in UTF-8. Save it as CSV (UTF-8) or XLSX."),
    errors.BadRows(
        "1 of 40 rows is wrong, first line 7: No user has this id. Register the student in the institute's own "
        "application first, or correct it. Nothing was imported: correct them, or have them left out (`--skip-bad`, "
        "over the API `skipBad`). A dry run names each.",
        rows=[{"where": "line 7", "line": 7, "message": "No user has this id."}],
        count=1,
    ),
    errors.AlreadyEnrolled(
        f"{STUDENT} is enrolled on course {COURSE} already: {ENROLMENT}, waiting.", student=STUDENT, enrolment=ENROLMENT
    ),
    errors.BatchFull(f"Batch {BATCH} has 30 students, and the course's settings allow 30.", batch=BATCH, maximum=30),
    errors.EnrolmentWithdrawn(
        f"Enrolment {ENROLMENT} is withdrawn; enrol the student again first.", enrolment=ENROLMENT
    ),
    errors.NoBatching(f"Course {COURSE} has no settings for its batches: PUT its batching first.", course=COURSE),
    errors.SolverMissing(
        "Splitting a course with slots needs OR-Tools: install multitrainer with its extra `solver`, "
        "for example pip install 'multitrainer[solver]'."
    ),
    errors.AlreadyOnRoster(
        f"{TRAINER} is on the roster of course {COURSE} already; a PUT changes the entry.", trainer=TRAINER
    ),
    errors.AlreadyOnBatch(f"{TRAINER} is backup of this batch already.", trainer=TRAINER),
    errors.PrimaryTaken(
        f"This batch's primary is {TRAINER}; PUT /trainers/primary replaces a primary.", primary=TRAINER
    ),
    errors.NoPrimary(
        f"Batch {BATCH} has no primary whom a lock could keep. Name one first: "
        f"PUT /api/batches/{BATCH}/trainers/primary.",
        batch=BATCH,
    ),
    errors.StillPrimary(
        f"{TRAINER} is still primary of 2 of course {COURSE}'s batches. "
        "Name somebody else for them first, or remove with ?handOverTo=<another trainer>.",
        trainer=TRAINER,
        batches=[BATCH, ANOTHER_BATCH],
    ),
    errors.TrainerInactive(
        f"{TRAINER} is inactive on course {COURSE} and is given nothing new; change the status first.",
        trainer=TRAINER,
        batch=BATCH,
    ),
    errors.PeopleWouldBeLost(
        "The course has 2 batches and 2 trainers on its roster; ?force=true deletes it with its batches.",
        batches=[BATCH, ANOTHER_BATCH],
        trainers=[TRAINER, ANOTHER_TRAINER],
    ),
    errors.PeopleWouldBeLost(
        "The batch has 24 students and 2 trainers; ?force=true deletes it.",
        students=24,
        trainers=[TRAINER, ANOTHER_TRAINER],
    ),
    errors.BatchWithoutCourse(f"The course of batch {BATCH} is gone.", batch=BATCH, course=COURSE),
    errors.EmailTaken("Another user has this e-mail address.", field="email"),
    errors.MalformedData(
        f"Course {COURSE}: `trainers` is no list. Mend the document first; `multitrainer doctor` names everything of "
        "this kind.",
        course=COURSE,
        batch=None,
    ),
    errors.RefusedByDatabase(
        "A unique index of the database allows the same phone only once, a missing one included. Choose another value.",
        fields=["phone"],
    ),
    errors.RefusedByDatabase(
        "A validator of the database does not allow the document as it would be. Whoever runs the database knows why.",
        fields=[],
    ),
    errors.RefusedByDatabase(
        "The database user may not collMod on courses. Whoever runs the database can give the rights: the role dbAdmin "
        "beside readWrite has them.",
        fields=[],
    ),
    errors.ValidatorChanged(
        "Somebody changed the validator of courses by hand since multitrainer put its part there, so nothing was done. "
        'Take the part with the title "multitrainer" out of it, set level and action as the institute wants them '
        "(collMod), and try again.",
        collection="courses",
    ),
    errors.WritesWouldBeRefused(
        f"Of another shape in courses: 1, first {COURSE}. Mend them. `enforce --error --force` goes on all the same, "
        "with --yes where nobody can be asked.",
        collections=[
            {"collection": "courses", "state": "warning", "offenders": 1, "samples": [COURSE], "theirs": False}
        ],
    ),
    errors.MigrationHeld(
        "sync is held by process 4711 on school-1. Wait until it is done. If it has died, try again in 30 seconds.",
        migration="sync",
    ),
    errors.MigrationHeld(
        "m0003_recount is being undone, and nothing is moved over meanwhile. Finish that first: migrate down.",
        migration="m0003_recount",
    ),
    errors.MigrationOutOfOrder("m0002_batch_trainers is not applied: sync keeps true what `migrate up` has made."),
    errors.LedgerUnreadable(
        "The ledger says 'sealed' of m0001_course_roster, which this version does not know. Use the version that wrote "
        'it; or, if a person did, set state to "pending" in multitrainer_migrations and run `migrate up`.',
        migration="m0001_course_roster",
    ),
    errors.NotVerified(
        "m0001_course_roster is not applied: 1 of 12 documents are not as they should be.",
        differences=[f"{COURSE}: Not moved over: roster-made."],
    ),
    errors.NoWayBack(
        "There is no way back: the pre-images of m0003_recount are gone. Restore the collection "
        "multitrainer_pre_images from a backup first.",
        migration="m0003_recount",
    ),
    errors.PlanRunning(
        f"Proposal {PROPOSAL} is being made for some of these courses. Wait until it is ready, or cancel it.",
        proposal=PROPOSAL,
    ),
    errors.PlanOutdated(
        "1 thing has changed since the plan was made, so nothing was done. Have it made anew.",
        differences=[{"of": "batch", "id": BATCH, "field": "hours", "before": 5.0, "after": 4.0}],
        words=["Batch 1 takes 4 h a week; that was 5 h."],
    ),
    errors.ProposalNotReady("This proposal is still being made; it can be applied once it is ready.", state="running"),
    errors.LeaveNotFound(f"There is no leave {LEAVE}.", leave=LEAVE),
    errors.SenselessLeave("A leave ends after it begins, not 2026-11-30 12:00 to 2026-11-30 09:00.", field="end"),
    errors.SenselessAvailability("On Monday two parts overlap: 08:00 to 12:00 and 11:00 to 13:00."),
    errors.SenselessCorrection("A correction needs a reason: it is what others read later.", field="reason"),
    errors.SenselessTerms("Terms 2026/1 and 2026/2 overlap.", field="first"),
    errors.LedgerEntryNotFound(f"There is no entry {LEAVE}:covered in the ledger of cover.", entry=f"{LEAVE}:covered"),
    errors.LeaveInPast(
        "Only an admin enters or changes leave that is past. What is still to come can be changed: "
        "begin, or end, at the next half hour."
    ),
    errors.LeaveOverlaps(
        "John has another leave at that time: holiday, approved, 2026-11-30 08:00 to 2026-12-04 16:00. Change or "
        "cancel that first.",
        leave=LEAVE,
        trainer=TRAINER,
        start="2026-11-30T07:00:00Z",
        end="2026-12-04T15:00:00Z",
    ),
    errors.LeaveNotReady(
        f"Leave {LEAVE} is approved, so it can't be declined; it can be cancelled, changed.",
        state="approved",
        possible=["cancelled", "changed"],
    ),
    errors.LeaveNeedsApproval(
        "Only an admin makes an approved leave longer, or moves it. Request another one for the rest: both become one "
        "when it is approved.",
        leave=LEAVE,
    ),
    errors.ProposalHalfApplied(
        f"Proposal {PROPOSAL} was cut off while it was applied to some of these courses. End it first: `multitrainer "
        "doctor --repair`.",
        proposal=PROPOSAL,
    ),
    errors.IdempotencyInProgress("The first request with this key is still being answered. Try again in a minute."),
    errors.Contended("Others changed the same thing again and again meanwhile. Try again."),
    errors.Stale(
        "If-Match is not the present ETag. Read again (a roster or a batch's people: …/trainers), decide again.",
        etag='"86c2c1711405db99aec1cd17"',
    ),
    *REPORTS,
    errors.NotSignedIn("The access token or key is no longer good. Sign in again."),
    errors.WrongCredentials("No account has this e-mail address and password."),
    errors.NotAllowed(f"You may not {Action.CREATE_COURSE}.", action=Action.CREATE_COURSE.value),
    errors.TooManyAttempts("Signing in failed too often. Try again in 840 seconds.", retryAfterSeconds=840),
    errors.TooManyStreams("You listen on 20 connections already. Close one.", most=20),
    errors.MalformedBody("The body is not valid JSON."),
    errors.BodyTooLarge("A body has at most 1000000 bytes here.", limit=1_000_000),
    errors.BodyTooSlow("A body must arrive within 30 seconds.", seconds=30.0),
    errors.MethodNotAllowed("PUT is no method of this address, which has: GET, POST."),
    errors.Unavailable("The database does not answer. Nothing is known to be changed; try again later."),
    errors.InternalError("Something went wrong here. The request id finds it in the log."),
    errors.PlanningFailed("Planning needed more than 512 MB of memory. Allow more, or plan fewer courses at once."),
)
