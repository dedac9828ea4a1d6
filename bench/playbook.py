"""MRR movements and retention as a team without a tool for it works them out: a row per customer and month, by the
method of the widely used dbt project for MRR, in DuckDB and in pandas."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

# month, segment, what the movements came to, what the opening customers of a year ago paid then, pay, and pay of it,
# how many they were and are
Row = tuple[date, str, int, int, int, int, int, int, int, int, int, int]
_SQL = """
WITH months AS (SELECT unnest($closes) AS month),
lines AS (
    SELECT l.account_id, a.segment, l.service_start, coalesce(l.service_end, DATE '9999-12-30') AS service_end, l.amount
    FROM read_parquet($lines) l JOIN read_parquet($accounts) a ON a.record_id = l.account_id
),
customers AS (
    SELECT account_id, segment, min(service_start) AS first_day FROM lines GROUP BY account_id, segment
),
customer_months AS (
    SELECT account_id, segment, first_day, month FROM customers JOIN months ON month >= first_day
),
balances AS (
    SELECT m.account_id, m.segment, m.first_day, m.month, coalesce(sum(l.amount), 0) AS mrr
    FROM customer_months m LEFT JOIN lines l
        ON l.account_id = m.account_id AND l.service_start <= m.month AND l.service_end >= m.month
    GROUP BY m.account_id, m.segment, m.first_day, m.month
),
compared AS (
    SELECT *,
        coalesce(lag(mrr) OVER of_account, 0) AS before,
        coalesce(lag(mrr, 12) OVER of_account, 0) AS year_ago,
        first_day >= date_trunc('month', month) AS is_first
    FROM balances WINDOW of_account AS (PARTITION BY account_id ORDER BY month)
)
SELECT month, segment,
    coalesce(sum(mrr) FILTER (before = 0 AND is_first), 0)::BIGINT,
    coalesce(sum(mrr - before) FILTER (before > 0 AND mrr > before), 0)::BIGINT,
    coalesce(sum(mrr) FILTER (before = 0 AND NOT is_first), 0)::BIGINT,
    coalesce(sum(before - mrr) FILTER (mrr > 0 AND mrr < before), 0)::BIGINT,
    coalesce(sum(before) FILTER (mrr = 0), 0)::BIGINT,
    sum(year_ago)::BIGINT,
    coalesce(sum(mrr) FILTER (year_ago > 0), 0)::BIGINT,
    sum(least(mrr, year_ago))::BIGINT,
    count(*) FILTER (year_ago > 0),
    count(*) FILTER (year_ago > 0 AND mrr > 0)
FROM compared WHERE month >= $first GROUP BY ALL ORDER BY ALL
"""


def by_sql(*, lines: Path, accounts: Path, closes: list[date], first: date) -> list[Row]:
    """The numbers of each month's end from `first` on; `closes` are all ends that it takes to know them."""
    with duckdb.connect(config={"threads": 2, "preserve_insertion_order": False}) as own:
        given = {"lines": str(lines), "accounts": str(accounts), "closes": closes, "first": first}
        return own.execute(_SQL, given).fetchall()


def by_pandas(*, lines: Path, accounts: Path, closes: list[date], first: date) -> list[Row]:
    """As `by_sql`, with data frames."""
    held = pd.read_parquet(lines, columns=["account_id", "service_start", "service_end", "amount"])
    segments = pd.read_parquet(accounts, columns=["record_id", "segment"]).rename(columns={"record_id": "account_id"})
    begins = held.service_start.astype("datetime64[ns]")
    ends = held.service_end.astype("datetime64[ns]").fillna(pd.Timestamp("2200-01-01"))
    since = begins.groupby(held.account_id).min().rename("since").reset_index()
    customers = segments.merge(since, on="account_id")
    months = []
    for close in map(pd.Timestamp, closes):
        active = held[(begins <= close) & (ends >= close)].groupby("account_id").amount.sum()
        month = customers.loc[customers.since <= close, ["account_id", "segment", "since"]].assign(month=close)
        months.append(month.assign(mrr=month.account_id.map(active).fillna(0).astype("int64")))
    rows = pd.concat(months).sort_values(["account_id", "month"], ignore_index=True)
    of_account = rows.groupby("account_id").mrr
    before = of_account.shift(1, fill_value=0)
    year_ago = of_account.shift(12, fill_value=0)
    is_first = rows.since >= rows.month.dt.to_period("M").dt.start_time
    mrr = rows.mrr
    told = rows[["month", "segment"]].assign(
        new=np.where((before == 0) & is_first, mrr, 0),
        expansion=np.where((before > 0) & (mrr > before), mrr - before, 0),
        reactivation=np.where((before == 0) & ~is_first, mrr, 0),
        contraction=np.where((mrr > 0) & (mrr < before), before - mrr, 0),
        churn=np.where(mrr == 0, before, 0),
        opening=year_ago,
        closing=np.where(year_ago > 0, mrr, 0),
        kept=np.minimum(mrr, year_ago),
        were=(year_ago > 0).astype("int64"),
        are=((year_ago > 0) & (mrr > 0)).astype("int64"),
    )
    told = told[told.month >= pd.Timestamp(first)].groupby(["month", "segment"], as_index=False).sum()
    return [(row[0].date(), *row[1:]) for row in told.itertuples(index=False)]
