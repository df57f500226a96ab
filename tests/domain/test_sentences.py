"""Sentences can be said in any language, with what is put into them."""

from datetime import UTC, date, datetime

from multitrainer.domain.errors import InvalidInput, StillPrimary
from multitrainer.domain.sentences import NOTHING, AboutField, Counted, InEnglish, Sentence

TEXTS = {
    "{who} has {what} {when}.": "{when} hat {who} {what}.",
    "{n} batch": "{n} Gruppe",
    "{n} batches": "{n} Gruppen",
}


class German:
    """So much of it as these tests need."""

    def text(self, english: str) -> str:
        return TEXTS.get(english, english)

    def counted(self, one: str, several: str, n: int) -> str:
        return TEXTS[one if n == 1 else several]

    def number(self, value: float) -> str:
        return f"{value}".replace(".", ",")

    def day(self, value: date) -> str:
        return f"{value:%d.%m.}"


def test_what_is_put_into_a_sentence_is_said_in_the_language_of_the_sentence() -> None:
    has = Sentence("{who} has {what} {when}.", who="Sarah", what=Counted("{n} batch", "{n} batches", 2), when="now")
    has = has.of(when=date(2026, 3, 2))
    assert (str(has), has.into(German())) == ("Sarah has 2 batches 2026-03-02.", "02.03. hat Sarah 2 Gruppen.")


def test_braces_in_what_is_put_into_a_sentence_are_no_places() -> None:
    assert str(Sentence("{who} has {what} {when}.", who="{what}", what="{0}", when="}")) == "{what} has {0} }."


def test_times_numbers_and_lists_read_in_english_as_programs_write_them() -> None:
    said = Sentence(
        "{at}; {hours}; {all}", at=datetime(2026, 3, 2, 18, tzinfo=UTC), hours=1.5, all=["a", Sentence("b")]
    )
    assert str(said) == "2026-03-02 18:00; 1.5; a, b"


def test_sentences_one_after_the_other_leave_out_one_that_says_nothing() -> None:
    assert str(Sentence("One.") + NOTHING + Sentence("Two.")) == "One. Two."


def test_what_nobody_translates_stays_as_it_is() -> None:
    assert InEnglish("{n} batch").into(German()) == "{n} batch"


def test_a_field_stands_before_what_is_wrong_with_it() -> None:
    assert str(AboutField("name", Sentence("must not be blank"))) == "name must not be blank."
    assert str(AboutField("name", "That is none.")) == "name: That is none."


def test_programs_are_told_what_helps_them_in_the_place_of_what_people_read() -> None:
    refused = StillPrimary(Sentence("This trainer is primary."), "a1 is primary; use ?handOverTo=.", trainer="a1")
    assert (refused.detail, str(refused.said)) == ("a1 is primary; use ?handOverTo=.", "This trainer is primary.")
    assert StillPrimary(Sentence("So it is.")).detail == "So it is."


def test_sentences_among_the_facts_are_english_to_programs_and_kept_for_pages() -> None:
    wrong = Sentence("must not be blank")
    refused = InvalidInput(AboutField("name", wrong), errors=[{"field": "name", "message": wrong}])
    assert refused.facts == {"errors": [{"field": "name", "message": "must not be blank"}]}
    assert refused.wrong == {"name": wrong}
