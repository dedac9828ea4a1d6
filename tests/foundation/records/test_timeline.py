"""Changes and corrections of the past, against a model that keeps each field's own history."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenure.business.accounts.models import Account
from tenure.foundation.records import operations
from tenure.foundation.records.history import as_of
from tenure.foundation.records.recording import recording

pytestmark = pytest.mark.django_db

BIRTH = datetime(2026, 1, 1, tzinfo=UTC)
DAYS = 12
FIELDS = ("tier", "region")

steps = st.tuples(st.sampled_from(FIELDS), st.integers(0, DAYS - 1), st.sampled_from("abc"))


def day(number: int) -> datetime:
    return BIRTH + timedelta(days=number)


def write(history: list[str], start: int, value: str) -> None:
    """From `start` on, every day that still shows what `start` showed, up to the first that does not, shows `value`."""
    before = history[start]
    for number in range(start, DAYS):
        if history[number] != before:
            return
        history[number] = value


@given(st.lists(steps, min_size=1, max_size=8))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_field_holds_from_the_given_day_until_its_own_next_change(written: list[tuple[str, int, str]]) -> None:
    with recording(actor=None, path="test", now=BIRTH):
        account = operations.create(model=Account, values={"name": "Acme", "created_on": date(2026, 1, 1)})
    model = {field: [""] * DAYS for field in FIELDS}

    for position, (field, start, value) in enumerate(written):
        with recording(actor=None, path="test", now=day(DAYS) + timedelta(hours=position)):
            operations.change(record=account, values={field: value}, effective_at=day(start))
        write(model[field], start, value)

    for number in range(DAYS):
        version = as_of(record=account, instant=day(number) + timedelta(hours=12))
        assert [getattr(version, field) for field in FIELDS] == [model[field][number] for field in FIELDS]
    account.refresh_from_db()
    assert [getattr(account, field) for field in FIELDS] == [model[field][-1] for field in FIELDS]
