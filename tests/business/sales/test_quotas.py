"""What sellers brought of what they were to bring, and who brought most."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tenure.foundation.records.operations import change
from tenure.foundation.records.recording import recording
from tests.business.sales.dealing import noon
from tests.business.sales.signing import contract, line
from tests.business.samples import sample
from tests.support.numbers import Numbers

QUARTER = ("2026-01-01", "2026-04-01")


def seller(name: str, hired: str = "2024-01-01", **values: Any) -> Any:
    """A seller who was hired on a day."""
    return sample("person", name=name, hired_on=date.fromisoformat(hired), **values)


def quota(rep: Any, amount: int, start: str = "2026-01-01", end: str = "2026-03-31", **values: Any) -> Any:
    """What a seller is to bring between two days."""
    return sample(
        "quota", rep=rep, amount=Decimal(amount), currency="USD", from_on=date.fromisoformat(start),
        to_on=date.fromisoformat(end), **{"measure": "arr", **values},
    )  # fmt: skip


def won(rep: Any, arr: int, day: str = "2026-03-20", **values: Any) -> Any:
    """A deal of new business that a seller won on a day."""
    closed = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    given = {"type": "new", "created_at": closed, "qualified_at": closed, **values}
    return sample("opportunity", owner=rep, arr=Decimal(arr), currency="USD", outcome="won", closed_at=closed, **given)


@pytest.fixture
def team(numbers: Numbers) -> Numbers:
    """Ann was hired on day 31 of 90 and brought 150 of 300 thousand; Bob brought 330 of 300."""
    ann, bob = seller("Ann", "2026-01-31"), seller("Bob")
    quota(ann, 300_000)
    quota(bob, 300_000)
    won(ann, 150_000)
    won(bob, 330_000)
    return numbers


def test_a_quota_counts_for_the_days_that_a_seller_is_there(team: Numbers) -> None:
    assert team.cut("quota", *QUARTER, by="rep") == {"Ann": Decimal(200_000), "Bob": Decimal(300_000)}
    assert team.cut("quota_attainment", *QUARTER, by="rep") == {"Ann": 0.75, "Bob": 1.1}


def test_a_team_is_sum_over_sum_and_half_of_it_is_there(team: Numbers) -> None:
    assert team.value("quota_attainment", *QUARTER) == 0.96
    assert team.value("share_at_quota", *QUARTER) == 0.5


def test_a_quota_counts_until_a_seller_left(numbers: Numbers) -> None:
    quota(seller("Ann", left_on=date(2026, 1, 30)), 300_000)

    assert numbers.value("quota", *QUARTER) == Decimal(100_000)


def test_days_of_leave_lower_the_quota_and_holidays_do_not(numbers: Numbers) -> None:
    ann = seller("Ann")
    quota(ann, 90_000)
    sample("leave", person=ann, type="sick", hours=Decimal(8), on=date(2026, 2, 3))
    sample("leave", person=ann, type="holiday", hours=Decimal(8), on=date(2026, 2, 4))

    assert numbers.value("quota", *QUARTER) == Decimal(89_000)


def test_a_quota_that_is_changed_on_the_way_counts_from_its_day(numbers: Numbers) -> None:
    rep = seller("Ann")
    with recording(actor=None, path="test", now=noon("2025-12-01")):
        held = quota(rep, 300_000)
    with recording(actor=None, path="test", now=noon("2026-02-15")):
        change(record=held, values={"amount": Decimal(390_000)})

    assert numbers.value("quota", *QUARTER) == Decimal(345_000)


def test_credit_is_split_and_the_owner_gets_all_where_it_is_not(numbers: Numbers) -> None:
    ann, bob = seller("Ann"), seller("Bob")
    deal = won(ann, 100_000)
    sample("opp_split", opp=deal, rep=ann, split_pct=Decimal("0.7"))
    sample("opp_split", opp=deal, rep=bob, split_pct=Decimal("0.3"))
    won(bob, 5_000)

    cut = numbers.cut("credited_bookings", *QUARTER, by="rep")
    assert cut == {"Ann": Decimal(70_000), "Bob": Decimal(35_000)}


def test_who_has_no_quota_is_told_apart(team: Numbers) -> None:
    won(seller("Cleo"), 40_000)

    assert team.value("quota_attainment", *QUARTER) == 0.96
    assert team.value("unquotaed_bookings", *QUARTER) == Decimal(40_000)
    assert team.cut("quota_attainment", *QUARTER, by="rep")["Cleo"] is None


@pytest.mark.parametrize("outside", [{"type": "renewal"}, {"type": "services"}, {"day": "2026-04-01"}], ids=str)
def test_renewals_services_and_other_periods_give_no_credit(team: Numbers, outside: dict[str, Any]) -> None:
    rep = seller("Dan")
    quota(rep, 100_000)

    won(rep, 100_000, **outside)

    assert team.cut("credited_bookings", *QUARTER, by="rep")["Dan"] == 0


def test_quotas_in_meetings_are_none_in_arr(numbers: Numbers) -> None:
    quota(seller("Ann"), 0, measure="meetings", quantity=Decimal(30))

    assert numbers.value("quota_attainment", *QUARTER) is None
    assert numbers.reason("quota_attainment", *QUARTER) == "no quota in ARR covers the period"


def test_a_contract_left_within_the_days_to_opt_out_takes_credit_back(numbers: Numbers) -> None:
    rep, account = seller("Ann"), sample("account")
    deal = won(rep, 24_000, "2026-03-20", account=account)
    line(contract(account, "2026-03-20", "2026-03-20", "2027-03-19", opp=deal, terminated_on="2026-04-02"), 24_000)

    assert numbers.value("credited_bookings", *QUARTER) == Decimal(24_000)
    assert numbers.value("credited_bookings", "2026-04-01", "2026-07-01") == Decimal(-24_000)


def test_equal_sellers_share_a_place_and_the_next_is_skipped(numbers: Numbers) -> None:
    for name, arr in (("Ann", 90), ("Bob", 70), ("Cleo", 70), ("Dan", 40)):
        won(seller(name, left_on=date(2026, 3, 25) if name == "Ann" else None), arr)

    places = {"Ann": 1, "Bob": 2, "Cleo": 2, "Dan": 4}
    assert numbers.cut("sales_leaderboard", *QUARTER, by="rep") == places


def test_places_are_those_within_a_role(numbers: Numbers) -> None:
    for name, role, arr in (("Ann", "AE", 90), ("Bob", "AE", 70), ("Cleo", "AM", 80)):
        won(seller(name, role=role), arr)

    answers = [one for one in numbers.answers("sales_leaderboard", *QUARTER, by="rep,role")
               if one.series == "sales_leaderboard"]  # fmt: skip
    assert {one.dims["rep"]: one.value for one in answers} == {"Ann": 1, "Bob": 2, "Cleo": 1}


def test_a_win_rate_of_fewer_than_ten_gets_no_place(numbers: Numbers) -> None:
    ann, bob = seller("Ann"), seller("Bob")
    for _ in range(9):
        won(ann, 10)
    for _ in range(10):
        won(bob, 10)

    assert numbers.cut("leaderboard_win_rate", *QUARTER, by="rep") == {"Ann": None, "Bob": 1}


def test_months_until_new_sellers_bring_their_quota(numbers: Numbers) -> None:
    for name, month in (("Ann", 5), ("Bob", 6), ("Cleo", 7), ("Dan", 9)):
        rep = seller(name, "2025-01-01")
        quota(rep, 365_000, "2025-01-01", "2025-12-31")
        won(rep, 91_250, f"2025-{month:02}-15")
    left = seller("Eve", "2025-01-01", left_on=date(2025, 5, 1))
    quota(left, 365_000, "2025-01-01", "2025-12-31")

    year = ("2025-01-01", "2026-01-01")
    assert numbers.value("rep_ramp_time", *year) == 6
    assert numbers.value("rep_ramped_share", *year) == 0.8
    assert numbers.value("hired_sellers", *year) == 5


def test_three_months_together_bring_the_full_quota_not_the_lower_one_of_the_start(numbers: Numbers) -> None:
    rep = seller("Ann", "2025-01-01")
    quota(rep, 10, "2025-01-01", "2025-03-31")
    quota(rep, 275_000, "2025-04-01", "2025-12-31")
    for month in (2, 3, 4, 5):
        won(rep, 30_417, f"2025-{month:02}-15")

    assert numbers.value("rep_ramp_time", "2025-01-01", "2026-01-01") == 4


def test_nobody_ramped_up_is_unknown(numbers: Numbers) -> None:
    quota(seller("Ann", "2025-01-01"), 365_000, "2025-01-01", "2025-12-31")

    assert numbers.value("rep_ramp_time", "2025-01-01", "2026-01-01") is None
    assert numbers.value("rep_ramp_time", "2024-01-01", "2025-01-01") is None
