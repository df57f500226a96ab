"""Undocumented means failing."""

import re
from pathlib import Path

import pytest

from multitrainer.api.examples import EXAMPLES
from multitrainer.client.problems import by_code
from multitrainer.domain.errors import MultitrainerError
from multitrainer.domain.invariants import RULES, Violation
from multitrainer.schemas.statuses import status_of
from multitrainer.services.doctor import FOR_PEOPLE
from scripts import permissions

DOCS = Path(__file__).parent.parent / "docs"
ROOT = DOCS.parent


def test_every_error_code_is_listed_with_its_status_and_none_besides() -> None:
    listed = dict(re.findall(r"^\| `([a-z-]+)` \| (\d+) \|", (DOCS / "errors.md").read_text(), re.MULTILINE))
    assert listed == {code: str(status_of(kind)) for code, kind in by_code().items()}


def test_every_error_is_listed_with_the_facts_that_go_with_it() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| \d+ \| .* \| ?(.*) \|$", (DOCS / "errors.md").read_text(), re.MULTILINE)
    listed = {(code, fact) for code, facts in rows for fact in re.findall(r"`(\w+)`", facts)}
    assert listed == {(error.code, fact) for error in EXAMPLES for fact in error.facts}


def test_no_two_errors_share_a_code() -> None:
    coded = [kind for kind in _descendants(MultitrainerError) if "code" in vars(kind)]
    assert len(coded) == len(by_code())


def test_every_code_that_the_doctor_uses_is_explained() -> None:
    source = "".join(path.read_text() for path in (ROOT / "src/multitrainer").rglob("*.py"))
    used = set(re.findall(rf"{Violation.__name__}\(\s*\"([a-z-]+)\"", source))
    explained = set(re.findall(r"`([a-z-]+)`", (DOCS / "domain.md").read_text()))
    assert len(used) > len(RULES)
    assert (used | FOR_PEOPLE) - explained == set()


@pytest.mark.parametrize("page", [*sorted(DOCS.rglob("*.md")), ROOT / "README.md"], ids=lambda p: p.name)
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text()):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_every_decision_is_on_the_map() -> None:
    listed = (DOCS / "decisions" / "README.md").read_text()
    decisions = [path.name for path in (DOCS / "decisions").glob("0*.md")]
    assert decisions
    assert [name for name in decisions if name not in listed] == []


def test_the_page_of_permissions_is_what_decides() -> None:
    assert (DOCS / "permissions.md").read_text() == permissions.page(), "scripts/permissions.py writes it"


def _descendants(kind: type[MultitrainerError]) -> list[type[MultitrainerError]]:
    return [d for child in kind.__subclasses__() for d in (child, *_descendants(child))]
