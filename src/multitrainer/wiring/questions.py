"""Builds what students' questions need."""

from typing import TypedDict

from multitrainer.repositories.enrolments import Enrolments
from multitrainer.repositories.leaves import Leaves
from multitrainer.repositories.lessons import Lessons
from multitrainer.repositories.question_counts import QuestionCounts as CountRepository
from multitrainer.repositories.questions import Questions as QuestionRepository
from multitrainer.repositories.replies import Replies as ReplyRepository
from multitrainer.repositories.timetables import Timetables
from multitrainer.services.questions.answers import QuestionAnswers
from multitrainer.services.questions.changes import QuestionChanges
from multitrainer.services.questions.counts import QuestionCounts
from multitrainer.services.questions.hops import QuestionHops
from multitrainer.services.questions.keeper import QuestionKeeper
from multitrainer.services.questions.people import QuestionPeople
from multitrainer.services.questions.questions import Questions
from multitrainer.services.questions.replies import Replies
from multitrainer.services.questions.views import QuestionViews
from multitrainer.wiring.base import Base


class Asking(TypedDict):
    """Use cases of questions and replies."""

    questions: Questions
    question_answers: QuestionAnswers
    question_hops: QuestionHops
    question_keeper: QuestionKeeper
    question_counts: QuestionCounts
    replies: Replies


def asking(base: Base, *, silent: bool = False) -> Asking:
    """Who answers what, until when. `silent`: nobody is told."""
    gate, database, users, now = base.gate, base.database, base.users, base.now
    rules, kept, replies = base.settings.question_rules(base.zone), QuestionRepository(), ReplyRepository()
    people = QuestionPeople(base.teams, Lessons(), Leaves(), users, kept, Timetables(), rules, now)
    telling = None if silent else base.telling
    changes, views = QuestionChanges(kept, telling, base.audit, now), QuestionViews(users, base.zone)
    answers = QuestionAnswers(gate, database, kept, replies, people, changes, views, now)
    return {
        "questions": Questions(
            gate, database, kept, people, changes, views, base.batches, Enrolments(), users, rules, now
        ),
        "question_answers": answers,
        "question_hops": QuestionHops(answers, people, now),
        "question_keeper": QuestionKeeper(database, kept, people, changes, now),
        "question_counts": QuestionCounts(gate, CountRepository(), now),
        "replies": Replies(gate, database, base.courses, replies, kept, base.audit, now),
    }
