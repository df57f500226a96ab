"""The ids of what examples are about, each thing's its own."""

COURSE, BATCH, ANOTHER_BATCH, TRAINER, ANOTHER_TRAINER, STUDENT, KEY, ENROLMENT, PROPOSAL, SESSION = (
    f"66f1a2b3c4d5e6f708192a{n}" for n in range(30, 40)
)
LEAVE, COVER, SWAP, QUESTION, REPLY, MESSAGE, ATTACHMENT, NOTIFICATION, WEBHOOK, DELIVERY = (
    f"66f1a2b3c4d5e6f708192a{n}" for n in range(40, 50)
)
