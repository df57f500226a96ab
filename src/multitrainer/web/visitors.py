"""Who looks at a page, in which language, and what their browser keeps of that."""

from dataclasses import dataclass, field, replace
from zoneinfo import ZoneInfo

from fastapi import Request, Response

from multitrainer.domain.actors import NOBODY, Actor, ActorKind
from multitrainer.domain.errors import NotSignedIn
from multitrainer.domain.sentences import Sentence
from multitrainer.domain.telling.notices import Language
from multitrainer.identity.callers import Person
from multitrainer.services import Services
from multitrainer.web.locales import Locale

SIGNED_IN, LANGUAGE, THEME = "multitrainer_sign_in", "multitrainer_language", "multitrainer_theme"
"""Names of cookies."""
THEMES = ("auto", "light", "dark")
LONG_DAYS = 365


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who looks at a page. `mark` is what their forms carry, `by_link` whether the address alone lets them in.

    `unread` is how many of their notifications they have not read. `heard` is the last event of the live stream that
    there was before the page was made: what follows it, the page may not show.
    """

    locale: Locale
    theme: str
    path: str
    person: Person | None = None
    actor: Actor = NOBODY
    name: str = ""
    mark: str = field(default="", repr=False)
    by_link: bool = False
    unread: int = 0
    heard: int = 0

    @property
    def language(self) -> Language:
        """In which they read."""
        return self.locale.language

    @property
    def known(self) -> Person:
        """As whom they are signed in. Raises NotSignedIn."""
        if self.person is None:
            raise NotSignedIn(Sentence("Sign in first."))
        return self.person

    @property
    def plans(self) -> bool:
        """Whether they look after the institute."""
        return self.actor.kind is ActorKind.ADMIN

    @property
    def teaches(self) -> bool:
        """Whether they are a trainer."""
        return self.actor.kind is ActorKind.TRAINER


def services_of(request: Request) -> Services:
    """Every use case."""
    services: Services = request.app.state.services
    return services


def stranger(request: Request) -> Visitor:
    """Whoever looks, without a look at who they are."""
    zone: ZoneInfo = request.app.state.zone
    language = preferred(request.headers.get("accept-language", ""), request.cookies.get(LANGUAGE, ""))
    theme = request.cookies.get(THEME, "")
    return Visitor(Locale(language, zone), theme if theme in THEMES else "auto", request.url.path)


def whoever_has(request: Request, language: Language | None = None) -> Visitor:
    """Whoever has this address, which lets them in, so that no page shows it: in the language of the one it is for."""
    who = stranger(request)
    return replace(who, locale=replace(who.locale, language=language or who.language), path="", by_link=True)


async def visitor(request: Request) -> tuple[Services, Visitor]:
    """The services, and whoever looks. Raises NotSignedIn."""
    services, unknown = services_of(request), stranger(request)
    heard = services.events.feed.last  # before anything is read
    person = services.visitors.read(request.cookies.get(SIGNED_IN))
    if person is None:
        raise NotSignedIn(Sentence("Sign in first."))
    actor, name = await services.sign_ins.who(person)
    mark = services.visitors.mark(person)
    unread = await services.notifications.unread(actor.id)
    return services, replace(
        unknown, person=person, actor=actor, name=name or "", mark=mark, unread=unread, heard=heard
    )


def keep(request: Request, response: Response, name: str, value: str, days: float = LONG_DAYS) -> None:
    """Let a browser keep something that no script sees, and that is not sent along by another site's forms."""
    seconds, secure = round(days * 24 * 60 * 60), request.url.scheme == "https"
    response.set_cookie(name, value, max_age=seconds, secure=secure, httponly=True, samesite="lax")


def preferred(header: str, chosen: str = "") -> Language:
    """The language that was chosen, else the first of an `Accept-Language` that we know."""
    known = {language.value: language for language in Language}
    asked = (part.strip()[:2].lower() for part in header.split(","))
    return next((known[one] for one in (chosen, *asked) if one in known), Language.ENGLISH)
