"""Every route, asked by every kind of actor about their own things and about others': as the matrix says, and no other.

What is expected is taken from `can`, with the facts as they are in the school of everybody.py.
"""

from dataclasses import replace
from functools import reduce

import pytest
from bson import ObjectId
from fastapi import FastAPI

from multitrainer.domain.actions import Action
from multitrainer.domain.actors import NOBODY, Actor, ActorKind
from multitrainer.domain.permissions import Verdict, can
from multitrainer.domain.standings import Context
from multitrainer.web.routes import Paged
from tests.api.everybody import (
    A_DELIVERY,
    A_KEY,
    A_WEBHOOK,
    ENTRIES,
    KEYS,
    OTHERS,
    OURS,
    PUBLIC,
    ROUTES,
    USERS,
    WHO,
    About,
    Asked,
    Sender,
)
from tests.api.routes.schools import School
from tests.school import JOHN, MARIA, STUDENT


def actor_of(who: str) -> Actor:
    if who in KEYS:
        return Actor(ActorKind.MACHINE, who, frozenset(KEYS[who]))
    return Actor(USERS[who][1], str(USERS[who][0])) if who in USERS else NOBODY


def context_of(who: str, path: str, asked: Asked, about: About) -> Context:
    """How somebody stands to what they ask about."""
    user = USERS[who][0] if who in USERS else None
    if about is OTHERS or user is None:
        return Context()
    entry = ENTRIES.get(user)
    if path.startswith("/api/trainers/") or "{leave}" in path or "{entry}" in path:
        leads = entry is not None and entry.is_lead
        return Context(entry if leads else None, oneself=user == JOHN, colleague=entry is not None)
    if "/api/swaps" in path and asked.touches:
        both = user in {JOHN, MARIA}
        own = user == JOHN if asked.action is Action.WITHDRAW_SWAP else both
        return Context(entry, on_batch=both, oneself=own, touched=asked.touches)
    context = Context(entry, touched=asked.touches)
    if "/api/questions" in path:
        return _of_question(context, asked, user)
    if "{cover}" in path or "{enrolment}" in path:
        return replace(context, oneself="{cover}" in path and user == MARIA, enrolled=user == STUDENT)
    if "/report" in path or "{message}" in path:
        return replace(context, on_batch=user == JOHN, in_class=user == STUDENT, oneself=user == JOHN)
    if any(named in path for named in ("{batch}", "{session}", "{thread}", "{attachment}")):
        return replace(context, on_batch=user == JOHN, in_class=user == STUDENT)
    return context if "{course}" in path or "{proposal}" in path else Context()


def _of_question(context: Context, asked: Asked, user: ObjectId) -> Context:
    """John has it, and is on the batch; a student's own is it once it was asked."""
    is_new = asked.action is Action.ASK_QUESTION
    is_student = user == STUDENT
    asked_it, may_ask = is_student and not is_new, is_student and is_new
    return replace(
        context, on_batch=user == JOHN, oneself=user == JOHN and not is_new, enrolled=asked_it, in_class=may_ask
    )


FIXED = {"{key}": A_KEY, "{webhook}": A_WEBHOOK, "{delivery}": A_DELIVERY, "{notification}": "{mine}", "{number}": 1}
EXPECTED = {Verdict.NO: 403, Verdict.UNKNOWN: 404, Verdict.SIGN_IN: 401}


def status_of(actor: Actor, action: Action, verdict: Verdict) -> int:
    """People who may not answer, though they know of the cover, hear that they were not asked."""
    if (action, verdict) == (Action.ANSWER_COVER, Verdict.NO) and actor.kind is not ActorKind.MACHINE:
        return 404
    return EXPECTED.get(verdict, 200)


@pytest.mark.parametrize(("method", "path"), ROUTES, ids=lambda part: part)
async def test_every_route_answers_everybody_as_the_matrix_says(
    sender: Sender, everybody: School, method: str, path: str
) -> None:
    asked, told, expected = ROUTES[method, path], {}, {}
    if "{cover}" in path or "/report" in path:
        await everybody.found(path)
    for about in (OURS, OTHERS) if "{" in path else (OURS,):
        for who in WHO:
            theirs = asked.of(about)
            answer = await sender.ask(who, method, path.format(**about._asdict()), theirs)
            actor = actor_of(who)
            verdict = can(actor, asked.action, context_of(who, path, asked, about))
            told[about, who] = 200 if answer.is_success else answer.status_code
            expected[about, who] = status_of(actor, asked.action, verdict)
            if answer.is_success and method != "GET":
                await everybody.put_back()
    assert told == expected


def test_every_route_is_in_the_matrix_or_for_everybody(app: FastAPI) -> None:
    def asked_for(path: str) -> str:
        return reduce(lambda so_far, name: so_far.replace(name, str(FIXED[name])), FIXED, path.replace("_id}", "}"))

    there = {
        (method, asked_for(getattr(route, "path", "")))
        for route in app.routes
        if not isinstance(route, Paged)  # tests of pages look at those
        for method in getattr(route, "methods", ())  # files have none
    }
    assert there - PUBLIC == {*ROUTES}
