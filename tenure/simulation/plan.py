"""What a demo company is made from: two runs with the same plan give the same company."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from random import Random

from dateutil.relativedelta import relativedelta

STATE_FILE = "demo.json"
# How the story is told. Another number: what was told before does not go on as it would have.
TELLING = 4
ARRIVAL_POWER = 0.72  # below 1: more accounts arrive the older the company gets


class PlanError(ValueError):
    """No company can be simulated from these numbers."""


@dataclass(frozen=True)
class Plan:
    """Seed and size of the company, its first month, and the day on which its story stands.

    `accounts` is how many accounts are known after `months` months; the same pace goes on afterwards. Everything
    known before the beginning of `until` has happened; that day's own work is waiting.
    """

    seed: int
    accounts: int
    months: int
    started_on: date
    until: date
    telling: int = TELLING

    @property
    def cut(self) -> datetime:
        """The instant up to which the story is told."""
        return datetime.combine(self.until, time.min, tzinfo=UTC)

    @property
    def elapsed_months(self) -> int:
        """How many months, begun ones included, the story has."""
        return months_between(self.started_on, self.until) + 1

    def arrival(self, number: int) -> float:
        """When the account with this number comes into view, in months from the start."""
        return float(self.months * (number / self.accounts) ** ARRIVAL_POWER)

    def account_count(self) -> int:
        """How many accounts have come into view by the day on which the story stands."""
        elapsed = (self.until - self.started_on).days / 30.4375
        return int(self.accounts * (elapsed / self.months) ** (1 / ARRIVAL_POWER)) + 1

    def random(self, *names: object) -> Random:
        """Chance that depends on the seed and these names only, never on what was drawn elsewhere."""
        return Random(":".join(map(str, (self.seed, *names))))

    def advanced(self, *, months: int) -> Plan:
        """The same story, some months on."""
        return Plan(**{**asdict(self), "until": self.until + relativedelta(months=months)})


def new_plan(*, seed: int, accounts: int, months: int, until: date) -> Plan:
    """The plan of a company whose story of so many months ends with the month of `until`. Raises `PlanError`."""
    if not 1 <= accounts <= 1_000_000:
        raise PlanError("Choose between 1 and 1,000,000 accounts.")
    if not 1 <= months <= 240:
        raise PlanError("Choose between 1 and 240 months.")
    started_on = until.replace(day=1) - relativedelta(months=months - 1)
    return Plan(seed=seed, accounts=accounts, months=months, started_on=started_on, until=until)


def months_between(first: date, last: date) -> int:
    """How many month ends lie between two days."""
    return (last.year - first.year) * 12 + last.month - first.month


def month_start(plan: Plan, month: int) -> date:
    """The first day of the story's month with this number."""
    years, place = divmod(plan.started_on.month - 1 + month, 12)
    return date(plan.started_on.year + years, place + 1, plan.started_on.day)


def save_plan(*, plan: Plan, home: Path) -> None:
    """Keeps the plan in the demo's home."""
    words = {**asdict(plan), "started_on": plan.started_on.isoformat(), "until": plan.until.isoformat()}
    (home / STATE_FILE).write_text(json.dumps(words, indent=2) + "\n")


def saved_plan(*, home: Path) -> Plan | None:
    """The plan that was kept in this home; none where no demo company lives."""
    try:
        words = json.loads((home / STATE_FILE).read_text())
    except FileNotFoundError:
        return None
    days = {name: date.fromisoformat(words[name]) for name in ("started_on", "until")}
    return Plan(**{"telling": 1, **words, **days})
