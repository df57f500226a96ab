"""Answers to offers by a link: what it asks by now, and accepting and refusing as whoever it is for."""

from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from multitrainer.clock import Clock
from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.covers.answering import Standing, standing
from multitrainer.domain.covers.values import Cover
from multitrainer.domain.errors import CannotCover, Conflict, Contended, NotFound, TrainerNotFound
from multitrainer.domain.telling.notices import Language
from multitrainer.identity.answer_links import AnswerLink, AnswerLinks
from multitrainer.repositories.covers import Covers
from multitrainer.repositories.names import names_of
from multitrainer.repositories.preferences import Preferences
from multitrainer.repositories.teams import Teams
from multitrainer.repositories.users import Users
from multitrainer.schemas.notifications import preferences_from
from multitrainer.services.covers.answers import CoverAnswers
from multitrainer.services.covers.keeper import CoverKeeper


@dataclass(frozen=True, slots=True)
class AskedFor:
    """One session that a link asks somebody to take, by its cover, and how that stands; with names.

    `leads` is whether they answer for its batch, as far as that makes a difference.
    """

    cover: str
    standing: Standing
    course: str
    batch: str
    trainer: str
    start: datetime
    end: datetime
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What a link asks. No `sessions`: whoever is asked is no trainer any more, or there is nothing to take.

    `against` is why they can't take what they wanted to, by the name of the reason.
    """

    language: Language
    zone: ZoneInfo
    until: datetime
    sessions: tuple[AskedFor, ...]
    against: str | None = None

    def stands_as(self, wanted: Standing, covers: Collection[str]) -> bool:
        """Whether all of these covers that it is about stand so, and there are any."""
        return {one.standing for one in self.sessions if one.cover in covers} == {wanted}


class CoverLinks:
    """Use cases of whoever has a link. To read it changes nothing, because programs that look at e-mails do.

    Nobody has to be kept from guessing: a link that is not ours costs no query, and its seal has 144 bits.
    """

    def __init__(
        self,
        links: AnswerLinks,
        answers: CoverAnswers,
        keeper: CoverKeeper,
        covers: Covers,
        users: Users,
        teams: Teams,
        preferences: Preferences,
        zone: ZoneInfo,
        now: Clock,
    ) -> None:
        self._links = links
        self._answers = answers
        self._keeper = keeper
        self._covers = covers
        self._users = users
        self._teams = teams
        self._preferences = preferences
        self._zone = zone
        self._now = now

    async def read(self, token: str) -> Question | None:
        """What a link asks; None where it is none of ours."""
        link = self._links.read(token)
        return await self._question(link) if link else None

    async def accept(self, token: str, chosen: Collection[str]) -> Question | None:
        """Take some of the covers of a link, whose rest is refused; what it asks then.

        Nothing is done where one of them can't be taken. Raises Contended.
        """
        link = self._links.read(token)
        wanted = [cover for cover in link.covers if cover in chosen] if link else []
        if link is None or not wanted:
            return await self._question(link) if link else None
        first, *others = wanted
        return await self._answered(
            link, lambda actor: self._answers.accept(actor, first, others, asked_at=link.made_at)
        )

    async def refuse(self, token: str) -> Question | None:
        """Refuse what is still asked; what it asks then. Raises Contended."""
        link = self._links.read(token)
        if link is None:
            return None
        question = await self._question(link)
        if not (asked := [one.cover for one in question.sessions if one.standing is Standing.OPEN]):
            return question
        first, *others = asked
        return await self._answered(
            link, lambda actor: self._answers.refuse(actor, first, others, asked_at=link.made_at)
        )

    async def _answered(self, link: AnswerLink, answer: Callable[[Actor], Awaitable[object]]) -> Question:
        """By what is true at this moment: a session may have been cancelled without the search knowing yet."""
        question = await self._question(link)
        if link.is_over(self._now()) or not question.sessions:
            return question
        against = None
        try:
            await self._bring_up(link)
            await answer(Actor(ActorKind.TRAINER, link.trainer))
        except Contended:
            raise
        except CannotCover as refused:
            against = str(refused.facts["reason"])
        except (Conflict, NotFound):  # the question as it stands then says why
            pass
        return replace(await self._question(link), against=against)

    async def _bring_up(self, link: AnswerLink) -> None:
        for trainer in {cover.session.trainer for cover in await self._covers.several(link.covers)}:
            await self._keeper.bring_up(trainer)

    async def _question(self, link: AnswerLink) -> Question:
        said = (await self._preferences.of([link.trainer])).get(link.trainer, {})
        question = Question(preferences_from(said).language, self._zone, link.until, ())
        try:
            await self._users.trainer(link.trainer)
        except TrainerNotFound:
            return question
        covers = await self._covers.several(link.covers)
        return replace(question, sessions=tuple(await self._asked_for(link, covers)))

    async def _asked_for(self, link: AnswerLink, covers: Collection[Cover]) -> Iterable[AskedFor]:
        people = await self._users.by_id(sorted({cover.session.trainer for cover in covers}))
        names = {id_: str(user["name"]) for id_, user in people.items() if user.get("name")}
        names |= await names_of("courses", {cover.session.course for cover in covers})
        names |= await names_of("batches", {cover.session.batch for cover in covers})
        return [await self._one(link, cover, names) for cover in covers]

    async def _one(self, link: AnswerLink, cover: Cover, names: dict[str, str]) -> AskedFor:
        now, session = self._now(), cover.session
        stands = standing(cover, link.trainer, link.made_at, now)
        if stands is Standing.OPEN and link.is_over(now):
            stands = Standing.EXPIRED
        course, batch, trainer = (names.get(one) or one for one in (session.course, session.batch, session.trainer))
        leads = stands is Standing.EXPIRED and await self._leads(link.trainer, cover)
        return AskedFor(cover.id, stands, course, batch, trainer, session.start, session.end, leads)

    async def _leads(self, trainer: str, cover: Cover) -> bool:
        return await self._teams.lead_of(cover.session.course, cover.session.batch) == trainer
