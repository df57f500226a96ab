#!/usr/bin/env python3
"""Writes docs/permissions.md from the matrix in multitrainer.domain.permissions; a test compares the two.

Usage: .venv/bin/python scripts/permissions.py > docs/permissions.md
"""

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import NOBODY, THE_ADMIN, Actor, ActorKind, Scope
from multitrainer.domain.permissions import MATRIX, Verdict, can
from multitrainer.domain.roster import Entry, Role
from multitrainer.domain.standings import Context, Touched

ME = "me"
TRAINER, STUDENT = Actor(ActorKind.TRAINER, ME), Actor(ActorKind.STUDENT, ME)
WHO: dict[str, tuple[Actor, Context]] = {
    "admin": (THE_ADMIN, Context()),
    "key: admin": (Actor(ActorKind.MACHINE, ME, frozenset({Scope.ADMIN})), Context()),
    "key: questions": (Actor(ActorKind.MACHINE, ME, frozenset({Scope.QUESTIONS})), Context()),
    "key: read": (Actor(ActorKind.MACHINE, ME, frozenset({Scope.READ})), Context()),
    "lead, in scope": (TRAINER, Context(Entry(ME, Role.LEAD), touched=Touched())),
    "lead, beyond": (TRAINER, Context(Entry(ME, Role.LEAD), touched=Touched(frozenset({"another's"})))),
    "assistant": (TRAINER, Context(Entry(ME, Role.ASSISTANT))),
    "substitute": (TRAINER, Context(Entry(ME, Role.SUBSTITUTE))),
    "on the batch": (TRAINER, Context(on_batch=True)),
    "standing in": (TRAINER, Context(covering=True)),
    "oneself": (TRAINER, Context(oneself=True)),
    "colleague": (TRAINER, Context(colleague=True)),
    "other trainer": (TRAINER, Context()),
    "student there": (STUDENT, Context(in_class=True, enrolled=True)),
    "other student": (STUDENT, Context()),
    "nobody": (NOBODY, Context()),
}
SIGNS = {Verdict.YES: "yes", Verdict.NO: "403", Verdict.UNKNOWN: "404", Verdict.SIGN_IN: "401"}

HEAD = """# Permissions

What each may do. Written by `scripts/permissions.py` from `multitrainer.domain.permissions`, which decides; change it
there.

**yes**: they may. **403**: they may know of it, but not do it. **404**: they may not even know whether there is such a
thing, and are told what is told of a thing that isn't there. **401**: nobody knows who they are.

- Somebody may be several of these at once, a lead and a colleague for example: then the kindest answer holds.
- A role on a course is read from its roster at each request, never from a token. Who is inactive on a course is as if
  they were not on it, apart from batches that they stand on still; who is on leave keeps what they may. In courses of
  the old format, the instructor is its lead. What the old application said last counts.
- A **lead** changes what lies **in their scope**: batches that they answer for, and trainers who stand on no others.
  No lead changes another lead, or themself. They read every batch of the course. Whose batches lie in the scopes of
  two leads is changed by an admin. A lead may put any trainer on their course whose id they know, and so gets to see
  them.
- **On the batch** is who is its primary, backup or assistant. A substitute reads a batch while they stand on it, or
  stand in on it, and only then.
- **Standing in** is who has taken a session of the batch, to cover it or by a swap, from then until a day after it.
- **Oneself** and **colleague** (of a same course) are about trainers. A lead lists the batches that a colleague has in
  the courses which they lead.
- **Students** see the names of their own batches' trainers, and no contact details; of a batch its name and course.
  Whoever is neither admin nor trainer by `users.role` may do what a student may.
- Creating admins, giving passwords and repairing are commands: `multitrainer user` and `multitrainer doctor`. The first
  two, and who has an account, are also pages (`/people`).
- **Student there** is a student of the batch, or the one whose enrolment it is. Of a course's enrolments, students list
  their own. A lead puts students into batches of their scope, out of batches of their scope.
- Lists hold what one may read, and nothing else.
- A **proposal** is changed by whoever may change every batch of all its courses: a lead in whose scope they all lie.
  One of the kind `batches` is made, applied, reverted and ended by whoever may plan the course's batches: an admin.
- Of a **cover**, oneself is who was asked (to answer), who has the session (to give it back, to report), and each of
  them or who is away (to read it). Whoever was asked sees their own offer alone; whoever is away sees who takes the
  session. A trainer's covers are listed for whoever may read their leave. Who may not answer, because they were not
  asked, is told just that, and who can name them (404 `offer-not-found`).
- A **swap** is read by whoever may for one of its batches, and proposed or withdrawn for others by a lead in whose
  scope both lie. Whose sessions they are confirm it themselves; for who proposed it, withdrawing is about **oneself**.
- A student's **question** is the own of who asked it (**student there**), and of who has it (**oneself**). Who left
  the batch reads it no more. About a batch ask its students, about a course whoever is enrolled or in one of its
  batches. All of a course, and how they are answered, see its leads.
- Who could teach a batch is asked of its course; `?everybody=true` of the whole institute, by whoever sees everybody's
  workload.
- **Keys** are machines': the scope `admin` is for everything but making keys, `read` for looking, `questions` for
  asking on students' behalf, which sees what they see. A key without a scope is good for nothing.
"""


def page() -> str:
    """The whole page."""
    rows = [["action", "code", *WHO], ["---"] * (len(WHO) + 2), *map(_row, MATRIX)]
    return HEAD + "\n" + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(action: Action) -> list[str]:
    told = [SIGNS[can(actor, action, context)] for actor, context in WHO.values()]
    return [action.value, f"`{action.code}`", *told]


if __name__ == "__main__":
    print(page(), end="")
