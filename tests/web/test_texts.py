"""What stands on pages is there in every language."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po

from multitrainer.client.problems import by_code
from multitrainer.domain.telling.notices import Language
from multitrainer.web.words import words as words_of_all
from multitrainer.web.words_of_audit import of_audit
from multitrainer.web.words_of_office import of_office
from tests.tooling.project import ROOT

OTHERS = [language for language in Language if language is not Language.ENGLISH]
PLACE = re.compile(r"%\(\w+\)s|{\w*}")
FOR_PROGRAMS = re.compile(r"/api/|\b(GET|PUT|POST|DELETE|PATCH) |If-Match|ETag|\?\w+=|multitrainer ")
KEYWORDS = re.compile(r"--keyword=(\S+)")


def on_pages() -> set[tuple[str, ...]]:
    """All texts of templates and sentences, with their plural where they have one."""
    found: set[tuple[str, ...]] = set()
    keywords = DEFAULT_KEYWORDS | parse_keywords(KEYWORDS.findall((ROOT / "scripts" / "texts").read_text()))
    for mapping in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]:
        first, _, pattern = mapping.pop("pattern").partition("/")
        texts = extract_from_dir(ROOT / first, [(pattern, mapping.pop("method"))], {pattern: mapping}, keywords)
        found |= {_all(one) for _, _, one, _, _ in texts}
    return found


def said_in(language: Language) -> dict[tuple[str, ...], tuple[str, ...]]:
    with (ROOT / "src" / "multitrainer" / "web" / "texts" / f"{language.value}.po").open("rb") as file:
        catalog: Catalog = read_po(file, language.value)
    return {_all(one.id): _all(one.string) for one in catalog if isinstance(one, Message) and one.id}


def _all(texts: Any) -> tuple[str, ...]:
    """A text, or one with its plural."""
    return (texts,) if isinstance(texts, str) else tuple(texts or ())


def test_every_module_with_words_is_looked_through() -> None:
    """Babel's `*` stands for one letter at the least: `words*.py` leaves `words.py` out."""
    words = of_audit(str) | of_office(str) | words_of_all(str)
    assert {(word,) for of_kind in words.values() for word in of_kind.values() if word} <= on_pages()


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated_and_none_that_is_gone_is_kept(language: Language) -> None:
    said = said_in(language)
    assert on_pages() == {*said}
    assert [id_ for id_, texts in said.items() if not all(texts)] == []


@pytest.mark.parametrize("language", OTHERS)
def test_what_is_put_into_a_text_is_put_into_its_translation(language: Language) -> None:
    for id_, texts in said_in(language).items():
        assert {*PLACE.findall(id_[-1])} == {*PLACE.findall(texts[-1])}, id_


SOURCE = ROOT / "src" / "multitrainer"
FLOORS = ("domain", "planning", "repositories", "schemas", "services", "stored", "web")
OF_OPERATORS = {
    "repositories/callers.py",
    "repositories/entries.py",
    "repositories/ledger.py",
    "repositories/validators.py",
    "services/moving_over/course_conversion.py",
    "services/moving_over/enforcement.py",
    "services/idempotency.py",
    "services/moving_over/migrations.py",
    "services/moving_over/patience.py",
    "services/people/sign_ins.py",
    "services/moving_over/sync.py",
}
"""What is refused there, programs and command lines meet, and no page."""


def raised_in(file: Path) -> Iterator[ast.Call]:
    """Where errors are made."""
    errors = {kind.__name__ for kind in by_code().values()}
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in errors:
            yield node


def test_what_pages_may_meet_is_refused_in_sentences_that_can_be_said_in_any_language() -> None:
    files = [*SOURCE.glob("*.py"), *(path for floor in FLOORS for path in (SOURCE / floor).rglob("*.py"))]
    ours = [path for path in files if path.relative_to(SOURCE).as_posix() not in OF_OPERATORS]
    made = [(path, call) for path in ours for call in raised_in(path)]
    assert len(made) > 200
    bare = [f"{path}:{one.lineno}" for path, one in made if isinstance(one.args[0], ast.Constant | ast.JoinedStr)]
    assert bare == []


def test_no_text_of_a_page_speaks_of_addresses_or_headers_of_the_api() -> None:
    braced = {id_ for id_ in on_pages() if "<code>" not in id_[0]}
    assert [id_ for id_ in braced if FOR_PROGRAMS.search(" ".join(id_))] == []
