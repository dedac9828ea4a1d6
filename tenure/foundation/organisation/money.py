"""Money in the company's currency: converted once, at a known rate, rounded half away from zero."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

from babel.core import get_global
from babel.numbers import get_currency_precision

from tenure.foundation.organisation.models import Company, ExchangeRate
from tenure.foundation.records.fields import MICRO

_EXACT = Context(prec=60)


class MissingRateError(LookupError):
    """There is no usable exchange rate for a day."""


class UnknownCurrencyError(ValueError):
    """No currency goes by this code."""


class CompanyNotSetUpError(RuntimeError):
    """The company was not set up yet."""


@dataclass(frozen=True)
class RateBook:
    """All rates into one currency; `rates` holds for each other currency its (day, rate), by day."""

    to_currency: str
    rates: dict[str, tuple[tuple[date, Decimal], ...]]
    max_age_days: int

    def rate(self, *, currency: str, on: date) -> Decimal:
        """The last rate by that day, at most `max_age_days` old. Raises `MissingRateError`, never assumes 1."""
        if currency == self.to_currency:
            return Decimal(1)
        known = self.rates.get(currency, ())
        place = bisect_right(known, on, key=lambda entry: entry[0])
        if not place or on - known[place - 1][0] > timedelta(days=self.max_age_days):
            raise MissingRateError(
                f"There is no exchange rate from {currency} to {self.to_currency} for {on}"
                f"{f' (the last is of {known[place - 1][0]})' if place else ''}. Add one under Settings, Currencies."
            )
        return known[place - 1][1]

    def convert(self, *, amount: Decimal, currency: str, on: date) -> Decimal:
        """The amount in `to_currency`, at the day's rate, rounded to a millionth. Raises `MissingRateError`."""
        return converted(amount=amount, rate=self.rate(currency=currency, on=on))


def converted(*, amount: Decimal, rate: Decimal) -> Decimal:
    """Amount × rate, rounded once, half away from zero, to a millionth."""
    return _EXACT.multiply(amount, rate).quantize(MICRO, rounding=ROUND_HALF_UP)


def rounded(*, amount: Decimal, currency: str) -> Decimal:
    """The amount as the currency is counted (2 decimals for EUR, none for JPY), rounded half away from zero."""
    return amount.quantize(Decimal(1).scaleb(-get_currency_precision(currency)), rounding=ROUND_HALF_UP)


def checked_currency(code: str) -> str:
    """The code in capitals. Raises `UnknownCurrencyError`."""
    wanted = code.strip().upper()
    if wanted not in _known_currencies():
        raise UnknownCurrencyError(f"There is no currency {code!r}; write its three letters, such as EUR or USD.")
    return wanted


def rate_book() -> RateBook:
    """The company's rates as they stand, read once, for any number of conversions. Raises `CompanyNotSetUpError`."""
    company = Company.objects.first()
    if company is None:
        raise CompanyNotSetUpError("The company is not set up yet; run `tenure init`.")
    rows = ExchangeRate.objects.filter(to_currency=company.currency).order_by("on")
    return book_of(rows=rows, to_currency=company.currency, max_age_days=company.rate_max_age_days)


def book_of(*, rows: Iterable[ExchangeRate], to_currency: str, max_age_days: int) -> RateBook:
    """These rates, ordered by day, as a book."""
    rates: dict[str, list[tuple[date, Decimal]]] = {}
    for row in rows:
        rates.setdefault(row.from_currency, []).append((row.on, row.rate))
    by_day = {currency: tuple(known) for currency, known in rates.items()}
    return RateBook(to_currency=to_currency, rates=by_day, max_age_days=max_age_days)


def convert(*, amount: Decimal, currency: str, on: date) -> Decimal:
    """The amount in the company's currency at the day's rate. Raises `MissingRateError`, `CompanyNotSetUpError`."""
    return rate_book().convert(amount=amount, currency=currency, on=on)


@lru_cache(maxsize=1)
def _known_currencies() -> frozenset[str]:
    return frozenset(get_global("all_currencies"))
