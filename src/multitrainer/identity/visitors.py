"""Who a browser is signed in as on the pages, and whether a form that it sends comes from one of them."""

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
        """What the forms carry that are shown to somebody in one sign-in: no other site can know it."""
        return self._forms.sealed(bytes.fromhex(person.sign_in))

    def is_ours(self, person: Person, mark: str) -> bool:
        """Whether a form was shown to this person in this sign-in."""
        return self._forms.opened(mark) == bytes.fromhex(person.sign_in)
