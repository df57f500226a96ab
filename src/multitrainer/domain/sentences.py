"""Sentences for people, which can be said in any language: a text, and what is put into it.

`scripts/texts` finds the texts of `Sentence` and `Counted`, so they stand there as they are, without `f`. Programs read
them in English; pages say them in the language of whoever looks.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol, Self, TypeAlias, Union

Value: TypeAlias = Union["Sentence", str, float, date, Sequence[Union["Sentence", str]]]
"""What is put into a sentence. Times are on the clock that they are meant by already; several things are a list."""


class Speaker(Protocol):
    """A language: its texts, and how numbers and dates are written in it."""

    def text(self, english: str) -> str:
        """A text, by what it is in English."""

    def counted(self, one: str, several: str, n: int) -> str:
        """A text for one, or for several."""

    def number(self, value: float) -> str:
        """A number."""

    def day(self, value: date) -> str:
        """A day, or a moment of one."""


class Sentence:
    """A text with names in braces, and what is put there. It need not be a whole sentence: sentences go into others."""

    def __init__(self, text: str, /, **values: Value) -> None:
        self.text = text
        self.values = values

    def into(self, speaker: Speaker) -> str:
        """The same in a language."""
        return self._text(speaker).format_map({name: _put(value, speaker) for name, value in self.values.items()})

    def of(self, **values: Value) -> Self:
        """The same text, with something else or more put into it."""
        made = self.__class__.__new__(self.__class__)
        made.__dict__ |= self.__dict__ | {"values": self.values | values}
        return made

    @property
    def is_english(self) -> bool:
        """Whether it is English in every language."""
        return False

    def _text(self, speaker: Speaker) -> str:
        return speaker.text(self.text)

    def __add__(self, other: "Sentence") -> "Sentence":
        """Both, one after the other."""
        return Several(self, other)

    def __str__(self) -> str:
        """In English."""
        return self.into(ENGLISH)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sentence) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(self.text)


class Counted(Sentence):
    """A text that is another one for several things; `n` is how many there are."""

    def __init__(self, one: str, several: str, /, n: int, **values: Value) -> None:
        super().__init__(one, n=n, **values)
        self.several = several
        self.n = n

    def _text(self, speaker: Speaker) -> str:
        return speaker.counted(self.text, self.several, self.n)


class InEnglish(Sentence):
    """What nobody translates: of programs, and for those who run them."""

    is_english = True

    def into(self, speaker: Speaker) -> str:
        """As it is."""
        return self.text


NOTHING = InEnglish("")
"""Where there is no more to say."""


class Several(Sentence):
    """One sentence after the other."""

    def __init__(self, *sentences: Sentence) -> None:
        super().__init__("")
        self.sentences = sentences

    def into(self, speaker: Speaker) -> str:
        """Each in a language; one that says nothing is left out."""
        return " ".join(said for one in self.sentences if (said := one.into(speaker)))


class AboutField(Sentence):
    """A field, by the name that it has there, and what is wrong with it: a verb and the rest, or a whole sentence."""

    def __init__(self, field: str, message: Sentence | str) -> None:
        super().__init__("")
        self.field = field
        self.message = message

    @property
    def is_english(self) -> bool:
        """Whether what is wrong with the field is."""
        return not isinstance(self.message, Sentence) or self.message.is_english

    def into(self, speaker: Speaker) -> str:
        """As one sentence."""
        message = _put(self.message, speaker).removesuffix(".")
        return f"{self.field}: {message}." if message[:1].isupper() else f"{self.field} {message}."


class English:
    """The language of programs and logs, with dates as they write them."""

    def text(self, english: str) -> str:
        """As it is."""
        return english

    def counted(self, one: str, several: str, n: int) -> str:
        """The one that fits."""
        return one if n == 1 else several

    def number(self, value: float) -> str:
        """Without a group of digits."""
        return f"{value:g}" if isinstance(value, float) else str(value)

    def day(self, value: date) -> str:
        """Of ISO 8601, with a space."""
        return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else value.isoformat()


ENGLISH = English()


def in_english(value: Any) -> Any:
    """Values of JSON, in which sentences are said in English."""
    if isinstance(value, Sentence):
        return str(value)
    if isinstance(value, Mapping):
        return {key: in_english(one) for key, one in value.items()}
    return [in_english(one) for one in value] if isinstance(value, list) else value


def _put(value: Any, speaker: Speaker) -> str:
    if isinstance(value, Sentence):
        return value.into(speaker)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, date):
        return speaker.day(value)
    return speaker.number(value) if isinstance(value, int | float) else ", ".join(_put(one, speaker) for one in value)
