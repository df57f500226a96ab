"""What every error has."""

from typing import Any, ClassVar

from multitrainer.domain.sentences import InEnglish, Sentence, in_english


class MultitrainerError(Exception):
    """Base of all. `said` is a sentence for people, `facts` is for programs (JSON values only).

    A page says the sentence in the language of whoever looks. `detail` is what the API and the command line say: the
    same in English, or what is given for them where ids, parameters or commands help there. A text in the place of a
    sentence stays in English: it is for those who write or run programs, and no page should meet it.
    """

    code: ClassVar[str]
    title: ClassVar[str]

    def __init__(self, said: Sentence | str, detail: str = "", /, **facts: Any) -> None:
        self.said = said if isinstance(said, Sentence) else InEnglish(said)
        self.detail = detail or str(self.said)
        self.facts: dict[str, Any] = in_english(facts)
        super().__init__(self.detail)
