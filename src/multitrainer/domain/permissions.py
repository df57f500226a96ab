"""What each may do: the whole matrix, and the one function that answers from it.

A permission never comes from a token. It comes from how somebody stands, at this moment, to what they ask about:
admin, lead of the course, primary of the batch. `docs/permissions.md` is written from this page.
"""

from enum import StrEnum
from typing import NamedTuple

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import Actor, ActorKind, Scope
from multitrainer.domain.roster import Role, Status
from multitrainer.domain.sentences import NOTHING as NOTHING_MORE
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.standings import NOTHING, Context, Standing


class Verdict(StrEnum):
    """What an actor is told."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    """They may not even know whether there is such a thing."""
    SIGN_IN = "sign in"


class Rule(NamedTuple):
    """Whose standing suffices for an action, and whose suffices to know of the thing."""

    may: frozenset[Standing]
    may_know: frozenset[Standing]


S = Standing
EVERYBODY = frozenset(Standing) - {S.ANONYMOUS}
ADMINS = {S.ADMIN, S.MACHINE_ADMIN}
READERS = {*ADMINS, S.MACHINE_READER}
ON_COURSE = {S.LEAD, S.ASSISTANT, S.SUBSTITUTE}
OF_BATCH = {S.LEAD, S.ON_BATCH, S.COVERING}
ASKERS = {S.ENROLLED, S.MACHINE_ASKER}
"""Whose a question is, or on whose behalf."""
TALKING = {S.LEAD_IN_SCOPE, S.ON_BATCH, S.COVERING}


def _rule(may: set[Standing], may_know: set[Standing] | frozenset[Standing] = EVERYBODY) -> Rule:
    return Rule(frozenset(may), frozenset(may | may_know))


MATRIX: dict[Action, Rule] = {
    Action.LIST_COURSES: _rule({*READERS, S.TRAINER}),
    Action.READ_COURSE: _rule({*READERS, *ON_COURSE}, ADMINS),
    Action.CREATE_COURSE: _rule(ADMINS),
    **dict.fromkeys((Action.CHANGE_COURSE, Action.DELETE_COURSE), _rule(ADMINS, {*READERS, *ON_COURSE})),
    Action.READ_ROSTER: _rule({*READERS, *ON_COURSE}, ADMINS),
    **dict.fromkeys(
        (Action.ADD_TO_ROSTER, Action.CHANGE_ENTRY, Action.REMOVE_FROM_ROSTER),
        _rule({*ADMINS, S.LEAD_IN_SCOPE}, {*READERS, *ON_COURSE}),
    ),
    Action.LIST_BATCHES: _rule({*READERS, S.TRAINER, S.STUDENT}),
    Action.READ_BATCH: _rule({*READERS, *OF_BATCH, S.IN_CLASS}, ADMINS),
    Action.READ_CLASS: _rule({*READERS, *OF_BATCH}, {S.IN_CLASS}),
    Action.CREATE_BATCH: _rule(ADMINS),
    **dict.fromkeys((Action.CHANGE_BATCH, Action.DELETE_BATCH), _rule(ADMINS, {*READERS, *OF_BATCH, S.IN_CLASS})),
    Action.LIST_ENROLMENTS: _rule({*READERS, S.LEAD, S.STUDENT}, ON_COURSE),
    Action.READ_ENROLMENT: _rule({*READERS, S.LEAD, S.ENROLLED}, ADMINS),
    Action.ENROL: _rule(ADMINS, {*READERS, *ON_COURSE}),
    Action.PLACE_STUDENT: _rule({*ADMINS, S.LEAD_IN_SCOPE}, {*READERS, S.LEAD, S.ENROLLED}),
    Action.WITHDRAW: _rule(ADMINS, {*READERS, S.LEAD, S.ENROLLED}),
    Action.READ_BATCHING: _rule({*READERS, S.LEAD}, ON_COURSE),
    **dict.fromkeys((Action.SET_BATCHING, Action.PLAN_BATCHES), _rule(ADMINS, {*READERS, *ON_COURSE})),
    Action.READ_PEOPLE: _rule({*READERS, *OF_BATCH, S.IN_CLASS}, ADMINS),
    Action.READ_CONTACTS: _rule({*READERS, *OF_BATCH}, {S.IN_CLASS}),
    **dict.fromkeys(
        (Action.NAME_PRIMARY, Action.NAME_ON_BATCH, Action.DISMISS_FROM_BATCH),
        _rule({*ADMINS, S.LEAD_IN_SCOPE}, {*READERS, *OF_BATCH, S.IN_CLASS}),
    ),
    Action.LIST_TRAINERS: _rule({*READERS, S.TRAINER}),
    Action.READ_TRAINER: _rule({*READERS, S.ONESELF, S.COLLEAGUE}, ADMINS),
    Action.READ_TRAINERS_BATCHES: _rule({*READERS, S.ONESELF, S.LEAD}, {S.COLLEAGUE}),
    Action.CREATE_TRAINER: _rule(ADMINS),
    Action.CHANGE_TRAINER: _rule(ADMINS, {*READERS, S.ONESELF, S.COLLEAGUE}),
    Action.READ_TRAINER_PLANNING: _rule({*READERS, S.ONESELF, S.LEAD}, {S.COLLEAGUE}),
    Action.CHANGE_TRAINER_PLANNING: _rule(ADMINS, {*READERS, S.ONESELF, S.LEAD, S.COLLEAGUE}),
    Action.READ_BATCH_PLANNING: _rule({*READERS, *OF_BATCH}, {S.IN_CLASS}),
    **dict.fromkeys(
        (Action.CHANGE_BATCH_PLANNING, Action.LOCK_BATCH),
        _rule({*ADMINS, S.LEAD_IN_SCOPE}, {*READERS, *OF_BATCH, S.IN_CLASS}),
    ),
    **dict.fromkeys((Action.READ_TIMETABLE, Action.READ_SESSIONS), _rule({*READERS, *OF_BATCH, S.IN_CLASS}, ADMINS)),
    **dict.fromkeys(
        (Action.CHANGE_TIMETABLE, Action.CHANGE_SESSION),
        _rule({*ADMINS, S.LEAD_IN_SCOPE}, {*READERS, *OF_BATCH, S.IN_CLASS}),
    ),
    Action.READ_TRAINERS_SESSIONS: _rule({*READERS, S.ONESELF, S.LEAD}, {S.COLLEAGUE}),
    Action.READ_HOLIDAYS: _rule({*READERS, S.TRAINER, S.STUDENT}),
    Action.SET_HOLIDAYS: _rule(ADMINS),
    **dict.fromkeys(
        (Action.READ_CALENDAR, Action.RENEW_CALENDAR), _rule({*ADMINS, S.ONESELF}, {*READERS, S.LEAD, S.COLLEAGUE})
    ),
    Action.LIST_LEAVES: _rule(READERS),
    Action.READ_LEAVES: _rule({*READERS, S.ONESELF, S.LEAD}, {S.COLLEAGUE}),
    **dict.fromkeys(
        (Action.REQUEST_LEAVE, Action.CHANGE_LEAVE), _rule({*ADMINS, S.ONESELF}, {*READERS, S.LEAD, S.COLLEAGUE})
    ),
    Action.DECIDE_LEAVE: _rule(ADMINS, {*READERS, S.ONESELF, S.LEAD, S.COLLEAGUE}),
    Action.READ_AVAILABILITY: _rule({*READERS, S.ONESELF, S.LEAD}, {S.COLLEAGUE}),
    Action.STATE_AVAILABILITY: _rule({*ADMINS, S.ONESELF}, {*READERS, S.LEAD, S.COLLEAGUE}),
    Action.LIST_COVERS: _rule({*READERS, S.TRAINER}),
    Action.READ_COVER: _rule({*READERS, S.LEAD, S.ONESELF}, ADMINS),
    Action.READ_STAND_INS: _rule({*READERS, S.LEAD}, {S.ONESELF}),
    Action.ANSWER_COVER: _rule({S.ONESELF}, {*READERS, S.LEAD}),
    Action.RELEASE_COVER: _rule({*ADMINS, S.LEAD_IN_SCOPE, S.ONESELF}, {*READERS, S.LEAD}),
    **dict.fromkeys(
        (Action.SEARCH_COVER, Action.NAME_SUBSTITUTE, Action.DECIDE_COVER),
        _rule({*ADMINS, S.LEAD_IN_SCOPE}, {*READERS, S.LEAD, S.ONESELF}),
    ),
    Action.READ_HANDOVER: _rule({*READERS, *OF_BATCH}, {S.IN_CLASS}),
    Action.WRITE_HANDOVER: _rule({*ADMINS, S.LEAD, S.ON_BATCH}, {*READERS, S.COVERING, S.IN_CLASS}),
    Action.REPORT_COVER: _rule({*ADMINS, S.LEAD_IN_SCOPE, S.ONESELF}, {*READERS, S.LEAD}),
    Action.READ_REPORT: _rule({*READERS, *OF_BATCH, S.ONESELF}, {S.IN_CLASS}),
    Action.REPORT_SESSION: _rule({*ADMINS, S.LEAD_IN_SCOPE, S.ONESELF}, {*READERS, *OF_BATCH, S.IN_CLASS}),
    Action.ACKNOWLEDGE_REPORT: _rule({*ADMINS, S.LEAD_IN_SCOPE}, {*READERS, *OF_BATCH, S.ONESELF, S.IN_CLASS}),
    Action.READ_QUALITY: _rule({*READERS, S.LEAD}, ON_COURSE),
    Action.READ_TRAINERS_QUALITY: _rule({*READERS, S.ONESELF, S.LEAD}, {S.COLLEAGUE}),
    Action.READ_TERMS: _rule({*READERS, S.TRAINER}),
    Action.SET_TERMS: _rule(ADMINS),
    Action.READ_TRAINERS_LEDGER: _rule({*READERS, S.ONESELF, S.LEAD}, {S.COLLEAGUE}),
    Action.READ_LEDGER: _rule(READERS),
    Action.CORRECT_LEDGER: _rule(ADMINS, {*READERS, S.ONESELF, S.LEAD, S.COLLEAGUE}),
    Action.READ_COVER_SETTINGS: _rule({*READERS, *ON_COURSE}, ADMINS),
    Action.SET_COVER_SETTINGS: _rule({*ADMINS, S.LEAD_IN_SCOPE}, {*READERS, *ON_COURSE}),
    **dict.fromkeys((Action.READ_SUBSTITUTE_POOL, Action.READ_STUDENTS_CONTACTS), _rule(READERS)),
    **dict.fromkeys((Action.SET_SUBSTITUTE_POOL, Action.SET_STUDENTS_CONTACTS), _rule(ADMINS)),
    Action.LIST_SWAPS: _rule({*READERS, S.TRAINER}),
    Action.READ_SWAP: _rule({*READERS, *OF_BATCH, S.ONESELF}, ADMINS),
    **dict.fromkeys(
        (Action.PROPOSE_SWAP, Action.WITHDRAW_SWAP),
        _rule({*ADMINS, S.LEAD_IN_SCOPE, S.ONESELF}, {*READERS, *OF_BATCH}),
    ),
    Action.ANSWER_SWAP: _rule({S.ONESELF}, {*READERS, *OF_BATCH}),
    Action.LIST_QUESTIONS: _rule({*READERS, S.TRAINER, *ASKERS, S.STUDENT}),
    Action.ASK_QUESTION: _rule({*ADMINS, S.MACHINE_ASKER, S.IN_CLASS, S.ENROLLED}, {*READERS, *ON_COURSE, *OF_BATCH}),
    Action.READ_QUESTION: _rule({*READERS, *OF_BATCH, S.ONESELF, *ASKERS}, ADMINS),
    Action.NOTE_QUESTION: _rule({*ADMINS, *OF_BATCH, S.ONESELF}, {*READERS, *ASKERS}),
    Action.ANSWER_QUESTION: _rule({*ADMINS, S.LEAD_IN_SCOPE, S.ONESELF}, {*READERS, *OF_BATCH, *ASKERS}),
    Action.ESCALATE_QUESTION: _rule({*ADMINS, S.LEAD_IN_SCOPE, S.ON_BATCH, S.ONESELF}, {*READERS, *OF_BATCH, *ASKERS}),
    Action.TAKE_QUESTION: _rule({S.ADMIN, S.LEAD_IN_SCOPE}, {*READERS, *OF_BATCH, S.ONESELF, *ASKERS}),
    Action.DIRECT_QUESTION: _rule({*ADMINS, S.LEAD_IN_SCOPE}, {*READERS, *OF_BATCH, S.ONESELF, *ASKERS}),
    **dict.fromkeys(
        (Action.FOLLOW_UP_QUESTION, Action.CLOSE_QUESTION),
        _rule({*ADMINS, *ASKERS}, {*READERS, *OF_BATCH, S.ONESELF}),
    ),
    Action.COUNT_QUESTIONS: _rule(READERS),
    Action.SURVEY_QUESTIONS: _rule({*READERS, S.LEAD}, {*ON_COURSE, *OF_BATCH}),
    Action.SUGGEST_REPLIES: _rule({*READERS, *OF_BATCH, S.ONESELF}, ASKERS),
    Action.READ_REPLIES: _rule({*READERS, *ON_COURSE}, ADMINS),
    Action.KEEP_REPLIES: _rule({*ADMINS, S.LEAD, S.ASSISTANT}, {*READERS, *ON_COURSE}),
    Action.LIST_THREADS: _rule({*READERS, S.TRAINER}),
    Action.READ_COURSE_THREAD: _rule({*READERS, *ON_COURSE}, ADMINS),
    Action.WRITE_COURSE_THREAD: _rule({S.ADMIN, *ON_COURSE}, READERS),
    Action.READ_BATCH_THREAD: _rule({*READERS, *TALKING}, {*OF_BATCH, S.IN_CLASS}),
    Action.WRITE_BATCH_THREAD: _rule({S.ADMIN, *TALKING}, {*READERS, *OF_BATCH, S.IN_CLASS}),
    Action.READ_DIRECT_THREAD: _rule({S.ONESELF}, set()),
    Action.CHANGE_MESSAGE: _rule({S.ONESELF}, {*READERS, *OF_BATCH, S.IN_CLASS}),
    Action.DELETE_MESSAGE: _rule({*ADMINS, S.LEAD_IN_SCOPE, S.ONESELF}, {*READERS, *OF_BATCH, S.IN_CLASS}),
    Action.READ_MESSAGE_HISTORY: _rule({*READERS, S.LEAD_IN_SCOPE, S.ONESELF}, {*OF_BATCH, S.IN_CLASS}),
    Action.READ_CANDIDATES: _rule({*READERS, S.LEAD}, {S.ON_BATCH, S.IN_CLASS}),
    Action.READ_WORKLOADS: _rule(READERS),
    Action.LOOK_OVER_TRAINERS: _rule({*READERS, S.TRAINER}),
    Action.PLAN_EVERYTHING: _rule(ADMINS),
    Action.LIST_PROPOSALS: _rule({*READERS, S.TRAINER}),
    Action.READ_PROPOSAL: _rule({*READERS, S.LEAD}, ADMINS),
    Action.MAKE_PROPOSAL: _rule({*ADMINS, S.LEAD_IN_SCOPE}, {*READERS, *ON_COURSE}),
    **dict.fromkeys(
        (Action.END_PROPOSAL, Action.APPLY_PROPOSAL, Action.REVERT_PROPOSAL),
        _rule({*ADMINS, S.LEAD_IN_SCOPE}, {*READERS, S.LEAD}),
    ),
    Action.READ_MIGRATION: _rule(READERS),
    Action.PREVIEW_CONVERSION: _rule(READERS, ON_COURSE),
    Action.CONVERT_COURSE: _rule(ADMINS, {*READERS, *ON_COURSE}),
    Action.READ_AUDIT: _rule(ADMINS),
    **dict.fromkeys(
        (
            Action.REPAIR_COURSE,
            Action.LIST_KEYS,
            Action.CREATE_KEY,
            Action.REVOKE_KEY,
            Action.CREATE_ADMIN,
            Action.CHANGE_PASSWORD,
            Action.READ_SETTINGS,
            Action.LIST_ACCOUNTS,
            Action.END_SIGN_INS,
        ),
        _rule({S.ADMIN}),
    ),
    Action.LISTEN: _rule({*READERS, S.TRAINER, S.STUDENT}),
    Action.SEE_ONESELF: _rule({*EVERYBODY} - {S.MACHINE}),
    **dict.fromkeys(
        (Action.SIGN_OUT, Action.READ_NOTIFICATIONS, Action.SET_OWN_PREFERENCES),
        _rule({S.ADMIN, S.TRAINER, S.STUDENT}),
    ),
    Action.READ_PREFERENCES: _rule({*READERS, S.ONESELF}, {S.LEAD, S.COLLEAGUE}),
    Action.SET_PREFERENCES: _rule({*ADMINS, S.ONESELF}, {*READERS, S.LEAD, S.COLLEAGUE}),
    **dict.fromkeys(
        (Action.LOOK_AFTER_WEBHOOKS, Action.READ_OUTBOX, Action.RESEND, Action.GIVE_UP_DELIVERY), _rule(ADMINS)
    ),
}


OF_ROLE = {Role.LEAD: S.LEAD, Role.ASSISTANT: S.ASSISTANT, Role.SUBSTITUTE: S.SUBSTITUTE}


def can(actor: Actor, action: Action, context: Context = NOTHING) -> Verdict:
    """Whether somebody may do something, and if not, what they are told."""
    standings, rule = standings_of(actor, context), MATRIX[action]
    if standings & rule.may:
        return Verdict.YES
    if actor.kind is ActorKind.ANONYMOUS:
        return Verdict.SIGN_IN
    return Verdict.NO if standings & rule.may_know else Verdict.UNKNOWN


def standings_of(actor: Actor, context: Context = NOTHING) -> frozenset[Standing]:
    """Everything that somebody is to what they ask about."""
    match actor.kind:
        case ActorKind.ADMIN:
            return frozenset({S.ADMIN, *({S.ONESELF} if context.oneself else ())})
        case ActorKind.MACHINE:
            scoped = {
                Scope.ADMIN: S.MACHINE_ADMIN,
                Scope.READ: S.MACHINE_READER,
                Scope.QUESTIONS: S.MACHINE_ASKER,
            }
            return frozenset({S.MACHINE, *(scoped[scope] for scope in actor.scopes)})
        case ActorKind.TRAINER:
            return frozenset({S.TRAINER, *_of_trainer(context)})
        case ActorKind.STUDENT:
            held = {S.IN_CLASS: context.in_class, S.ENROLLED: context.enrolled}
            return frozenset({S.STUDENT, *(standing for standing, holds in held.items() if holds)})
        case ActorKind.ANONYMOUS:
            return frozenset({S.ANONYMOUS})


def _of_trainer(context: Context) -> set[Standing]:
    facts = {
        S.ON_BATCH: context.on_batch,
        S.COVERING: context.covering,
        S.ONESELF: context.oneself,
        S.COLLEAGUE: context.colleague,
    }
    held = {standing for standing, holds in facts.items() if holds}
    entry = context.entry
    if entry is None or entry.status is Status.INACTIVE:
        return held
    held.add(OF_ROLE[entry.role])
    if entry.is_lead and context.touched and context.touched.is_within(entry.batches):
        held.add(S.LEAD_IN_SCOPE)
    return held


def beyond_scope(context: Context) -> tuple[Sentence, str]:
    """What keeps a lead from making a change, and who may make it, for people and for programs; nothing for others."""
    entry, touched = context.entry, context.touched
    if entry is None or not entry.is_lead or touched is None or touched.is_within(entry.batches):
        return NOTHING_MORE, ""
    if Role.LEAD in touched.roles:
        words = Sentence("Leads change neither leads nor themselves; an admin does.")
        return words, f" {words}"
    beyond = sorted(touched.batches - {*entry.batches})
    words = Sentence("It touches batches that you do not answer for. An admin may.")
    return words, f" It touches batches beyond your scope: {', '.join(beyond)}. An admin may."
