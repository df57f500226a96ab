"""Who a browser is signed in as on the pages, and whether a form that it sends comes from one of them."""

from secrets import token_bytes

from multitrainer.identity.callers import Person
from multitrainer.identity.seals import Seal
from multitrainer.identity.tokens import InvalidToken, Tokens


class Visitors:
    """Reads what browsers keep and what forms carry. Whether a sign-in is still good, others look up."""

    def __init__(self, tokens: Tokens, forms: Seal) -> None:
        """`tokens` reads what a browser keeps; `forms` seals what a form has to carry."""
        self._tokens = tokens
        self._forms = forms

    def read(self, kept: str | None) -> Person | None:
        """Whoever a browser shows itself to be; None where what it keeps is no good, or no longer."""
        try:
            claims = self._tokens.read(kept or "")
        except InvalidToken:
            return None
        return Person(claims.user, claims.sign_in or "")

    def mark(self, person: Person) -> str:
        """What the forms carry that are shown to somebody in one sign-in: no other site can know it.

        Never the same twice: what stands in every compressed page could be guessed from their sizes (BREACH).
        """
        sign_in = bytes.fromhex(person.sign_in)
        pad = token_bytes(len(sign_in))
        return self._forms.sealed(pad + _mixed(sign_in, pad))

    def is_ours(self, person: Person, mark: str) -> bool:
        """Whether a form was shown to this person in this sign-in."""
        sign_in, opened = bytes.fromhex(person.sign_in), self._forms.opened(mark) or b""
        pad, mixed = opened[: len(sign_in)], opened[len(sign_in) :]
        return len(mixed) == len(sign_in) and _mixed(mixed, pad) == sign_in


def _mixed(some: bytes, pad: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(some, pad, strict=True))
