"""What is set about cover, over HTTP."""

import pytest

from multitrainer.client import Client
from multitrainer.domain.covers.rules import Criterion
from multitrainer.domain.covers.tiers import Tier
from multitrainer.domain.errors import InvalidInput, Stale
from multitrainer.schemas.cover_settings import NewCourseCover, StudentsContacts
from tests.api.school import ALEX, COURSE, JOHN


@pytest.mark.usefixtures("school")
async def test_an_admin_sets_how_a_course_is_covered_and_whom_its_students_news_goes_to(client: Client) -> None:
    contacts = await client.cover_settings.set_contacts(["Office@institute.example"])
    assert (await client.cover_settings.contacts()).addresses == contacts.addresses == ["office@institute.example"]
    usual = await client.cover_settings.of_course(COURSE)
    assert (usual.own, usual.contacts.addresses) == ({}, ["office@institute.example"])
    new = NewCourseCover(tiers=(Tier.POOL,), weights={Criterion.SKILLS: 40}, contacts=StudentsContacts(students=False))
    written = await client.cover_settings.set_of_course(COURSE, new, if_match=usual.etag)
    assert written.own == {
        "tiers": ["pool"],
        "weights": {"skills": 40},
        "contacts": {"addresses": [], "students": False},
    }
    assert (written.tiers, written.weights["skills"], written.weights["fair"]) == (["pool"], 40, 20)
    with pytest.raises(Stale):
        await client.cover_settings.set_of_course(COURSE, new, if_match=usual.etag)
    again = NewCourseCover.model_validate(written.own)
    assert (await client.cover_settings.set_of_course(COURSE, again, if_match=written.etag)).etag == written.etag


@pytest.mark.usefixtures("school")
async def test_an_admin_keeps_the_institutes_substitutes(client: Client) -> None:
    nobody = await client.cover_settings.pool()
    pool = await client.cover_settings.set_pool([JOHN, ALEX], if_match=nobody.etag)
    assert [(one.id, one.name, one.email) for one in pool.trainers] == [
        (JOHN, "John", "John@x.example"),
        (ALEX, "Alex", "Alex@x.example"),
    ]
    assert (await client.cover_settings.pool()).etag == pool.etag
    with pytest.raises(InvalidInput, match="named once"):
        await client.cover_settings.set_pool([JOHN, JOHN])
