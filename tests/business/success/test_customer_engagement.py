"""Seats in use: who did something with the product in the last 30 days, of those who may."""

from __future__ import annotations

from typing import Any

from tests.business.samples import sample
from tests.business.success.writing import seats, use
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")


def told(numbers: Numbers, *span: str, **asked: Any) -> dict[str, Any]:
    return {one.series: one.value for one in numbers.answers("customer_engagement", *(span or MARCH), **asked)}


def people(number: int) -> list[str]:
    return [f"user-{one}" for one in range(number)]


def test_people_of_the_last_thirty_days_of_the_seats(numbers: Numbers) -> None:
    account = sample("account")
    seats(account, 40)
    use(numbers.lake, *[(account, who, "board", "2026-03-20") for who in people(26) * 2])
    use(numbers.lake, *[(account, f"admin-{one}", "login", "2026-03-20") for one in range(9)])

    found = told(numbers)

    assert found["customer_engagement"] == found["seat_utilization"] == 26 / 40
    assert (found["active_users"], found["entitled_seats"], found["new_users_30d"]) == (26, 40, 26)
    assert found["feature_adoption"] == found["engaged_customers_share"] == 1


def test_the_thirtieth_day_counts_and_the_one_before_does_not(numbers: Numbers) -> None:
    account = sample("account")
    seats(account, 10, "2026-01-01", "2026-03-31")
    # The last 30 days by 31 March begin on 2 March.
    events = [("old", "2026-01-01"), ("late", "2026-03-01"), ("ann", "2026-03-02"), ("ann", "2026-03-31"),
              ("next", "2026-04-01")]  # fmt: skip
    use(numbers.lake, *[(account, who, "board", day) for who, day in events])

    found = told(numbers)

    assert (found["active_users"], found["new_users_30d"], found["customer_engagement"]) == (1, 1, 0.1)
    assert numbers.value("active_users", "2026-03-01", "2026-03-31") == 2
    assert numbers.value("active_users", "2026-04-01", "2026-04-02") == 0
    assert numbers.reason("customer_engagement", "2026-04-01", "2026-04-02") == (
        "no seats are entitled on that day, or their use is not recorded"
    )


def test_without_any_use_recorded_it_is_unknown(numbers: Numbers) -> None:
    seats(account := sample("account"), 10)

    assert set(told(numbers).values()) == {None, 0}
    assert told(numbers)["customer_engagement"] is None

    use(numbers.lake, (account, "ann", "board", "2026-03-31"))

    assert told(numbers)["customer_engagement"] == 0.1


def test_seats_without_number_are_the_people_of_ninety_days(numbers: Numbers) -> None:
    account, small = sample("account"), sample("account")
    seats(account, None)
    seats(small, 2)
    # By 31 March the last 90 days begin on 1 January.
    days = {"ann": "2026-03-31", "bob": "2026-03-01", "cleo": "2026-01-01", "dan": "2025-12-31"}
    use(numbers.lake, *[(account, who, "board", day) for who, day in days.items()])
    use(numbers.lake, *[(small, who, "board", "2026-03-10") for who in people(3)])

    whole = told(numbers)

    assert numbers.cut("users_of_open_seats", *MARCH, by="account")[account.name] == 3
    # One of three, and three on two seats: 4 of 5.
    assert whole["customer_engagement"] == 4 / 5
    assert whole["engaged_customers_share"] == 1 / 2


def test_more_people_than_seats_show_as_all(numbers: Numbers) -> None:
    account = sample("account")
    seats(account, 2)
    use(numbers.lake, *[(account, who, "board", "2026-03-10") for who in people(3)])

    found = told(numbers)

    assert (found["customer_engagement"], found["seat_utilization"]) == (1, 1.5)


def test_key_actions_of_each_product(numbers: Numbers) -> None:
    account, other = sample("account"), sample("account")
    atlas, beacon = (sample("product", name=name) for name in ("Atlas", "Beacon"))
    plan = sample("plan", product=atlas, name="Starter")
    line = sample("contract_line", account=account, product=atlas, plan=plan)
    seats(account, 10, product=atlas, contract_line=line)
    seats(account, 4, product=beacon)
    seats(other, 5, product=atlas)
    seats(account, 1000, product=sample("product"), unit="gigabytes")
    rows = [("ann", "board"), ("ann", "report"), ("bob", "board"), ("cleo", "report"), ("dan", "settings")]
    use(numbers.lake, *[(account, who, feature, "2026-03-10") for who, feature in rows])
    named = {"key_actions": ("Atlas: Board", "beacon:report")}

    assert numbers.cut("customer_engagement", *MARCH, by="product", **named) == {"Atlas": 2 / 15, "Beacon": 2 / 4}
    assert numbers.value("customer_engagement", *MARCH, **named) == 4 / 19
    assert numbers.cut("feature_adoption", *MARCH, by="feature", **named) == {"board": 1 / 2, "report": 1}
    assert numbers.cut("active_users", *MARCH, by="plan", **named) == {"Starter": 2, "no plan": 2}
    # Without such a list all that was done is of the product with most seats.
    assert numbers.cut("customer_engagement", *MARCH, by="product") == {"Atlas": 4 / 15}


def test_what_was_done_under_a_merged_account_is_of_the_one_that_stays(numbers: Numbers) -> None:
    from tenure.foundation.records.merging import merge
    from tests.business.success.writing import written

    keep, other = sample("account"), sample("account")
    seats(keep, 10)
    use(numbers.lake, (other, "ann", "board", "2026-03-10"), (keep, "bob", "board", "2026-03-10"))
    with written("2026-03-20"):
        merge(keep=keep, other=other)

    assert numbers.value("active_users", *MARCH) == 2


def test_equals_plain_sql_over_a_demo_company(demo: Demo) -> None:
    import duckdb

    # Seats of people by product on the last day; of each account those of the product with most.
    held = demo.sql(
        """
        SELECT a.public_id, e.product_id, sum(cast(e.seats AS integer)) FROM billing_entitlement e
        JOIN accounts_account a ON a.id = e.account_id AND NOT a.is_internal AND a.deleted_at IS NULL
        WHERE e.deleted_at IS NULL AND e.unit = 'users' AND e.from_on <= '2026-06-30'
          AND (e.to_on IS NULL OR e.to_on >= '2026-06-30')
        GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2
        """
    )
    seats_of: dict[str, int] = {}
    for account, _, number in held:
        seats_of.setdefault(account, number)
    files = str(demo.home / "lake" / "usage_events" / "**" / "*.parquet")
    active = duckdb.sql(
        f"""
        SELECT account_id, count(DISTINCT user_id) FROM read_parquet('{files}')
        WHERE occurred_at >= '2026-06-01 00:00:00+00' AND occurred_at < '2026-07-01 00:00:00+00' GROUP BY 1
        """
    ).fetchall()
    users_of = {account: number for account, number in active if account in seats_of}

    found = told(demo.numbers, "2026-06-01", "2026-07-01", as_of="2026-07-15")

    assert found["entitled_seats"] == sum(seats_of.values())
    assert found["active_users"] == sum(users_of.values())
    assert found["seat_utilization"] == sum(users_of.values()) / sum(seats_of.values())
    engaged = [one for one, number in seats_of.items() if users_of.get(one, 0) / number >= 0.5]
    assert found["engaged_customers_share"] == len(engaged) / len(seats_of)
