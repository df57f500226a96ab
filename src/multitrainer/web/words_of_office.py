"""Words of what admins look after: accounts, keys, deliveries, settings."""

from collections.abc import Callable

from multitrainer.domain.actors import ActorKind, Scope
from multitrainer.domain.migrating import Format
from multitrainer.domain.migrating import State as Step
from multitrainer.domain.standings import Standing
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
        **of_migration(gettext),
        **of_access(gettext),
        "setting_groups": {
            "teaching": gettext("Teaching"),
            "cover": gettext("Cover"),
            "questions": gettext("Students’ questions"),
            "handovers": gettext("Handover notes"),
            "planning": gettext("Planning"),
            "telling": gettext("Telling people"),
            "signing-in": gettext("Signing in"),
        },
    }


def of_migration(gettext: Callable[[str], str]) -> Words:
    """Those of moving over."""
    return {
        "formats_of": {
            Format.NEW.value: gettext("new format"),
            Format.OLD.value: gettext("old format"),
            Format.DISAGREES.value: gettext("in conflict: the old application wrote last"),
            Format.UNREADABLE.value: gettext("can’t be read"),
        },
        "migration_states": {
            Step.PENDING.value: gettext("not begun"),
            Step.MOVING.value: gettext("under way"),
            Step.VERIFYING.value: gettext("being verified"),
            Step.APPLIED.value: gettext("done"),
            Step.UNDOING.value: gettext("being undone"),
        },
        "migration_steps": {
            "m0001_course_roster": gettext("Each course gets its trainers"),
            "m0002_batch_trainers": gettext("Each batch gets its people"),
            "m0003_recount": gettext("Assignments and workload are counted"),
        },
        "validator_states": {
            "off": gettext("nothing"),
            "counting": gettext("nothing; what offends is counted"),
            "warning": gettext("the new format; what offends is written to the log"),
            "refusing": gettext("the new format; what offends is refused"),
            "interrupted": gettext("being changed, or that was interrupted"),
            "changed": gettext("changed by hand"),
            "absent": gettext("there is no such collection"),
        },
    }


def of_access(gettext: Callable[[str], str]) -> Words:
    """Those of what somebody may do."""
    return {
        "key_scopes": {
            Scope.ADMIN.value: gettext("whatever an admin may do, but for keys and accounts"),
            Scope.READ.value: gettext("look at everything"),
            Scope.QUESTIONS.value: gettext("ask questions on students’ behalf"),
        },
        "standing_words": {
            Standing.ADMIN.value: gettext("admin"),
            Standing.MACHINE_ADMIN.value: gettext("key for everything"),
            Standing.MACHINE_READER.value: gettext("key to look"),
            Standing.MACHINE_ASKER.value: gettext("key for questions"),
            Standing.LEAD_IN_SCOPE.value: gettext("lead within their scope"),
            Standing.LEAD.value: gettext("lead of the course"),
            Standing.ASSISTANT.value: gettext("assistant on the course"),
            Standing.SUBSTITUTE.value: gettext("substitute on the course"),
            Standing.ON_BATCH.value: gettext("whoever is on the batch"),
            Standing.COVERING.value: gettext("whoever stands in on the batch"),
            Standing.ONESELF.value: gettext("whom it is about"),
            Standing.COLLEAGUE.value: gettext("trainer of a same course"),
            Standing.TRAINER.value: gettext("any trainer"),
            Standing.IN_CLASS.value: gettext("student of the batch"),
            Standing.ENROLLED.value: gettext("the student whose it is"),
            Standing.STUDENT.value: gettext("any student"),
        },
    }
