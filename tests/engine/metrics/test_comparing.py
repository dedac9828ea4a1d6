"""Numbers are held against the period before and the year before; a running one against as many days of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tenure.engine.workspace.asking import Ask
from tenure.engine.workspace.comparing import Before, before
from tenure.foundation.access.policy import Grant
from tenure.foundation.access.roles import Role
from tests.business.billing.test_fixture_a import line
from tests.business.samples import sample
from tests.interfaces.ingest.conftest import user_with
from tests.support.numbers import Numbers

pytestmark = pytest.mark.django_db


@pytest.fixture
def viewer(db: None) -> Any:
    return user_with("viewer@example.com", Grant(Role.VIEWER, None))


@pytest.fixture
def growing(numbers: Numbers) -> Numbers:
    """A customer more on the 5th and on the 25th of February, March and, a year before, March."""
    for day, amount in (
        ("2025-03-05", 1),
        ("2025-03-25", 2),
        ("2026-02-05", 10),
        ("2026-02-25", 20),
        ("2026-03-05", 100),
        ("2026-03-25", 200),
    ):
        line(sample("account", segment="Many" if amount % 2 else "Few", created_on=date(2025, 1, 1)), amount, day)
    return numbers


def march(key: str, as_of: str, **asked: Any) -> Ask:
    return Ask(
        keys=(key,), as_of=date.fromisoformat(as_of), start=date(2026, 3, 1), end=date(2026, 4, 1), series_only=True,
        **asked,
    )  # fmt: skip


def test_a_full_month_is_held_against_whole_ones(growing: Numbers, viewer: Any) -> None:
    ask = march("new_mrr", "2026-03-31")

    [month], [year] = (before(ask, against=one, user=viewer, lake=growing.lake).items() for one in Before)

    assert month == ((date(2026, 3, 1), "new_mrr"), Decimal(30))
    assert year == ((date(2026, 3, 1), "new_mrr"), Decimal(3))


def test_a_running_month_is_held_against_as_many_days(growing: Numbers, viewer: Any) -> None:
    ask = march("new_mrr", "2026-03-10")

    told = [list(before(ask, against=one, user=viewer, lake=growing.lake).values()) for one in Before]

    assert told == [[Decimal(10)], [Decimal(1)]]


def test_cuts_and_states_are_held_against_their_own(growing: Numbers, viewer: Any) -> None:
    told = before(march("mrr", "2026-03-31", by=("segment",)), against=Before.PREVIOUS, user=viewer, lake=growing.lake)

    assert told == {(date(2026, 3, 1), "mrr", "Many"): Decimal(1), (date(2026, 3, 1), "mrr", "Few"): Decimal(32)}
