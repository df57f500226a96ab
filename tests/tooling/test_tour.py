"""The tour shows the pages that there are, in pictures that are taken anew."""

import re
import subprocess
import sys
from zoneinfo import ZoneInfo

import pytest

from multitrainer.domain.actors import Actor, ActorKind
from multitrainer.domain.telling.notices import Language
from multitrainer.web.locales import Locale
from multitrainer.web.rendering import environment
from multitrainer.web.visitors import Visitor
from scripts.pictures import PICTURES
from tests.tooling.project import ROOT

TOUR, TAKEN = ROOT / "docs" / "tour.md", ROOT / "docs" / "tour"
MOST_BYTES = 2_000_000
FILES = {picture.file for picture in PICTURES}


def test_the_tour_shows_every_picture_that_is_taken_and_no_other() -> None:
    assert len(FILES) == len(PICTURES)
    assert {*re.findall(r"!\[[^\]]+\]\(tour/([^)]+)\)", TOUR.read_text())} == FILES


def test_the_pictures_are_there_and_a_clone_of_them_takes_a_moment() -> None:
    there = [file for file in TAKEN.iterdir() if file.is_file()]
    assert {file.name for file in there} == FILES, "scripts/screenshots takes them"
    assert sum(file.stat().st_size for file in there) < MOST_BYTES


@pytest.mark.parametrize("kind", [ActorKind.ADMIN, ActorKind.TRAINER])
def test_the_tour_tells_of_every_page_in_the_menu(kind: ActorKind) -> None:
    names = menu_of(kind)
    assert len(names) > 5
    told = TOUR.read_text()
    assert [name for name in names if name not in told] == []


def menu_of(kind: ActorKind) -> list[str]:
    who = Visitor(Locale(Language.ENGLISH, ZoneInfo("UTC")), "light", "/", actor=Actor(kind, "0" * 24))
    shown = environment(Language.ENGLISH).get_template("nothing.html").render(visitor=who, locale=who.locale)
    menu = re.findall(r"<nav.*?</nav>", shown, re.DOTALL)
    return [" ".join(name.split()) for name in re.findall(r"<a [^>]*>([^<]+)</a>", "".join(menu))]


@pytest.mark.long
def test_every_page_of_the_tour_is_there_still() -> None:
    command = [sys.executable, "-m", "scripts.photographing", "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
