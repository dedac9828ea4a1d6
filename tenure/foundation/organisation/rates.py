"""What may be done to exchange rates. Inside `recording`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from tenure.foundation.organisation.models import ExchangeRate
from tenure.foundation.organisation.money import UnknownCurrencyError, checked_currency


def save_rate(*, from_currency: str, to_currency: str, rate: Decimal, on: date, source: str = "") -> ExchangeRate:
    """Writes the rate of a day, over the one that stood there. Raises `ValidationError` with a message per field."""
    try:
        pair = {"from_currency": checked_currency(from_currency), "to_currency": checked_currency(to_currency)}
    except UnknownCurrencyError as error:
        raise ValidationError({"from_currency": str(error)}) from error
    row = ExchangeRate.objects.filter(**pair, on=on).first() or ExchangeRate(**pair, on=on)
    row.rate, row.source = rate, source
    row.full_clean()
    row.save()
    return row


def remove_rate(*, rate: ExchangeRate) -> None:
    """Takes a rate out of use; its history stays."""
    rate.delete()


def newest_rates() -> QuerySet[ExchangeRate]:
    """The rates, the newest day first."""
    return ExchangeRate.objects.order_by("-on", "from_currency", "to_currency")
