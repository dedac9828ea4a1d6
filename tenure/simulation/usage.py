"""Usage that follows value: who used what on which days, in columns by month, landed in the lake."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
from dateutil.relativedelta import relativedelta

from tenure.engine.lake.landing import Landing
from tenure.simulation.life import Life
from tenure.simulation.plan import Plan, month_start, months_between

SOURCE = "demo"
FEATURES = ("board", "mobile_job", "route", "report", "interface", "signature")
WEIGHTS = np.array([0.38, 0.27, 0.13, 0.09, 0.05, 0.08])
MOST_USERS = 90
ROWS_PER_USER_SMALL, ROWS_PER_USER = 3.2, 1.25
SCHEMA = pa.schema(
    [
        ("event_id", pa.string()),
        ("account_id", pa.string()),
        ("user_id", pa.string()),
        ("feature", pa.dictionary(pa.int8(), pa.string())),
        ("occurred_at", pa.timestamp("us", tz="UTC")),
        ("events", pa.int32()),
    ]
)


def batches(*, plan: Plan, lives: Sequence[Life], names: dict[int, str]) -> Iterator[tuple[date, pa.RecordBatch]]:
    """For each month its usage up to the plan's day; `names` are the accounts' public ids by number."""
    for month in range(plan.elapsed_months):
        first = month_start(plan, month)
        parts = [_used(plan, life, month, first, names[life.number]) for life in lives if month in life.used]
        found = [part for part in parts if part is not None]
        if found:
            columns = [np.concatenate([part[place] for part in found]) for place in range(len(SCHEMA))]
            yield first, _batch(columns)


def _used(plan: Plan, life: Life, month: int, first: date, name: str) -> list[np.ndarray] | None:
    """One account's month: how many of its users were active follows from value, and so does how much they did."""
    value, seats = life.used[month]
    rng = np.random.default_rng([plan.seed, life.number, month])
    users = min(seats, MOST_USERS)
    share = 1 / (1 + np.exp(-(0.55 + 0.8 * value + rng.normal(0, 0.25))))
    per_user = ROWS_PER_USER_SMALL if seats < 25 else ROWS_PER_USER
    days = (first + relativedelta(months=1) - first).days
    active = np.flatnonzero(rng.random(users) < share)
    who = np.repeat(active, 1 + rng.poisson(per_user - 1, len(active)))
    day = rng.integers(0, days, len(who))
    weekday = (first.weekday() + day) % 7
    day = np.where((weekday > 4) & (rng.random(len(who)) < 0.85), (day + 2) % days, day)
    second = np.clip(rng.normal(11.5, 2.9, len(who)), 0, 23.9) * 3600
    feature = rng.choice(len(FEATURES), len(who), p=WEIGHTS)
    events = 1 + rng.poisson(np.exp(1.6 + 0.3 * value), len(who))
    starts = np.datetime64(first).astype("datetime64[us]")
    at = starts + day.astype("timedelta64[D]") + second.astype("int64").astype("timedelta64[s]")
    kept = at < np.datetime64(plan.cut.replace(tzinfo=None))
    if not kept.any():
        return None
    prefix = f"{life.number:06d}-{month:03d}-"
    identity = np.char.add(prefix, np.arange(len(who)).astype(str))
    user = np.char.add(f"user-{life.number:06d}-", who.astype(str))
    return [column[kept] for column in (identity, np.full(len(who), name), user, feature, at, events)]


def _batch(columns: list[np.ndarray]) -> pa.RecordBatch:
    identity, account, user, feature, at, events = columns
    arrays = [
        pa.array(identity, pa.string()),
        pa.array(account, pa.string()),
        pa.array(user, pa.string()),
        pa.DictionaryArray.from_arrays(pa.array(feature, pa.int8()), pa.array(FEATURES)),
        pa.array(at, pa.timestamp("us", tz="UTC")),
        pa.array(events, pa.int32()),
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)


def note_month(*, life: Life, first: date, last: date) -> None:
    """Keeps what an account's use of a month follows from: its value and its seats."""
    seats = sum(
        line.qty for deal in life.deals for line in deal.lines
        if line.product == "plan" and line.starts_on <= last and (line.ends_on is None or line.ends_on >= first)
    )  # fmt: skip
    if seats:
        life.used[months_between(life.world.plan.started_on, first)] = (life.value, seats)


def land(*, home: Path, part: int, batches: Iterable[pa.RecordBatch]) -> int:
    """Puts the usage of some accounts into the lake, in place of what was told of them before; gives its rows."""
    landing = Landing(lake=home / "lake", source=SOURCE, batch=f"demo-{part:07d}", is_known_unique=True)
    for batch in batches:
        landing.add(batch)
    return landing.finish().new
