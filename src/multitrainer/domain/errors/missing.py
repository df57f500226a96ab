"""Nothing is there."""

from multitrainer.domain.errors.base import MultitrainerError


class NotFound(MultitrainerError):
    """Nothing is there under that id."""


class CourseNotFound(NotFound):
    """No course has this id."""

    code = "course-not-found"
    title = "No such course"


class BatchNotFound(NotFound):
    """No batch has this id."""

    code = "batch-not-found"
    title = "No such batch"


class TrainerNotFound(NotFound):
    """No trainer has this id."""

    code = "trainer-not-found"
    title = "No such trainer"


class NotOnRoster(NotFound):
    """The trainer is not on the course's roster."""

    code = "not-on-roster"
    title = "Not on the roster"


class NotOnBatch(NotFound):
    """The trainer does not stand on the batch."""

    code = "not-on-batch"
    title = "Not on the batch"


class RouteNotFound(NotFound):
    """The service has nothing at this address."""

    code = "route-not-found"
    title = "No such address"


class KeyNotFound(NotFound):
    """No API key has this id."""

    code = "key-not-found"
    title = "No such API key"


class SessionNotFound(NotFound):
    """No session has this id."""

    code = "session-not-found"
    title = "No such session"


class CalendarNotFound(NotFound):
    """The address leads to no calendar, or to one whose address was renewed or withdrawn."""

    code = "calendar-not-found"
    title = "No such calendar"


class ProposalNotFound(NotFound):
    """No proposal has this id."""

    code = "proposal-not-found"
    title = "No such proposal"


class UserNotFound(NotFound):
    """No user has this e-mail address, or several have."""

    code = "user-not-found"
    title = "No such user"


class EnrolmentNotFound(NotFound):
    """No enrolment has this id."""

    code = "enrolment-not-found"
    title = "No such enrolment"


class NotificationNotFound(NotFound):
    """Nobody was told this, or somebody else was."""

    code = "notification-not-found"
    title = "No such notification"


class WebhookNotFound(NotFound):
    """No webhook has this id."""

    code = "webhook-not-found"
    title = "No such webhook"


class DeliveryNotFound(NotFound):
    """Nothing of this id is or was to be delivered."""

    code = "delivery-not-found"
    title = "No such delivery"
