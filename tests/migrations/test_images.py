"""What is kept of a document, for the way back and for verifying."""

from datetime import UTC, datetime, timedelta
from typing import Any

from bson import ObjectId

from multitrainer.migrations import m0002_batch_trainers as m0002
from multitrainer.migrations.images import can_go_back, image_of, renewed
from multitrainer.migrations.migration import Moved
from multitrainer.migrations.verdicts import Raw
from tests.migrations.raws import COURSE, JOHN, SARAH, changed

AT = datetime(2024, 3, 1, tzinfo=UTC)
LATER = AT + timedelta(days=20)
FIRST: Raw = {"_id": COURSE, "instructor": SARAH, "__v": 0}


def moved(document: Raw) -> Moved:
    return Moved(document, changed(m0002, document))


def people(primary: ObjectId, **more: Any) -> Raw:
    return {"primary": primary, "backup": [], "assistants": [], **more}


IMAGE = image_of(moved(FIRST), AT)
AS_LEFT: Raw = {"_id": COURSE, "__v": 1, "updatedAt": AT, "instructor": SARAH, "trainers": people(SARAH)}


def test_it_tells_what_was_there_and_what_is_there_afterwards() -> None:
    told = {"before": {"instructor": SARAH}, "after": {"instructor": SARAH, "trainers": people(SARAH)}}
    assert {"of": COURSE, **told, "version": 1, "at": AT} == IMAGE


def test_what_is_tried_once_more_keeps_the_first_state_and_tells_of_the_last_try() -> None:
    assert renewed(IMAGE, moved(FIRST), LATER) == {**IMAGE, "at": LATER}


def test_what_we_change_again_as_we_left_it_goes_back_to_the_first_state() -> None:
    again = Moved(AS_LEFT, moved(FIRST).change._replace(after={"instructor": SARAH, "trainers": people(SARAH, n=1)}))
    image = renewed(IMAGE, again, LATER)
    assert (image["before"], image["version"], image["at"]) == (IMAGE["before"], 2, LATER)
    assert can_go_back(image, {"_id": COURSE, **image["after"]})


def test_what_the_old_application_changed_and_we_followed_does_not_go_back() -> None:
    image = renewed(IMAGE, moved({**AS_LEFT, "instructor": JOHN}), LATER)
    assert image["before"] == IMAGE["before"]
    assert image["after"] == {"instructor": JOHN, "trainers": people(JOHN)}
    assert not can_go_back(image, {"_id": COURSE, **image["after"]})


def test_that_it_was_changed_is_remembered() -> None:
    image = IMAGE | renewed(IMAGE, moved({**AS_LEFT, "instructor": JOHN}), LATER)
    again = image | renewed(image, moved({"_id": COURSE, "__v": 2, **image["after"], "instructor": None}), LATER)
    assert again["after"] == image["after"]
    assert not can_go_back(again, {"_id": COURSE, **again["after"]})


def test_what_we_only_put_right_again_goes_back() -> None:
    image = renewed(IMAGE, moved({**AS_LEFT, "instructor": None}), LATER)
    assert image["after"] == IMAGE["after"]
    assert can_go_back(image, AS_LEFT)


def test_what_an_ended_way_back_left_is_the_first_state_of_a_new_way() -> None:
    theirs = {**AS_LEFT, "instructor": JOHN}
    image = renewed({**IMAGE, "changed": True, "left": True}, moved(theirs), LATER)
    assert image["before"] == {"instructor": JOHN, "trainers": people(SARAH)}
    assert can_go_back(image, {"_id": COURSE, **image["after"]})
    assert not image["left"]


def test_what_somebody_changed_since_does_not_go_back() -> None:
    assert can_go_back(IMAGE, AS_LEFT)
    assert not can_go_back(IMAGE, {**AS_LEFT, "instructor": JOHN})
