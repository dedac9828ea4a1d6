"""The exchange rate as a column, exact on every database; and what a time zone may be called."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models

TRILLIONTH = Decimal("0.000000000001")
LARGEST_RATE = Decimal(9_000_000)


class RateField(models.Field):
    """A positive exchange rate, stored as a whole number of trillionths (SQLite would keep a decimal as a float)."""

    description = "Exchange rate, exact to a trillionth"

    def get_internal_type(self) -> str:
        return "BigIntegerField"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else _trimmed(Decimal(value) * TRILLIONTH)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or value == "":
            return None
        try:
            rate = value if isinstance(value, Decimal) else Decimal(str(value).strip())
        except InvalidOperation as error:
            raise ValidationError(f"“{value}” is not a rate; write it as 1.0825.", code="invalid") from error
        if not rate.is_finite() or abs(rate) > LARGEST_RATE:
            raise ValidationError(f"“{value}” is outside what a rate can hold (nine million).", code="invalid")
        return _trimmed(rate.quantize(TRILLIONTH, rounding=ROUND_HALF_UP))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuses zero and below, as the table does."""
        super().validate(value, model_instance)
        if value is not None and value <= 0:
            raise ValidationError("A rate lies above 0.", code="invalid")

    def get_prep_value(self, value: Any) -> int | None:
        rate = self.to_python(value)
        return None if rate is None else int(rate / TRILLIONTH)

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else f"{value:f}"

    def formfield(self, **kwargs: Any) -> Any:
        from django import forms

        return super().formfield(**{"form_class": forms.DecimalField, "max_digits": 19, "decimal_places": 12, **kwargs})


def _trimmed(rate: Decimal) -> Decimal:
    whole = rate.to_integral_value()
    return whole if rate == whole else rate.normalize()


def check_zone(value: str) -> None:
    """Raises `ValidationError` for what is no time zone."""
    if value not in available_timezones():
        raise ValidationError(f"“{value}” is not a time zone; write it as in the IANA list, such as Europe/Berlin.")
