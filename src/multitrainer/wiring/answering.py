"""Builds what lets people answer by e-mail."""

from zoneinfo import ZoneInfo

from multitrainer.clock import Clock
from multitrainer.identity.answer_links import AnswerLinks
from multitrainer.repositories.covers import Covers
from multitrainer.repositories.preferences import Preferences
from multitrainer.repositories.users import Users
from multitrainer.services.answer_addresses import AnswerAddresses
from multitrainer.services.cover_answers import CoverAnswers
from multitrainer.services.cover_keeper import CoverKeeper
from multitrainer.services.cover_links import CoverLinks
from multitrainer.settings import Settings


def cover_links(
    settings: Settings, secret: str, answers: CoverAnswers, keeper: CoverKeeper, users: Users, now: Clock
) -> CoverLinks:
    """What reads links, and answers by them."""
    zone = ZoneInfo(settings.time_zone)
    return CoverLinks(AnswerLinks(secret), answers, keeper, Covers(), users, Preferences(), zone, now)


def answer_addresses(settings: Settings) -> AnswerAddresses:
    """What puts links into e-mails: none where the service would not know them again."""
    links = AnswerLinks(settings.jwt_secret.get_secret_value()) if settings.jwt_secret else None
    return AnswerAddresses(links, Covers(), settings.public_url)
