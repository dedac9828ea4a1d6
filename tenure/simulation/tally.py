"""What the accounts bring in by month, in euros: added up while the story is told, for the company's own books."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from tenure.simulation.book import instant
from tenure.simulation.life import Life
from tenure.simulation.plan import month_start, months_between
from tenure.simulation.telling import Told
from tenure.simulation.world import World

BOOKED_AFTER_DAYS = 6


@dataclass
class Sums:
    """Subscription revenue, service revenue and money received, by number of the month."""

    subscriptions: Counter[int] = field(default_factory=Counter)
    services: Counter[int] = field(default_factory=Counter)
    received: Counter[int] = field(default_factory=Counter)

    def add(self, more: Sums) -> None:
        """Adds what other accounts bring in."""
        self.subscriptions.update(more.subscriptions)
        self.services.update(more.services)
        self.received.update(more.received)


def tally(*, world: World, told: Told) -> Sums:
    """What some accounts bring in; only what is known when a month is closed counts in it."""
    counting = _Counting(world)
    counting.add(told)
    return counting.sums


class _Counting:
    def __init__(self, world: World) -> None:
        self._world = world
        self.sums = Sums()

    def add(self, told: Told) -> None:
        for life in told.lives:
            self._add_lines(life)
        for entry in told.book.of_kind("payment"):
            state = entry.states[0]
            sign = -1 if state.values.get("is_refund") else 1
            month = self._month(state.values["received_on"])
            if state.known < closing(self._world, month):
                self.sums.received[month] += int(
                    sign * state.values["amount"] * self._rate(state.values, state.values["received_on"])
                )
        for entry in told.book.of_kind("invoice_line"):
            state = entry.states[0]
            if "project" in state.values and state.known < closing(self._world, self._month(state.at.date())):
                self.sums.services[self._month(state.at.date())] += int(
                    state.values["amount"] * self._rate(state.values, state.at.date()))  # fmt: skip

    def _add_lines(self, life: Life) -> None:
        for deal in life.deals:
            for line in deal.lines:
                known = life.book.entries[line.ref].states[0].known
                rate = self._world.rate(life.currency, known.date())
                for month in range(self._month(line.starts_on), self._world.plan.elapsed_months):
                    middle = month_start(self._world.plan, month) + timedelta(days=14)
                    if line.ends_on and line.ends_on < middle:
                        break
                    if line.starts_on <= middle and known < closing(self._world, month):
                        self.sums.subscriptions[month] += int(line.monthly * rate)

    def _month(self, day: date) -> int:
        return months_between(self._world.plan.started_on, day)

    def _rate(self, values: object, day: date) -> Decimal:
        return self._world.rate(values["currency"], day)  # type: ignore[index]


def closing(world: World, month: int) -> datetime:
    """When a month's books are closed."""
    return instant(month_start(world.plan, month) + relativedelta(months=1, days=BOOKED_AFTER_DAYS)) + timedelta(
        hours=15
    )
