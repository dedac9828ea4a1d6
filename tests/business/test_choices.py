"""Vocabularies that two rooms share without importing each other stay the same."""

from __future__ import annotations

from tenure.business.billing.choices import Period
from tenure.business.sales.choices import BillingPeriod


def test_quotes_are_billed_by_the_same_periods_as_contracts() -> None:
    assert BillingPeriod.choices == Period.choices
