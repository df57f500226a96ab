"""What becomes of somebody who may not: an error that tells them as much as they may know."""

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor
from multitrainer.domain.errors import NotAllowed, NotFound, NotSignedIn
from multitrainer.domain.permissions import Verdict, beyond_scope, can
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.standings import NOTHING, Context

MAY_NOT = Sentence("This is for others: for whoever answers for it, or an admin.")


def must(actor: Actor, action: Action, context: Context = NOTHING, unknown: NotFound | None = None) -> None:
    """Raises unless somebody may do something.

    Raises:
        NotSignedIn: nobody knows who they are.
        NotFound: `unknown`, where they may not even know of it.
        NotAllowed: in all other cases.
    """
    match can(actor, action, context):
        case Verdict.YES:
            return
        case Verdict.SIGN_IN:
            raise sign_in_first()
        case Verdict.UNKNOWN if unknown:
            raise unknown
        case _:
            why, who = beyond_scope(context)
            raise NotAllowed(MAY_NOT + why, f"You may not {action}.{who}", action=action.value)


def sign_in_first() -> NotSignedIn:
    """What is said to whoever does not say who they are."""
    return NotSignedIn(
        Sentence("Sign in first."), "Sign in first: POST /api/auth/token, or send an API key as X-API-Key."
    )
