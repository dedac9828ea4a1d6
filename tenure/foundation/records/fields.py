"""Field types that every room uses: amounts of money held exactly, and public ids."""

from __future__ import annotations

import secrets
import time
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

MICRO = Decimal("0.000001")
MICROS_PER_UNIT = 1_000_000
LARGEST_AMOUNT = Decimal(9_000_000_000_000)

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
_EPOCH_MS = 1_577_836_800_000


def new_public_id(prefix: str) -> str:
    """A new public id such as `acc_0m5k2v8q1x7p3d9c`: 45 bits of time (so that ids sort by age) and 35 random bits."""
    number = ((time.time_ns() // 1_000_000 - _EPOCH_MS) << 35) | secrets.randbits(35)
    return f"{prefix}_" + "".join(_ALPHABET[(number >> shift) & 31] for shift in range(75, -1, -5))


def to_micros(amount: Decimal) -> int:
    """The amount in millionths of a unit, rounded half away from zero."""
    return int((amount / MICRO).quantize(Decimal(1), rounding=ROUND_HALF_UP))


class AmountField(models.Field):
    """A decimal amount of money, stored as a whole number of millionths so that sums are exact on every database.

    Python sees `Decimal`; the currency is the field that the kind's `money` names. At most nine trillion either way.
    """

    description = "Amount of money, exact to a millionth"

    def get_internal_type(self) -> str:
        return "BigIntegerField"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else _trimmed(Decimal(value) * MICRO)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or value == "":
            return None
        try:
            amount = value if isinstance(value, Decimal) else Decimal(str(value).strip())
        except InvalidOperation as error:
            raise ValidationError(f"“{value}” is not an amount; write it as 1234.50.", code="invalid") from error
        if not amount.is_finite() or abs(amount) > LARGEST_AMOUNT:
            raise ValidationError(f"“{value}” is outside what an amount can hold (nine trillion).", code="invalid")
        return _trimmed(amount.quantize(MICRO, rounding=ROUND_HALF_UP))

    def get_prep_value(self, value: Any) -> int | None:
        if value is None or value == "":
            return None
        amount = self.to_python(value)
        return None if amount is None else to_micros(amount)

    def value_to_string(self, obj: models.Model) -> str:
        value = self.value_from_object(obj)
        return "" if value is None else str(value)

    def formfield(self, **kwargs: Any) -> Any:
        from django import forms

        return super().formfield(**{"form_class": forms.DecimalField, "max_digits": 19, "decimal_places": 6, **kwargs})


def _trimmed(amount: Decimal) -> Decimal:
    """The amount with at least two decimals and no idle zeros beyond them."""
    cents = amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    return cents if cents == amount else amount.normalize()


class ShareField(models.DecimalField):
    """A share between 0 and 1, held as such and shown in percent; wide enough for a wrong “25” to be told of."""

    description = "Share of one"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_digits": 12, "decimal_places": 6, **kwargs})

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.DecimalField", args, kwargs


class PublicIdField(models.CharField):
    """The stable name of a record in addresses and exports, given when it is first written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 24, "unique": True, "editable": False, "blank": True, **kwargs})

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        if not getattr(model_instance, self.attname):
            setattr(model_instance, self.attname, new_public_id(model_instance.kind.prefix))
        return super().pre_save(model_instance, add)


class CurrencyField(models.CharField):
    """An ISO 4217 code in capitals, such as `EUR`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 3)
        super().__init__(*args, **kwargs)
