"""A ledger of monthly recurring revenue in plain Python, kept from lines alone: what the metrics are held against."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
KINDS = ("new", "expansion", "reactivation", "contraction", "churn")


@dataclass(frozen=True)
class LedgerLine:
    """A line pays `amount` a month from its first to its last day, both included; without a last day for ever."""

    account: str
    start: date
    end: date | None
    amount: int
    part: str = ""


@dataclass(frozen=True)
class Movement:
    """What a day was to an account as a whole."""

    account: str
    on: date
    kind: str
    amount: int


class Ledger:
    """Balances and movements of some lines."""

    def __init__(self, lines: Iterable[LedgerLine]) -> None:
        self.lines = list(lines)

    def balances(self, day: date, *, of: str = "account") -> dict[str, int]:
        """What each account (or `part`) pays at the end of a day, where it pays anything."""
        sums: dict[str, int] = defaultdict(int)
        for line in self.lines:
            if line.start <= day and (line.end is None or day <= line.end):
                sums[getattr(line, of)] += line.amount
        return {name: amount for name, amount in sums.items() if amount}

    def total(self, day: date) -> int:
        """What all pay at the end of a day."""
        return sum(self.balances(day).values())

    def movements(self) -> list[Movement]:
        """At most one net movement per account and day, called by what the account paid before and after (G4–G6)."""
        changes: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
        for line in self.lines:
            changes[line.account][line.start] += line.amount
            if line.end is not None:
                changes[line.account][line.end + ONE_DAY] -= line.amount
        return [one for account, days in sorted(changes.items()) for one in _moved(account, days)]

    def moved(self, kind: str, start: date, end: date) -> int:
        """The sum of the movements of a kind over the days `[start, end)`."""
        return sum(one.amount for one in self.movements() if one.kind == kind and start <= one.on < end)

    def kept(self, opening: date, closing: date) -> tuple[int, int, int, int, int]:
        """Of the accounts that paid at the opening: how many, what they paid, what they pay at the closing, the lesser
        of the two for each, and how many pay nothing any more."""
        before, after = self.balances(opening), self.balances(closing)
        pairs = [(amount, after.get(account, 0)) for account, amount in before.items()]
        least = sum(min(pair) for pair in pairs)
        return len(pairs), sum(before.values()), sum(now for _, now in pairs), least, sum(not now for _, now in pairs)


def _moved(account: str, days: dict[date, int]) -> Iterable[Movement]:
    balance, most = 0, 0
    for on in sorted(days):
        after = balance + days[on]
        if days[on] > 0:
            yield Movement(account, on, "expansion" if balance else "reactivation" if most else "new", days[on])
        elif days[on] < 0:
            yield Movement(account, on, "contraction" if after else "churn", -days[on])
        balance, most = after, max(most, after)
