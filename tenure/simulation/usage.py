"""Usage that follows value: who used what on which days, in columns by month, landed in the lake."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from tenure.engine.lake.landing import Landing
from tenure.simulation.life import Life
from tenure.simulation.plan import Plan, month_start, months_between

SOURCE = "demo"
FEATURES = ("board", "mobile_job", "route", "report", "interface", "signature")
WEIGHTS = np.array([0.38, 0.27, 0.13, 0.09, 0.05, 0.08])
MOST_USERS = 90
FEW_SEATS = 25
FRIDAY = 4
LANDED_AT_ONCE = 5_000  # more accounts in a file mean fewer files; all of it is in memory for a month
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


@dataclass
class Used:
    """What the usage of some accounts follows from, in columns: the month's number, account, its value and seats."""

    months: np.ndarray = field(default_factory=lambda: np.empty(0, np.int16))
    accounts: np.ndarray = field(default_factory=lambda: np.empty(0, np.int32))
    values: np.ndarray = field(default_factory=lambda: np.empty(0, np.float32))
    seats: np.ndarray = field(default_factory=lambda: np.empty(0, np.int32))
    names: dict[int, str] = field(default_factory=dict)

    def add(self, more: Used) -> None:
        """Adds other accounts, whose numbers are higher."""
        for column in ("months", "accounts", "values", "seats"):
            setattr(self, column, np.concatenate([getattr(self, column), getattr(more, column)]))
        self.names |= more.names


def used_by(*, lives: Sequence[Life], names: dict[int, str]) -> Used:
    """What these accounts used month by month; `names` are their public ids by number."""
    told = [(month, life.number, *used) for life in lives for month, used in life.used.items()]
    months, accounts, values, seats = zip(*told, strict=True) if told else ((), (), (), ())
    users = {life.number: names[life.number] for life in lives if life.used}
    return Used(
        np.array(months, np.int16), np.array(accounts, np.int32), np.array(values, np.float32),
        np.array(seats, np.int32), users,
    )  # fmt: skip


def land(*, plan: Plan, home: Path, used: Used) -> int:
    """Puts the usage of all accounts into the lake, in place of what was told of them before; gives its rows."""
    rows = 0
    for start in range(0, plan.account_count(), LANDED_AT_ONCE):
        landing = Landing(lake=home / "lake", source=SOURCE, batch=f"demo-{start:07d}", is_known_unique=True)
        ours = (used.accounts >= start) & (used.accounts < start + LANDED_AT_ONCE)
        for month in range(plan.elapsed_months):
            for batch in _month_of(plan, used, np.flatnonzero(ours & (used.months == month)), start, month):
                landing.add(batch)
        rows += landing.finish().new
    return rows


def _month_of(plan: Plan, used: Used, places: np.ndarray, start: int, month: int) -> Iterator[pa.RecordBatch]:
    """A month of some accounts: how many of their users were active follows from value, and so does what they did."""
    if not len(places):
        return
    rng = np.random.default_rng([plan.seed, start, month])
    first = month_start(plan, month)
    days = (month_start(plan, month + 1) - first).days
    value, seats = used.values[places].astype(float), used.seats[places]
    users = np.minimum(seats, MOST_USERS)
    share = 1 / (1 + np.exp(-(0.55 + 0.8 * value + rng.normal(0, 0.25, len(value)))))
    # One row for each user of each account, then for each active user as many as their events fall into.
    whose = np.repeat(np.arange(len(users)), users)
    number = np.arange(len(whose)) - np.repeat(np.cumsum(users) - users, users)
    active = np.flatnonzero(rng.random(len(whose)) < share[whose])
    per_user = np.where(seats < FEW_SEATS, ROWS_PER_USER_SMALL, ROWS_PER_USER)
    who = np.repeat(active, 1 + rng.poisson(per_user[whose[active]] - 1))
    day = rng.integers(0, days, len(who))
    weekday = (first.weekday() + day) % 7
    day = np.where((weekday > FRIDAY) & (rng.random(len(who)) < 0.85), (day + 2) % days, day)
    second = np.clip(rng.normal(11.5, 2.9, len(who)), 0, 23.9) * 3600
    feature = rng.choice(len(FEATURES), len(who), p=WEIGHTS)
    events = 1 + rng.poisson(np.exp(1.6 + 0.3 * value[whose[who]]))
    starts = np.datetime64(first).astype("datetime64[us]")
    at = starts + day.astype("timedelta64[D]") + second.astype("int64").astype("timedelta64[s]")
    kept = np.flatnonzero(at < np.datetime64(plan.cut.replace(tzinfo=None)))
    if len(kept):
        account, turn = whose[who], np.arange(len(who))
        turn = turn - np.searchsorted(account, account)  # counts each account's rows from 0
        columns = (account[kept], number[who][kept], turn[kept], feature[kept], at[kept], events[kept])
        yield _batch([int(one) for one in used.accounts[places]], used.names, month, columns)


def _batch(accounts: list[int], names: dict[int, str], month: int, columns: tuple[np.ndarray, ...]) -> pa.RecordBatch:
    account, user, turn, feature, at, events = columns
    arrays = [
        _joined([f"{one:06d}-{month:03d}-" for one in accounts], account, turn),
        pa.array([names[one] for one in accounts]).take(pa.array(account)),
        _joined([f"user-{one:06d}-" for one in accounts], account, user),
        pa.DictionaryArray.from_arrays(pa.array(feature, pa.int8()), pa.array(FEATURES)),
        pa.array(at, pa.timestamp("us", tz="UTC")),
        pa.array(events, pa.int32()),
    ]
    return pa.RecordBatch.from_arrays(arrays, schema=SCHEMA)


def _joined(prefixes: list[str], places: np.ndarray, numbers: np.ndarray) -> pa.Array:
    return pc.binary_join_element_wise(
        pa.array(prefixes).take(pa.array(places)), pa.array(numbers).cast(pa.string()), ""
    )


def note_month(*, life: Life, first: date, last: date) -> None:
    """Keeps what an account's use of a month follows from: its value and its seats."""
    seats = sum(
        line.qty for deal in life.deals for line in deal.lines
        if line.product == "plan" and line.starts_on <= last and (line.ends_on is None or line.ends_on >= first)
    )  # fmt: skip
    if seats:
        life.used[months_between(life.world.plan.started_on, first)] = (life.value, seats)
