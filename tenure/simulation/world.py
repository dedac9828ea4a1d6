"""What all accounts of the story share: the company, its people, its catalogue and its market."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tenure.simulation.book import Book
from tenure.simulation.catalogue import Catalogue, fill, rates
from tenure.simulation.desk import Desk, lay_out
from tenure.simulation.markets import Market, open_market
from tenure.simulation.people import Staff, hire
from tenure.simulation.plan import Plan

LOOKAHEAD_MONTHS = 2  # campaigns are known some weeks before they run
RATES_AHEAD_MONTHS = 60  # deals are told to their end, however late; those ends are never written


@dataclass(frozen=True)
class World:
    """The stage on which accounts live."""

    plan: Plan
    book: Book
    staff: Staff
    catalogue: Catalogue
    market: Market
    desk: Desk
    rates: dict[tuple[str, date], Decimal]
    colleagues: frozenset[str]

    def rate(self, currency: str, day: date) -> Decimal:
        """What a unit of the currency was worth in euros."""
        return Decimal(1) if currency == "EUR" else self.rates[currency, day.replace(day=1)]


def build_world(*, plan: Plan) -> World:
    """The stage, told up to the plan's day and a little beyond."""
    book = Book()
    months = plan.elapsed_months
    staff = hire(plan=plan, book=book)
    catalogue = fill(plan=plan, book=book)
    market = open_market(plan=plan, book=book, staff=staff, catalogue=catalogue, months=months + LOOKAHEAD_MONTHS)
    desk = lay_out(plan=plan, book=book, staff=staff, catalogue=catalogue)
    return World(
        plan, book, staff, catalogue, market, desk, rates(plan=plan, months=months + RATES_AHEAD_MONTHS), staff.names()
    )
