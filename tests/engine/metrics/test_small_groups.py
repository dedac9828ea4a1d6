"""A group of one or two records is no number for whoever may not open them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tenure.engine.metrics.registry import catalogue
from tenure.engine.workspace.asking import Ask, ask_metric
from tenure.engine.workspace.rights import MASKED, ask_as, masked
from tenure.foundation.access.policy import Grant
from tenure.foundation.access.rights import NotAllowedError
from tenure.foundation.access.roles import Role
from tests.business.billing.test_fixture_a import line
from tests.business.samples import sample
from tests.interfaces.ingest.conftest import user_with
from tests.support.numbers import Numbers

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 31)


@pytest.fixture
def by_segment(numbers: Numbers) -> Ask:
    """MRR by segment: one account of one, three of the other."""
    for segment, amount in (("Solo", 700), ("Many", 10), ("Many", 20), ("Many", 30)):
        line(sample("account", segment=segment), amount, "2025-01-01")
    return Ask(
        keys=("mrr",), as_of=date(2030, 1, 1), start=DAY, end=date(2026, 4, 1), by=("segment",), series_only=True
    )


def told(answers: list[Any]) -> dict[str, Any]:
    """The value, or why there is none, by segment."""
    return {one.dims["segment"]: one.value if one.value is not None else one.reason for one in answers}


def test_who_may_not_open_the_records_sees_groups_of_three_and_more(by_segment: Ask, numbers: Numbers) -> None:
    stranger = user_with("stranger@example.com")
    answers = ask_metric(by_segment, lake=numbers.lake)

    assert told(masked(answers, user=stranger, where="", catalogue=catalogue())) == {
        "Solo": MASKED,
        "Many": Decimal(60),
    }
    assert told(answers) == {"Solo": Decimal(700), "Many": Decimal(60)}


def test_a_filter_makes_a_group_too_and_a_total_does_not(by_segment: Ask, numbers: Numbers) -> None:
    stranger = user_with("stranger@example.com")
    uncut = Ask(keys=("mrr",), as_of=date(2030, 1, 1), start=DAY, end=date(2026, 4, 1), series_only=True)
    [total] = ask_metric(uncut, lake=numbers.lake)
    few = [replace(total, n=2)]

    assert masked(few, user=stranger, where="segment = 'Solo'", catalogue=catalogue())[0].reason == MASKED
    assert masked(few, user=stranger, where="", catalogue=catalogue())[0].value == Decimal(760)


def test_who_may_open_them_sees_all(by_segment: Ask, numbers: Numbers) -> None:
    viewer = user_with("viewer@example.com", Grant(Role.VIEWER, None))

    assert told(ask_as(by_segment, user=viewer, lake=numbers.lake)) == {"Solo": Decimal(700), "Many": Decimal(60)}


def test_who_has_no_role_sees_no_number(by_segment: Ask, numbers: Numbers) -> None:
    with pytest.raises(NotAllowedError, match="Monthly recurring revenue"):
        ask_as(by_segment, user=user_with("nobody@example.com"), lake=numbers.lake)
