from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from hypothesis import given
from hypothesis import strategies as st

from tenure.foundation.organisation.models import Company, ExchangeRate
from tenure.foundation.organisation.money import (
    CompanyNotSetUpError,
    MissingRateError,
    RateBook,
    UnknownCurrencyError,
    checked_currency,
    convert,
    converted,
    rate_book,
    rounded,
)
from tenure.foundation.organisation.rates import save_rate
from tenure.foundation.records.recording import recording

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
BOOK = RateBook(
    to_currency="EUR",
    rates={"USD": ((date(2026, 1, 1), Decimal("0.9")), (date(2026, 2, 1), Decimal("0.92")))},
    max_age_days=31,
)


def test_the_last_rate_by_the_day_is_used() -> None:
    assert BOOK.rate(currency="USD", on=date(2026, 1, 31)) == Decimal("0.9")
    assert BOOK.rate(currency="USD", on=date(2026, 2, 1)) == Decimal("0.92")


def test_an_own_amount_stays_as_it_is() -> None:
    assert BOOK.convert(amount=Decimal("19.99"), currency="EUR", on=date(1999, 1, 1)) == Decimal("19.99")


@pytest.mark.parametrize(
    ("currency", "on"),
    [("GBP", date(2026, 1, 15)), ("USD", date(2025, 12, 31)), ("USD", date(2026, 3, 5))],
    ids=["no rate at all", "none yet", "the last is too old"],
)
def test_a_missing_rate_is_an_error_and_never_one(currency: str, on: date) -> None:
    with pytest.raises(MissingRateError, match=f"no exchange rate from {currency} to EUR for {on}"):
        BOOK.rate(currency=currency, on=on)


@pytest.mark.parametrize(
    ("amount", "rate", "expected"),
    [
        ("0.0000005", "1", "0.000001"),  # half goes away from zero,
        ("-0.0000005", "1", "-0.000001"),  # on both sides
        ("10", "0.3333333333", "3.333333"),
        ("9000000000000", "1.000000000001", "9000000000009.000000"),
    ],
)
def test_a_conversion_is_rounded_once_half_away_from_zero(amount: str, rate: str, expected: str) -> None:
    assert converted(amount=Decimal(amount), rate=Decimal(rate)) == Decimal(expected)


def test_each_currency_is_counted_in_its_own_units() -> None:
    assert rounded(amount=Decimal("2.345"), currency="EUR") == Decimal("2.35")
    assert rounded(amount=Decimal("-2.5"), currency="JPY") == Decimal("-3")
    assert rounded(amount=Decimal("1.2345"), currency="KWD") == Decimal("1.235")


def test_a_currency_is_one_of_the_list() -> None:
    assert checked_currency(" usd ") == "USD"
    with pytest.raises(UnknownCurrencyError, match="three letters"):
        checked_currency("dollars")


@given(amount=st.decimals(-(10**9), 10**9, places=6), rate=st.decimals("0.000001", "9000", places=12))
def test_a_conversion_is_symmetric_about_zero(amount: Decimal, rate: Decimal) -> None:
    assert converted(amount=-amount, rate=rate) == -converted(amount=amount, rate=rate)


@pytest.mark.django_db
@given(rate=st.decimals("0.000000000001", "9000000", places=12))
def test_a_rate_is_kept_exactly(rate: Decimal) -> None:
    with recording(actor=None, path="test", now=NOW):
        ExchangeRate.objects.filter(on=date(2026, 1, 1)).delete()
        row = ExchangeRate.objects.create(from_currency="USD", to_currency="EUR", rate=rate, on=date(2026, 1, 1))

    assert ExchangeRate.objects.get(pk=row.pk).rate == rate


@pytest.mark.django_db
def test_the_company_s_rates_convert() -> None:
    with pytest.raises(CompanyNotSetUpError, match="tenure init"):
        rate_book()
    with recording(actor=None, path="test", now=NOW):
        Company.objects.create(name="Acme", currency="EUR", zone="Europe/Berlin")
        save_rate(from_currency="usd", to_currency="EUR", rate=Decimal("0.9"), on=date(2026, 1, 1), source="ECB")
        save_rate(from_currency="USD", to_currency="EUR", rate=Decimal("0.91"), on=date(2026, 1, 1), source="ECB")

    assert convert(amount=Decimal("100"), currency="USD", on=date(2026, 1, 2)) == Decimal("91")
    assert ExchangeRate.objects.count() == 1
    assert ExchangeRate.versions_model.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("rate", ["0", "-1", "9000001", "NaN", "Infinity"])
def test_what_is_no_rate_is_refused(rate: str) -> None:
    with recording(actor=None, path="test", now=NOW), pytest.raises(ValidationError):
        save_rate(from_currency="USD", to_currency="EUR", rate=Decimal(rate), on=date(2026, 1, 1))


@pytest.mark.django_db(transaction=True)
def test_the_database_itself_refuses_a_rate_of_zero() -> None:
    with connection.cursor() as cursor, pytest.raises(IntegrityError):
        cursor.execute(
            'INSERT INTO organisation_exchangerate (from_currency, to_currency, rate, "on", source) '
            "VALUES ('USD', 'EUR', 0, '2026-01-01', '')"
        )
