"""Stages: conversion by cohort and by snapshot, drop-off and time, of deals whose every step is known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tenure.business.sales.models import Opportunity
from tenure.business.sales.relations.stages import USUAL_STAGES
from tests.business.sales.dealing import lived, lost, noon, stage, won
from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

JANUARY = ("2026-01-01", "2026-02-01")
FEBRUARY = ("2026-02-01", "2026-03-01")
NOTHING = "no deal with a known path entered the stage in the period"


def test_the_usual_stages_are_those_of_the_kind_before_the_last() -> None:
    assert (*USUAL_STAGES, "Closed") == Opportunity.kind.stages


@pytest.fixture
def january(numbers: Numbers) -> Numbers:
    """Ten deals enter Discovery in January: six get further (one by a jump), two are lost there, two stay."""
    for _ in range(5):
        lived("2026-01-05", stage("Demo", "2026-01-15"))
    lived("2026-01-05", stage("Proposal", "2026-01-15"))
    for _ in range(2):
        lived("2026-01-05", lost("2026-01-20", "Price"), arr=1_000)
    for _ in range(2):
        lived("2026-01-05")
    return numbers


def test_conversion_follows_the_cohort(january: Numbers) -> None:
    found = january.cut("stage_conversion_rate", *JANUARY, by="stage")

    assert found["Discovery"] == 6 / 10
    assert found["Demo"] == 1 / 6  # the jump passed it, the five are stalled there


def test_a_share_of_fewer_than_ten_is_marked(january: Numbers) -> None:
    answers = january.answers("stage_conversion_rate", *JANUARY, by="stage")
    marked = {one.dims["stage"]: one.low_n for one in answers if one.series == "stage_conversion_rate"}

    assert (marked["Discovery"], marked["Demo"]) == (False, True)


def test_passed_lost_and_stalled_are_all_that_entered(january: Numbers) -> None:
    results = [january.cut(f"stage_{one}", *JANUARY, by="stage")["Discovery"]
               for one in ("entries", "passed", "lost", "stalled", "pending")]  # fmt: skip

    assert results == [10, 6, 2, 2, 0]


def test_drop_off_is_the_rest_of_conversion_split_in_two(january: Numbers) -> None:
    assert january.cut("stage_drop_off", *JANUARY, by="stage")["Discovery"] == 4 / 10
    assert january.cut("stage_drop_off_lost", *JANUARY, by="stage")["Discovery"] == 2 / 10
    assert january.cut("stage_drop_off_stalled", *JANUARY, by="stage")["Discovery"] == 2 / 10
    assert january.cut("stage_drop_off_lost_arr", *JANUARY, by="stage")["Discovery"] == Decimal(2_000)
    assert january.cut("stage_lost", *JANUARY, by="lost_reason")["Price"] == 2


def test_the_biggest_drop_off_by_value_is_not_that_by_share(january: Numbers) -> None:
    assert january.value("stage_drop_off_biggest", *JANUARY) == "Discovery"  # 2,000 lost there
    assert january.value("stage_drop_off_biggest_count", *JANUARY) == "Proposal"  # the one that came is stalled


def test_a_young_cohort_is_flagged_and_its_open_deals_are_pending(january: Numbers) -> None:
    # Deals left Discovery after 10 and 15 days, so they are given 30: January is final on 2 March.
    asked = {"by": "stage", "as_of": "2026-02-03"}

    assert january.cut("stage_pending", *JANUARY, **asked)["Discovery"] == 2
    assert january.cut("stage_conversion_rate", *JANUARY, **asked)["Discovery"] == 6 / 10
    assert january.cut("stage_drop_off", *JANUARY, **asked)["Discovery"] is None
    assert january.reason("stage_conversion_rate", *JANUARY, as_of="2026-02-03") == "immature: final on 2026-03-02"


@pytest.mark.parametrize(("as_of", "reason"), [("2026-03-01", "immature: final on 2026-03-02"), ("2026-03-02", None)])
def test_a_cohort_is_mature_when_its_last_day_has_had_its_time(january: Numbers, as_of: str, reason: str) -> None:
    assert january.reason("stage_conversion_rate", *JANUARY, as_of=as_of) == reason


@pytest.mark.parametrize(("passed", "rate"), [("2026-02-04", 1.0), ("2026-02-05", 0.0)])
def test_passing_counts_within_the_horizon(numbers: Numbers, passed: str, rate: float) -> None:
    lived("2026-01-05", stage("Demo", passed))

    found = numbers.cut("stage_conversion_rate", *JANUARY, by="stage", stage_horizon_days=30)

    assert found["Discovery"] == rate


def test_a_jumped_stage_is_passed_in_no_time_and_out_of_the_median(numbers: Numbers) -> None:
    lived("2026-01-05", stage("Proposal", "2026-01-12"))
    lived("2026-01-05", stage("Demo", "2026-01-10"), stage("Proposal", "2026-01-14"))

    assert numbers.cut("stage_passed", *JANUARY, by="stage") == {"Discovery": 2, "Demo": 2, "Proposal": 0}
    assert numbers.cut("stage_duration", *JANUARY, by="stage")["Demo"] == 4


def test_going_back_enters_nothing_again(numbers: Numbers) -> None:
    lived("2026-01-05", stage("Demo", "2026-01-10"), stage("Discovery", "2026-02-03"), stage("Demo", "2026-02-10"))

    assert numbers.cut("stage_entries", *JANUARY, by="stage") == {"Discovery": 1, "Demo": 1}
    assert numbers.value("stage_entries", *FEBRUARY) == 0


def test_won_passes_every_stage_and_lost_none(numbers: Numbers) -> None:
    lived("2026-01-05", won("2026-01-20"))
    lived("2026-01-05", stage("Demo", "2026-01-08"), lost("2026-01-20"))

    found = numbers.cut("stage_conversion_rate", *JANUARY, by="stage")

    assert found == {"Discovery": 1.0, "Demo": 0.5, "Proposal": 1.0, "Negotiation": 1.0}


def test_a_snapshot_compares_entries_of_different_deals(numbers: Numbers) -> None:
    for _ in range(2):
        lived("2026-01-20", stage("Demo", "2026-02-05"))
    lived("2026-02-10", stage("Demo", "2026-02-20"))
    lived("2026-02-10")

    assert numbers.cut("stage_conversion_rate_snapshot", *FEBRUARY, by="stage")["Discovery"] == 3 / 2
    assert numbers.cut("stage_conversion_rate", *FEBRUARY, by="stage")["Discovery"] == 1 / 2


def test_time_in_stage_has_its_quartiles_and_consistency(numbers: Numbers) -> None:
    for days in (4, 6, 7, 10, 30):
        lived("2026-01-01", stage("Demo", f"2026-01-{1 + days:02}"))

    asked = {"by": "stage"}

    assert numbers.cut("stage_duration", *JANUARY, **asked)["Discovery"] == 7
    assert numbers.cut("stage_duration_p25", *JANUARY, **asked)["Discovery"] == 6
    assert numbers.cut("stage_duration_p75", *JANUARY, **asked)["Discovery"] == 10
    assert numbers.cut("stage_consistency", *JANUARY, **asked)["Discovery"] == 10 / 6


def test_the_age_of_open_deals_is_that_of_the_day_asked_for(numbers: Numbers) -> None:
    lived("2026-01-01", stage("Demo", "2026-01-11"))

    assert numbers.cut("age_in_stage", "2026-01-01", "2026-01-09", by="stage") == {"Discovery": 7}
    assert numbers.cut("age_in_stage", *JANUARY, by="stage") == {"Demo": 20}


def test_a_deal_of_which_only_the_end_is_known_has_no_stages(numbers: Numbers) -> None:
    sample("opportunity", created_at=noon("2026-01-05"), closed_at=noon("2026-01-20"), outcome="won", stage="Closed")

    assert numbers.value("stage_conversion_rate", *JANUARY) is None
    assert numbers.reason("stage_conversion_rate", *JANUARY) == NOTHING
    assert numbers.value("stage_entries", *JANUARY) == 0


def test_before_our_history_imported_stages_tell_the_way(numbers: Numbers) -> None:
    deal = lived("2026-03-01", stage="Negotiation")
    for name, day in (("Discovery", "2026-01-05"), ("Proposal", "2026-01-12")):
        sample("opp_stage", opp=deal, stage=name, entered_at=noon(day), currency="USD", amount=Decimal(10))
    sample("opp_snapshot", opp=deal, stage="Demo", on=date(2026, 1, 8))

    assert numbers.cut("stage_entries", *JANUARY, by="stage") == {"Discovery": 1, "Demo": 1, "Proposal": 1}
    assert numbers.cut("stage_entries", "2026-03-01", "2026-04-01", by="stage")["Negotiation"] == 1


def test_stages_of_the_companys_own_are_ordered_by_how_deals_come_through(numbers: Numbers) -> None:
    for _ in range(2):
        lived("2026-01-05", stage("Trial", "2026-01-08"), stage("Legal", "2026-01-15"), stage="Talk")
    lived("2026-01-06", stage("Legal", "2026-01-20"), stage="Talk")

    found = numbers.cut("stage_conversion_rate", *JANUARY, by="stage")

    assert found == {"Talk": 1.0, "Trial": 1.0, "Legal": 0.0}


def test_the_company_may_set_its_stages(numbers: Numbers) -> None:
    lived("2026-01-05", stage("Demo", "2026-01-08"), stage("Proposal", "2026-01-20"))

    found = numbers.cut("stage_entries", *JANUARY, by="stage", sales_stages=("Discovery", "Proposal"))

    assert found == {"Discovery": 1, "Proposal": 1}


def test_entries_equal_plain_sql_over_a_demo_company(demo: Demo) -> None:
    by_hand = demo.sql(
        """
        WITH at AS (
          SELECT v.record_id AS opp, date(v.effective_at) AS day, v.closed_at, v.version_id,
                 CASE v.stage WHEN 'Discovery' THEN 0 WHEN 'Demo' THEN 1 WHEN 'Proposal' THEN 2
                              WHEN 'Negotiation' THEN 3 END AS place,
                 row_number() OVER (PARTITION BY v.record_id, date(v.effective_at)
                                    ORDER BY v.effective_at DESC, v.version_id DESC) AS nth
          FROM sales_opportunity_version v),
        reached AS (
          SELECT opp, place, day FROM at WHERE nth = 1 AND place IS NOT NULL AND closed_at IS NULL
          UNION ALL
          SELECT id, 4, date(closed_at) FROM sales_opportunity WHERE outcome = 'won'
            AND id IN (SELECT opp FROM at WHERE nth = 1 AND place IS NOT NULL AND closed_at IS NULL)),
        entered AS (
          SELECT r.opp, p.place, min(r.day) AS day FROM reached r
          JOIN (SELECT 0 AS place UNION SELECT 1 UNION SELECT 2 UNION SELECT 3) p ON p.place <= r.place
          GROUP BY 1, 2)
        SELECT e.place, count(*) FROM entered e JOIN sales_opportunity o ON o.id = e.opp
        LEFT JOIN accounts_account a ON a.id = o.account_id
        WHERE o.deleted_at IS NULL AND coalesce(a.is_internal, 0) = 0 AND a.merged_into_id IS NULL
          AND e.day >= '2026-01-01' AND e.day < '2026-07-01'
        GROUP BY 1
        """
    )
    found = demo.numbers.cut("stage_entries", "2026-01-01", "2026-07-01", by="stage", as_of="2026-07-15")

    assert found == {USUAL_STAGES[place]: count for place, count in by_hand}
    assert sum(found.values()) > 20


def test_of_a_mature_cohort_passed_lost_and_stalled_are_all(demo: Demo) -> None:
    span = ("2024-07-01", "2026-01-01")
    asked = {"by": "stage", "grain": "quarter", "as_of": "2026-07-15"}
    by_key = {}
    for key in ("stage_conversion_rate", "stage_drop_off"):
        for one in demo.numbers.answers(key, *span, **asked):
            by_key[one.series, one.period, one.dims["stage"]] = one.value
    for (series, *place), entered in list(by_key.items()):
        if series != "stage_entries":
            continue
        passed, lost_, stalled, pending = (
            by_key[f"stage_{one}", *place] for one in ("passed", "lost", "stalled", "pending")
        )
        assert passed + lost_ + stalled + pending == entered
        drop, rate = by_key["stage_drop_off", *place], by_key["stage_conversion_rate", *place]
        assert drop is None or drop == pytest.approx(1 - rate)
        assert rate is None or 0 <= rate <= 1
