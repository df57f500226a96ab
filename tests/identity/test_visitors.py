"""What forms carry: good for one sign-in, and never the same twice."""

from datetime import timedelta

from bson import ObjectId

from multitrainer.identity.callers import Person
from multitrainer.identity.seals import Seal
from multitrainer.identity.tokens import Tokens
from multitrainer.identity.visitors import Visitors

SECRET = "s" * 32
ONE, OTHER = (Person(str(ObjectId()), str(ObjectId())) for _ in range(2))
FORMS = Seal(SECRET, "forms")
VISITORS = Visitors(Tokens(SECRET, timedelta(days=1)), FORMS)


def test_a_mark_is_good_in_its_own_sign_in_alone() -> None:
    assert VISITORS.is_ours(ONE, VISITORS.mark(ONE))
    assert not VISITORS.is_ours(OTHER, VISITORS.mark(ONE))
    for wrong in ("", "x", FORMS.sealed(b""), FORMS.sealed(bytes.fromhex(ONE.sign_in))):
        assert not VISITORS.is_ours(ONE, wrong)


def test_no_part_of_a_mark_comes_again_so_that_the_size_of_compressed_pages_tells_nothing_of_it() -> None:
    marks = [VISITORS.mark(ONE) for _ in range(50)]
    parts = {mark[at : at + 8] for mark in marks for at in range(len(mark) - 7)}
    assert len(parts) == sum(len(mark) - 7 for mark in marks)
