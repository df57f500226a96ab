"""Builds what lets people answer by e-mail."""

from multitrainer.identity.answer_links import AnswerLinks
from multitrainer.repositories.covers import Covers
from multitrainer.services.covers.answers import CoverAnswers
from multitrainer.services.covers.keeper import CoverKeeper
from multitrainer.services.covers.links import CoverLinks
from multitrainer.services.notifications.answer_addresses import AnswerAddresses
from multitrainer.settings import Settings
from multitrainer.wiring.base import Base


def cover_links(base: Base, secret: str, answers: CoverAnswers, keeper: CoverKeeper) -> CoverLinks:
    """What reads links, and answers by them."""
    links = AnswerLinks(secret)
    return CoverLinks(
        links, answers, keeper, Covers(), base.users, base.teams, base.kept.preferences, base.zone, base.now
    )


def answer_addresses(settings: Settings) -> AnswerAddresses:
    """What puts links into e-mails: none where the service would not know them again."""
    links = AnswerLinks(settings.jwt_secret.get_secret_value()) if settings.jwt_secret else None
    return AnswerAddresses(links, Covers(), settings.public_url)
