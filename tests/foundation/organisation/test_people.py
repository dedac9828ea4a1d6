"""Who reports to whom closes no circle, by whatever path it is written."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from tenure.foundation.access.actions import bulk_change_records, change_record
from tenure.foundation.access.models import User
from tenure.foundation.organisation.models import Person
from tenure.foundation.records.recording import recording
from tests.foundation.access.people import ADMINISTRATOR, NOW, new_user

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


@pytest.fixture
def chief() -> User:
    return new_user(ADMINISTRATOR, email="chief@example.com")


@pytest.fixture
def line() -> list[Person]:
    """Cleo reports to Ben, who reports to Ann."""
    with recording(actor=None, path="test", now=NOW):
        ann = Person.objects.create(name="Ann")
        ben = Person.objects.create(name="Ben", manager=ann)
        return [ann, ben, Person.objects.create(name="Cleo", manager=ben)]


@pytest.mark.parametrize("place", [0, 1, 2])
def test_nobody_reports_to_themselves_or_to_who_reports_to_them(chief: User, line: list[Person], place: int) -> None:
    with pytest.raises(ValidationError, match="part of itself"):
        change_record(by=chief, record=line[0], values={"manager": line[place]}, path="test", now=NOW)

    assert Person.objects.get(name="Ann").manager is None


def test_a_change_of_many_closes_no_circle_either(chief: User, line: list[Person]) -> None:
    with pytest.raises(ValidationError, match="part of itself"):
        bulk_change_records(
            by=chief,
            kind="person",
            ids=[person.pk for person in line],
            values={"manager": line[2]},
            path="test",
            now=NOW,
        )

    assert list(Person.objects.filter(name__in=["Ann", "Ben", "Cleo"]).order_by("name").values_list("manager")) == [
        (None,),
        (line[0].pk,),
        (line[1].pk,),
    ]


def test_many_change_to_another_manager(chief: User, line: list[Person]) -> None:
    changed = bulk_change_records(
        by=chief, kind="person", ids=[line[1].pk, line[2].pk], values={"manager": line[0]}, path="test", now=NOW
    )

    assert changed == 1
    assert Person.objects.get(name="Cleo").manager == line[0]
