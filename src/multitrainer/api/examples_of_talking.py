"""One of each error that is about threads and messages, as it may come."""

from multitrainer.api.example_ids import ATTACHMENT, BATCH, MESSAGE, TRAINER
from multitrainer.domain import errors
from multitrainer.domain.errors import MultitrainerError

THREAD = f"batch:{BATCH}"

TALKING: tuple[MultitrainerError, ...] = (
    errors.ThreadNotFound(f"There is no thread {THREAD}.", thread=THREAD),
    errors.MessageNotFound(f"There is no message {MESSAGE}.", message=MESSAGE),
    errors.AttachmentNotFound(f"There is no attachment {ATTACHMENT}.", attachment=ATTACHMENT),
    errors.CantSeeThread(
        f"Who is mentioned has to see the thread; 1 does not, first {TRAINER}.", field="mentions", people=[TRAINER]
    ),
    errors.UnknownMessage(f"The thread has no message {MESSAGE}.", field="replyTo"),
    errors.UnknownAttachment(
        f"{ATTACHMENT} is no file that you uploaded into this thread and no message has taken yet.",
        field="attachments",
        attachments=[ATTACHMENT],
    ),
    errors.AttachmentRefused("What is in the file is not image/png, as its name says.", field="content"),
    errors.MessageSettled("A message can be changed for 15 minutes, and these are over.", minutes=15.0),
    errors.MessageDeleted("The message is deleted."),
    errors.TooManyFilesWaiting(
        "30 of your files wait for a message, and no more may. Write one with them, or wait until they go.", most=30
    ),
    errors.TooManyMentions("You can mention 200 people in an hour. Wait a while.", most=200),
)
