"""Words of what admins look after: accounts, keys, deliveries, settings."""

from collections.abc import Callable

from multitrainer.domain.actors import ActorKind
from multitrainer.domain.telling.states import Does, State

Words = dict[str, dict[str, str]]


def of_office(gettext: Callable[[str], str]) -> Words:
    """By kind, and by the word that is stored."""
    return {
        "account_kinds": {
            ActorKind.ADMIN.value: gettext("admin"),
            ActorKind.TRAINER.value: gettext("trainer"),
            ActorKind.STUDENT.value: gettext("student"),
        },
        "passwords": {
            "ours": gettext("with a password set here"),
            "old": gettext("with the institute’s own password"),
            "none": gettext("not possible: there is no password"),
        },
        "ways_to_tell": {
            Does.TELL.value: gettext("in the application, and however else they want"),
            Does.EMAIL.value: gettext("by e-mail"),
            Does.WEBHOOK.value: gettext("by webhook"),
        },
        "delivery_states": {
            State.DUE.value: gettext("waiting"),
            State.DONE.value: gettext("sent"),
            State.DEAD.value: gettext("given up"),
        },
    }
