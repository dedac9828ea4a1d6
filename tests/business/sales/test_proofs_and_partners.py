"""Deals with a proof of concept, and deals from partners."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.business.sales.dealing import lived, lost, stage, won
from tests.business.sales.signing import contract, line
from tests.business.samples import sample
from tests.support.numbers import Numbers

QUARTER = ("2026-01-01", "2026-04-01")


def tried(*later: Any, poc: str | None = "2026-01-15", **values: Any) -> Any:
    """A deal whose proof of concept began on a day."""
    begun = [(poc, {"poc": True})] if poc else []
    return lived("2026-01-05", *begun, *later, qualified="2026-01-10", **values)


def test_won_of_those_that_tried_first(numbers: Numbers) -> None:
    for _ in range(3):
        tried(won("2026-03-01"))
    tried(lost("2026-03-01"))
    tried(won("2026-03-01"), poc=None)
    tried()

    assert numbers.value("poc_win_rate", *QUARTER) == 0.75
    assert numbers.value("poc_decided", *QUARTER) == 4


def test_one_that_was_given_up_counts_as_lost(numbers: Numbers) -> None:
    tried(won("2026-03-01"))
    tried(("2026-02-01", {"poc": False}), won("2026-03-01"))

    assert numbers.value("poc_win_rate", *QUARTER) == 0.5


def test_a_stage_may_be_the_proof(numbers: Numbers) -> None:
    tried(stage("Pilot", "2026-02-01"), won("2026-03-01"), poc=None)

    assert numbers.value("poc_win_rate", *QUARTER) == 1.0
    assert numbers.value("poc_duration", *QUARTER) == 28


def test_days_from_its_beginning_to_the_decision(numbers: Numbers) -> None:
    tried(won("2026-01-25"))
    tried(lost("2026-02-04"))
    tried(won("2026-03-01"), poc="2026-01-30")

    assert numbers.value("poc_duration", *QUARTER) == 20


def test_where_the_beginning_is_not_known_no_days_are_told(numbers: Numbers) -> None:
    lived("2026-01-05", won("2026-03-01"), qualified="2026-01-10", poc=True)

    assert numbers.value("poc_win_rate", *QUARTER) == 1.0
    assert numbers.value("poc_duration", *QUARTER) is None


@pytest.fixture
def partnered(numbers: Numbers) -> Numbers:
    """500,000 of pipeline, 100,000 brought by a partner and 80,000 helped with."""
    partner = sample("partner", name="Harbour")
    lived("2026-01-05", qualified="2026-01-10", arr=320_000)
    lived("2026-01-05", qualified="2026-01-10", arr=100_000, partner=partner, partner_role="sourced")
    lived("2026-01-05", qualified="2026-01-10", arr=50_000, partner=partner, partner_role="influenced")
    lived("2026-01-05", qualified="2026-01-10", arr=30_000, partner=partner, partner_role="reseller")
    lived("2026-01-05", qualified="2026-01-10", arr=900_000, partner=partner, partner_role="sourced", type="renewal")
    return numbers


def test_what_partners_brought_and_what_they_had_a_part_in(partnered: Numbers) -> None:
    assert partnered.value("partner_sourced_pipeline", *QUARTER) == Decimal(100_000)
    assert partnered.value("partner_influenced_pipeline", *QUARTER) == Decimal(180_000)
    assert partnered.value("partner_sourced_share", *QUARTER) == 0.2
    assert partnered.value("partner_sourced_share", "2026-04-01", "2026-07-01") is None


def test_bookings_follow_the_deal_of_the_contract(numbers: Numbers) -> None:
    partner = sample("partner", name="Harbour")
    for arr, values in ((30_000, {"partner": partner, "partner_role": "sourced"}), (70_000, {})):
        deal = lived("2026-01-05", won("2026-03-01"), qualified="2026-01-10", arr=arr, **values)
        line(contract(sample("account"), "2026-03-02", "2026-03-02", "2027-03-01", opp=deal), arr)

    assert numbers.value("partner_sourced_bookings", *QUARTER) == Decimal(30_000)
    assert numbers.value("partner_influenced_bookings", *QUARTER) == Decimal(30_000)
    assert numbers.value("partner_sourced_bookings_share", *QUARTER) == 0.3
    cut = numbers.cut("partner_sourced_bookings", *QUARTER, by="partner")
    assert cut["Harbour"] == Decimal(30_000)
