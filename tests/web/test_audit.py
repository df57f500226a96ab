"""The audit on a page: who changed what, found by whom, what and when."""

from tests import school
from tests.services.people import ADA
from tests.web.conftest import Office
from tests.web.reading import Read
from tests.web.visiting import did

JOHNS = f"/courses/{school.COURSE}/trainers/{school.JOHN}"
HIS = [str(batch) for batch in school.BATCHES[:2]]


async def words(office: Office, asked: str = "") -> str:
    """What the entries say, and not what could be asked for."""
    page = await office.http.get(f"/audit{asked}")
    assert page.status_code == 200
    return " ".join(Read(page).words.partition("Search")[2].split())


async def test_a_change_is_told_in_words_with_names_and_what_was_before_and_after(office: Office) -> None:
    await did(office.http, JOHNS, JOHNS, role="assistant", status="inactive", batch=HIS)
    said = await words(office, f"?by={ADA}&about={school.JOHN}&action=change-entry")
    assert "Ada: change a trainer's place on a course" in said
    assert "trainer: John, role: assistant, status: active" in said
    assert "trainer: John, role: assistant, status: inactive" in said
    assert str(school.JOHN) not in said


async def test_what_was_not_asked_for_is_left_out_and_where_nothing_is_left_it_says_so(office: Office) -> None:
    await did(office.http, "/courses", "/courses", name="Dutch B1")
    assert "create a course" in await words(office)
    for asked in ("?until=2020-01-01", "?since=2099-01-01", "?by=operator", f"?about={school.ALEX}"):
        assert "Nothing was changed that fits" in await words(office, asked), asked


async def test_an_address_that_makes_no_sense_shows_everything(office: Office) -> None:
    await did(office.http, "/courses", "/courses", name="Dutch B2")
    assert "create a course" in await words(office, "?by=x&about=y&action=z&since=today&until=")
