"""What threads, their messages and attachments refuse."""

from multitrainer.domain.errors.conflicts import Conflict
from multitrainer.domain.errors.invalid import Invalid
from multitrainer.domain.errors.missing import NotFound
from multitrainer.domain.errors.rejected import Rejected


class ThreadNotFound(NotFound):
    """There is no such course or batch, or no such two people."""

    code = "thread-not-found"
    title = "No such thread"


class MessageNotFound(NotFound):
    """No message has this id."""

    code = "message-not-found"
    title = "No such message"


class AttachmentNotFound(NotFound):
    """No attachment has this id, or its message is deleted."""

    code = "attachment-not-found"
    title = "No such attachment"


class CantSeeThread(Invalid):
    """Only who sees a thread can be mentioned in it; `people` are those who don't."""

    code = "cant-see-thread"
    title = "Can't see the thread"


class UnknownMessage(Invalid):
    """A reply is to a message of the same thread."""

    code = "unknown-message"
    title = "No such message in the thread"


class UnknownAttachment(Invalid):
    """A message takes what its author has uploaded into the same thread, and no message has taken before."""

    code = "unknown-attachment"
    title = "No such attachment to take"


class AttachmentRefused(Invalid):
    """A file that is not taken: its name, its kind, or that it is not what it says it is."""

    code = "attachment-refused"
    title = "File not taken"


class TooManyFilesWaiting(Conflict):
    """As many files of whoever sends one wait for a message as may."""

    code = "too-many-files-waiting"
    title = "Too many files wait"


class MessageSettled(Conflict):
    """The time within which its author may change a message is over."""

    code = "message-settled"
    title = "Can't be changed any more"


class MessageDeleted(Conflict):
    """The message is deleted."""

    code = "message-deleted"
    title = "Deleted"


class TooManyMentions(Rejected):
    """Whoever writes has mentioned as many people in the last hour as one may."""

    code = "too-many-mentions"
    title = "Too many mentions"
