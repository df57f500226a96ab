"""Builds what lets people and machines in, and looks after their accounts."""

from datetime import timedelta
from secrets import token_urlsafe
from typing import TypedDict

from multitrainer.identity.callers import Doorkeeper
from multitrainer.identity.passwords import Passwords
from multitrainer.identity.seals import Seal
from multitrainer.identity.tokens import PAGES, OldTokens, Tokens
from multitrainer.identity.visitors import Visitors
from multitrainer.repositories.accounts import Accounts as AccountRepository
from multitrainer.repositories.api_keys import ApiKeys as ApiKeyRepository
from multitrainer.repositories.attempts import Attempts
from multitrainer.repositories.demo import LoadedDemos
from multitrainer.repositories.register import Register
from multitrainer.repositories.set_up import SetUpLinks
from multitrainer.repositories.sign_ins import SignIns as SignInRepository
from multitrainer.services.demo.accounts import DemoAccounts
from multitrainer.services.people.accounts import Accounts
from multitrainer.services.people.api_keys import ApiKeys
from multitrainer.services.people.key_uses import KeyUses
from multitrainer.services.people.people import People
from multitrainer.services.people.set_up import SetUp
from multitrainer.services.people.sign_ins import Issuers, Limits, SignIns
from multitrainer.settings import Settings
from multitrainer.wiring.base import Base


class SigningIn(TypedDict):
    """Use cases of signing in, and of accounts as whoever runs the service makes them."""

    doorkeeper: Doorkeeper
    visitors: Visitors
    sign_ins: SignIns
    api_keys: ApiKeys
    key_uses: KeyUses
    accounts: Accounts
    people: People
    set_up: SetUp
    demo_accounts: DemoAccounts


def signing_in(base: Base) -> SigningIn:
    """Who comes in, and how."""
    secret, schema, now = secret_of(base.settings), base.schema, base.now
    tokens = _issuers(base.settings, secret)
    kept, register, passwords = AccountRepository(schema), Register(schema, now), Passwords()
    sign_ins = _sign_ins(base, tokens)
    accounts = Accounts(kept, register, sign_ins, passwords, base.audit)
    return {
        "doorkeeper": Doorkeeper(tokens.access, _old_tokens(base.settings)),
        "visitors": Visitors(tokens.pages, Seal(secret, "forms")),
        "sign_ins": sign_ins,
        "api_keys": ApiKeys(base.gate, base.database, ApiKeyRepository(), base.audit, now),
        "key_uses": base.key_uses,
        "accounts": accounts,
        "people": People(base.gate, register, accounts, sign_ins, SignInRepository(), base.audit, now),
        "set_up": SetUp(SetUpLinks(), register, accounts, now),
        "demo_accounts": DemoAccounts(kept, register, passwords, LoadedDemos()),
    }


def tokens_of(settings: Settings) -> Tokens:
    """What makes and reads our access tokens. Without a secret, tokens of this process that no other one accepts."""
    return Tokens(secret_of(settings), timedelta(minutes=settings.access_token_minutes))


def _issuers(settings: Settings, secret: str) -> Issuers:
    lasting = timedelta(days=settings.sign_in_days)
    return Issuers(tokens_of(settings), Tokens(secret, lasting, PAGES))


def secret_of(settings: Settings) -> str:
    """What signs; made up where nobody has set it."""
    return settings.jwt_secret.get_secret_value() if settings.jwt_secret else token_urlsafe()


def _old_tokens(settings: Settings) -> OldTokens | None:
    """What reads the old application's tokens, where its key is known."""
    if settings.old_token_key is None:
        return None
    key = settings.old_token_key.get_secret_value()
    return OldTokens(key, settings.old_token_algorithms, settings.old_token_claim)


def _sign_ins(base: Base, tokens: Issuers) -> SignIns:
    settings = base.settings
    limits = Limits(
        settings.sign_in_failures,
        timedelta(minutes=settings.sign_in_window_minutes),
        timedelta(days=settings.sign_in_days),
    )
    accounts = AccountRepository(base.schema)
    return SignIns(accounts, SignInRepository(), Attempts(), base.callers, Passwords(), tokens, limits, base.now)
