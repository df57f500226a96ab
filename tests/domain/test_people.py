"""The people of a batch."""

import pytest

from multitrainer.domain.errors import AlreadyOnBatch, NotOnBatch, PeopleOverlap, PrimaryTaken
from multitrainer.domain.people import Duty, People


def test_a_new_primary_leaves_the_lists_and_the_former_primary_leaves_the_batch() -> None:
    people = People("john", backup=("sarah", "maria"), assistants=("sarah",))
    assert people.with_primary("sarah") == People("sarah", backup=("maria",))


def test_an_assistant_may_also_be_a_backup() -> None:
    people = People("john", assistants=("maria",)).with_new("maria", Duty.BACKUP)
    assert people == People("john", backup=("maria",), assistants=("maria",))
    people.must_be_apart()


def test_backups_keep_the_order_in_which_they_were_named() -> None:
    people = People().with_new("b", Duty.BACKUP).with_new("a", Duty.BACKUP)
    assert people.backup == ("b", "a")


@pytest.mark.parametrize("duty", [Duty.BACKUP, Duty.ASSISTANT, Duty.PRIMARY])
def test_the_primary_takes_no_second_duty_on_the_batch(duty: Duty) -> None:
    with pytest.raises(AlreadyOnBatch):
        People("john").with_new("john", duty)


@pytest.mark.parametrize("duty", [Duty.BACKUP, Duty.ASSISTANT])
def test_nobody_stands_twice_in_one_list(duty: Duty) -> None:
    once = People().with_new("maria", duty)
    with pytest.raises(AlreadyOnBatch, match=duty):
        once.with_new("maria", duty)


def test_adding_a_primary_does_not_replace_one() -> None:
    with pytest.raises(PrimaryTaken):
        People("john").with_new("maria", Duty.PRIMARY)


def test_a_backup_who_is_added_as_primary_of_a_vacant_batch_leaves_the_backups() -> None:
    assert People(backup=("maria",)).with_new("maria", Duty.PRIMARY) == People("maria")


def test_somebody_dismissed_leaves_every_list() -> None:
    people = People("john", backup=("maria",), assistants=("maria",))
    assert people.dismissing("maria") == People("john")
    assert people.dismissing("john") == People(backup=("maria",), assistants=("maria",))


def test_dismissing_somebody_who_is_not_there_is_refused() -> None:
    with pytest.raises(NotOnBatch):
        People("john").dismissing("maria")


@pytest.mark.parametrize(
    "named",
    [
        People("a", backup=("a",)),
        People("a", assistants=("a",)),
        People("a", backup=("b", "b")),
        People("a", assistants=("b", "b")),
    ],
)
def test_naming_somebody_twice_is_refused_and_tidying_mends_it(named: People) -> None:
    with pytest.raises(PeopleOverlap):
        named.must_be_apart()
    named.tidied().must_be_apart()


def test_everyone_is_each_once_with_the_primary_first() -> None:
    assert People("p", backup=("b", "a"), assistants=("a",)).everyone == ("p", "a", "b")
