"""The company's exchange rates as rows of a table, for every engine alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from tenure.engine.relations.rounding import RATE_UNITS
from tenure.foundation.organisation.money import RateBook

RATES = {"currency": "string", "day_from": "date", "day_to": "date", "rate": "int64"}


def stretches(book: RateBook) -> Iterator[tuple[str, date, date, int]]:
    """The days `day_from` to before `day_to` on which a rate holds, in ten-billionths."""
    for currency, known in book.rates.items():
        for place, (day, rate) in enumerate(known):
            until = day + timedelta(days=book.max_age_days + 1)
            following = known[place + 1][0] if place + 1 < len(known) else date.max
            yield currency, day, min(until, following), int((rate * RATE_UNITS).to_integral_value())
