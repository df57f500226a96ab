"""Everything that multitrainer refuses to do, each with a stable code.

    MultitrainerError
    ├── NotFound             nothing is there under that id
    │   ├── CourseNotFound, BatchNotFound, TrainerNotFound
    │   ├── NotOnRoster, NotOnBatch
    │   ├── EnrolmentNotFound, ProposalNotFound
    │   ├── SessionNotFound, CalendarNotFound, LeaveNotFound, CoverNotFound, OfferNotFound, LedgerEntryNotFound
    │   ├── SwapNotFound, HandoverVersionNotFound, ReportNotFound, QuestionNotFound, ReplyNotFound
    │   ├── NotificationNotFound, WebhookNotFound, DeliveryNotFound
    │   ├── ThreadNotFound, MessageNotFound, AttachmentNotFound
    │   └── UserNotFound, KeyNotFound, RouteNotFound
    ├── Invalid              the request can never be right as it stands
    │   ├── InvalidInput
    │   ├── UnknownCourse, UnknownTrainer, UnknownStudent, NotATrainer
    │   ├── BatchOfAnotherCourse, SubstituteHasNoBatches, PeopleOverlap
    │   ├── SenselessBatching, UnknownSlot, UnreadableFile, BadRows
    │   ├── SenselessTimetable, TimeNeverComes
    │   ├── SenselessLeave, SenselessAvailability, SenselessCoverRules, SenselessSwap
    │   ├── SenselessCorrection, SenselessTerms, SenselessReport, SenselessQuestion
    │   ├── CantSeeThread, UnknownMessage, UnknownAttachment, AttachmentRefused
    │   └── IdempotencyKeyReused, NotAProblem, AddressRefused
    ├── Conflict             right in itself, but not as things stand now
    │   ├── AlreadyOnRoster, AlreadyOnBatch, PrimaryTaken, NoPrimary
    │   ├── StillPrimary, TrainerInactive, PeopleWouldBeLost
    │   ├── BatchWithoutCourse, EmailTaken, MalformedData, RefusedByDatabase
    │   ├── SessionNotPlanned, SessionOverlaps
    │   ├── AlreadyEnrolled, BatchFull, EnrolmentWithdrawn, NoBatching
    │   ├── ValidatorChanged, WritesWouldBeRefused
    │   ├── MigrationHeld, MigrationOutOfOrder, LedgerUnreadable, NotVerified, NoWayBack
    │   ├── PlanRunning, PlanOutdated, ProposalNotReady, ProposalHalfApplied
    │   ├── LeaveInPast, LeaveOverlaps, LeaveNotReady, LeaveNeedsApproval
    │   ├── CoverNotReady, CoverTaken, OfferNotOpen, CannotCover, WayNotPossible
    │   ├── SwapNotReady, SwapNotPossible
    │   ├── SessionNotBegun, ReportNotFlagged
    │   ├── QuestionNotReady, CannotHold, NobodyToAnswer, TooManyQuestions, TooMuchSaid
    │   ├── MessageSettled, MessageDeleted, TooManyFilesWaiting
    │   └── IdempotencyInProgress, Contended
    ├── Stale                somebody changed it since it was read
    ├── IfMatchMissing       nobody knows what whoever writes has read
    ├── Rejected             the request can't be read, or not from whoever sends it
    │   ├── NotSignedIn, WrongCredentials, TooManyAttempts, TooManyStreams, NotAllowed
    │   ├── TooManyMentions
    │   └── MalformedBody, BodyTooLarge, BodyTooSlow, MethodNotAllowed
    └── Failed               it is our fault, or our surroundings'
        └── Unavailable, SolverMissing, InternalError, PlanningFailed

The service answers them as problem documents; the client raises the same class for the same code.
"""

from multitrainer.domain.errors.absences import CannotCover as CannotCover
from multitrainer.domain.errors.absences import CoverNotFound as CoverNotFound
from multitrainer.domain.errors.absences import CoverNotReady as CoverNotReady
from multitrainer.domain.errors.absences import CoverTaken as CoverTaken
from multitrainer.domain.errors.absences import LeaveInPast as LeaveInPast
from multitrainer.domain.errors.absences import LeaveNeedsApproval as LeaveNeedsApproval
from multitrainer.domain.errors.absences import LeaveNotFound as LeaveNotFound
from multitrainer.domain.errors.absences import LeaveNotReady as LeaveNotReady
from multitrainer.domain.errors.absences import LeaveOverlaps as LeaveOverlaps
from multitrainer.domain.errors.absences import LedgerEntryNotFound as LedgerEntryNotFound
from multitrainer.domain.errors.absences import OfferNotFound as OfferNotFound
from multitrainer.domain.errors.absences import OfferNotOpen as OfferNotOpen
from multitrainer.domain.errors.absences import SenselessAvailability as SenselessAvailability
from multitrainer.domain.errors.absences import SenselessCorrection as SenselessCorrection
from multitrainer.domain.errors.absences import SenselessCoverRules as SenselessCoverRules
from multitrainer.domain.errors.absences import SenselessLeave as SenselessLeave
from multitrainer.domain.errors.absences import SenselessSwap as SenselessSwap
from multitrainer.domain.errors.absences import SenselessTerms as SenselessTerms
from multitrainer.domain.errors.absences import SwapNotFound as SwapNotFound
from multitrainer.domain.errors.absences import SwapNotPossible as SwapNotPossible
from multitrainer.domain.errors.absences import SwapNotReady as SwapNotReady
from multitrainer.domain.errors.absences import WayNotPossible as WayNotPossible
from multitrainer.domain.errors.base import MultitrainerError as MultitrainerError
from multitrainer.domain.errors.conflicts import AlreadyEnrolled as AlreadyEnrolled
from multitrainer.domain.errors.conflicts import AlreadyOnBatch as AlreadyOnBatch
from multitrainer.domain.errors.conflicts import AlreadyOnRoster as AlreadyOnRoster
from multitrainer.domain.errors.conflicts import BatchFull as BatchFull
from multitrainer.domain.errors.conflicts import BatchWithoutCourse as BatchWithoutCourse
from multitrainer.domain.errors.conflicts import Conflict as Conflict
from multitrainer.domain.errors.conflicts import Contended as Contended
from multitrainer.domain.errors.conflicts import EmailTaken as EmailTaken
from multitrainer.domain.errors.conflicts import EnrolmentWithdrawn as EnrolmentWithdrawn
from multitrainer.domain.errors.conflicts import IdempotencyInProgress as IdempotencyInProgress
from multitrainer.domain.errors.conflicts import LedgerUnreadable as LedgerUnreadable
from multitrainer.domain.errors.conflicts import MalformedData as MalformedData
from multitrainer.domain.errors.conflicts import MigrationHeld as MigrationHeld
from multitrainer.domain.errors.conflicts import MigrationOutOfOrder as MigrationOutOfOrder
from multitrainer.domain.errors.conflicts import NoBatching as NoBatching
from multitrainer.domain.errors.conflicts import NoPrimary as NoPrimary
from multitrainer.domain.errors.conflicts import NotVerified as NotVerified
from multitrainer.domain.errors.conflicts import NoWayBack as NoWayBack
from multitrainer.domain.errors.conflicts import PeopleWouldBeLost as PeopleWouldBeLost
from multitrainer.domain.errors.conflicts import PlanOutdated as PlanOutdated
from multitrainer.domain.errors.conflicts import PlanRunning as PlanRunning
from multitrainer.domain.errors.conflicts import PrimaryTaken as PrimaryTaken
from multitrainer.domain.errors.conflicts import ProposalHalfApplied as ProposalHalfApplied
from multitrainer.domain.errors.conflicts import ProposalNotReady as ProposalNotReady
from multitrainer.domain.errors.conflicts import RefusedByDatabase as RefusedByDatabase
from multitrainer.domain.errors.conflicts import SessionNotPlanned as SessionNotPlanned
from multitrainer.domain.errors.conflicts import SessionOverlaps as SessionOverlaps
from multitrainer.domain.errors.conflicts import Stale as Stale
from multitrainer.domain.errors.conflicts import StillPrimary as StillPrimary
from multitrainer.domain.errors.conflicts import TrainerInactive as TrainerInactive
from multitrainer.domain.errors.conflicts import ValidatorChanged as ValidatorChanged
from multitrainer.domain.errors.conflicts import WritesWouldBeRefused as WritesWouldBeRefused
from multitrainer.domain.errors.failed import Failed as Failed
from multitrainer.domain.errors.failed import InternalError as InternalError
from multitrainer.domain.errors.failed import PlanningFailed as PlanningFailed
from multitrainer.domain.errors.failed import SolverMissing as SolverMissing
from multitrainer.domain.errors.failed import Unavailable as Unavailable
from multitrainer.domain.errors.invalid import AddressRefused as AddressRefused
from multitrainer.domain.errors.invalid import BadRows as BadRows
from multitrainer.domain.errors.invalid import BatchOfAnotherCourse as BatchOfAnotherCourse
from multitrainer.domain.errors.invalid import IdempotencyKeyReused as IdempotencyKeyReused
from multitrainer.domain.errors.invalid import Invalid as Invalid
from multitrainer.domain.errors.invalid import InvalidInput as InvalidInput
from multitrainer.domain.errors.invalid import NotAProblem as NotAProblem
from multitrainer.domain.errors.invalid import NotATrainer as NotATrainer
from multitrainer.domain.errors.invalid import PeopleOverlap as PeopleOverlap
from multitrainer.domain.errors.invalid import SenselessBatching as SenselessBatching
from multitrainer.domain.errors.invalid import SenselessTimetable as SenselessTimetable
from multitrainer.domain.errors.invalid import SubstituteHasNoBatches as SubstituteHasNoBatches
from multitrainer.domain.errors.invalid import TimeNeverComes as TimeNeverComes
from multitrainer.domain.errors.invalid import UnknownCourse as UnknownCourse
from multitrainer.domain.errors.invalid import UnknownSlot as UnknownSlot
from multitrainer.domain.errors.invalid import UnknownStudent as UnknownStudent
from multitrainer.domain.errors.invalid import UnknownTrainer as UnknownTrainer
from multitrainer.domain.errors.invalid import UnreadableFile as UnreadableFile
from multitrainer.domain.errors.missing import BatchNotFound as BatchNotFound
from multitrainer.domain.errors.missing import CalendarNotFound as CalendarNotFound
from multitrainer.domain.errors.missing import CourseNotFound as CourseNotFound
from multitrainer.domain.errors.missing import DeliveryNotFound as DeliveryNotFound
from multitrainer.domain.errors.missing import EnrolmentNotFound as EnrolmentNotFound
from multitrainer.domain.errors.missing import KeyNotFound as KeyNotFound
from multitrainer.domain.errors.missing import NotFound as NotFound
from multitrainer.domain.errors.missing import NotificationNotFound as NotificationNotFound
from multitrainer.domain.errors.missing import NotOnBatch as NotOnBatch
from multitrainer.domain.errors.missing import NotOnRoster as NotOnRoster
from multitrainer.domain.errors.missing import ProposalNotFound as ProposalNotFound
from multitrainer.domain.errors.missing import RouteNotFound as RouteNotFound
from multitrainer.domain.errors.missing import SessionNotFound as SessionNotFound
from multitrainer.domain.errors.missing import TrainerNotFound as TrainerNotFound
from multitrainer.domain.errors.missing import UserNotFound as UserNotFound
from multitrainer.domain.errors.missing import WebhookNotFound as WebhookNotFound
from multitrainer.domain.errors.questions import CannotHold as CannotHold
from multitrainer.domain.errors.questions import NobodyToAnswer as NobodyToAnswer
from multitrainer.domain.errors.questions import QuestionNotFound as QuestionNotFound
from multitrainer.domain.errors.questions import QuestionNotReady as QuestionNotReady
from multitrainer.domain.errors.questions import ReplyNotFound as ReplyNotFound
from multitrainer.domain.errors.questions import SenselessQuestion as SenselessQuestion
from multitrainer.domain.errors.questions import TooManyQuestions as TooManyQuestions
from multitrainer.domain.errors.questions import TooMuchSaid as TooMuchSaid
from multitrainer.domain.errors.rejected import BodyTooLarge as BodyTooLarge
from multitrainer.domain.errors.rejected import BodyTooSlow as BodyTooSlow
from multitrainer.domain.errors.rejected import MalformedBody as MalformedBody
from multitrainer.domain.errors.rejected import MethodNotAllowed as MethodNotAllowed
from multitrainer.domain.errors.rejected import NotAllowed as NotAllowed
from multitrainer.domain.errors.rejected import NotSignedIn as NotSignedIn
from multitrainer.domain.errors.rejected import Rejected as Rejected
from multitrainer.domain.errors.rejected import TooManyAttempts as TooManyAttempts
from multitrainer.domain.errors.rejected import TooManyStreams as TooManyStreams
from multitrainer.domain.errors.rejected import WrongCredentials as WrongCredentials
from multitrainer.domain.errors.reporting import HandoverVersionNotFound as HandoverVersionNotFound
from multitrainer.domain.errors.reporting import IfMatchMissing as IfMatchMissing
from multitrainer.domain.errors.reporting import ReportNotFlagged as ReportNotFlagged
from multitrainer.domain.errors.reporting import ReportNotFound as ReportNotFound
from multitrainer.domain.errors.reporting import SenselessReport as SenselessReport
from multitrainer.domain.errors.reporting import SessionNotBegun as SessionNotBegun
from multitrainer.domain.errors.talking import AttachmentNotFound as AttachmentNotFound
from multitrainer.domain.errors.talking import AttachmentRefused as AttachmentRefused
from multitrainer.domain.errors.talking import CantSeeThread as CantSeeThread
from multitrainer.domain.errors.talking import MessageDeleted as MessageDeleted
from multitrainer.domain.errors.talking import MessageNotFound as MessageNotFound
from multitrainer.domain.errors.talking import MessageSettled as MessageSettled
from multitrainer.domain.errors.talking import ThreadNotFound as ThreadNotFound
from multitrainer.domain.errors.talking import TooManyFilesWaiting as TooManyFilesWaiting
from multitrainer.domain.errors.talking import TooManyMentions as TooManyMentions
from multitrainer.domain.errors.talking import UnknownAttachment as UnknownAttachment
from multitrainer.domain.errors.talking import UnknownMessage as UnknownMessage
