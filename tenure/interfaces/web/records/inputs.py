"""The form fields that values are typed into: numbers, amounts, currencies, texts and moments."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError

from tenure.foundation.records.fields import AmountField
from tenure.interfaces.web.records.words import LOCALE

CONTROL = "form-control"
PERCENT = Decimal(100)
_NUMBER = re.compile(r"-?(\d{1,3}(,\d{3})+|\d*)(\.\d*)?")
_CURRENCIES = frozenset(Locale.parse(LOCALE).currencies)


class NumberText(forms.DecimalField):
    """A number as people type it: `1,234.50` and `1 234.50` are the same."""

    widget = forms.TextInput(attrs={"class": f"{CONTROL} num", "inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Decimal | None:
        """The number. Raises `ValidationError` saying how to write it."""
        text = str("" if value is None else value).replace(" ", "").replace("\u00a0", "")
        if not text:
            return None
        try:
            return Decimal(text.replace(",", "") if _NUMBER.fullmatch(text) else "-")
        except InvalidOperation:
            raise ValidationError(f"“{value}” is not a number; write it as 1234.50.", code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        """The number without idle zeros."""
        if isinstance(value, Decimal) and value == value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP):
            whole = value == value.to_integral_value()
            return f"{value.quantize(Decimal(1)) if whole else value.quantize(Decimal('0.01'))}"
        return f"{value.normalize():f}" if isinstance(value, Decimal) else value


class AmountText(NumberText):
    """An amount of money, exact to a millionth."""

    def to_python(self, value: Any) -> Decimal | None:
        """The amount. Raises `ValidationError`."""
        number = super().to_python(value)
        return None if number is None else AmountField().to_python(number)


class PercentText(NumberText):
    """A share of one, typed and shown in percent: `25`, `25%` and `25 %` are 0.25."""

    widget = forms.TextInput(
        attrs={"class": f"{CONTROL} num", "inputmode": "decimal", "autocomplete": "off", "placeholder": "%"}
    )

    def to_python(self, value: Any) -> Decimal | None:
        """The share. Raises `ValidationError`."""
        number = super().to_python(str("" if value is None else value).strip().removesuffix("%"))
        if number is not None and not 0 <= number <= PERCENT:
            raise ValidationError(f"“{value}” is outside 0 to 100 percent.", code="invalid")
        return None if number is None else number / PERCENT

    def prepare_value(self, value: Any) -> Any:
        """The percent, with their sign."""
        return f"{(value * PERCENT).normalize():f}%" if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another share was typed."""
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


class CurrencyText(forms.CharField):
    """A currency by its code, in any case."""

    widget = forms.TextInput(
        attrs={
            "class": f"{CONTROL} currency-input",
            "maxlength": 3,
            "list": "currencies",
            "autocomplete": "off",
            "placeholder": "EUR",
        }
    )

    def to_python(self, value: Any) -> str:
        """The code in capitals. Raises `ValidationError` for what is no currency."""
        code = super().to_python(value).upper()
        if code and code not in _CURRENCIES:
            raise ValidationError(
                f"“{value}” is not a currency; write its code, such as EUR, USD or GBP.", code="invalid"
            )
        return code


class LongText(forms.CharField):
    """Text of several lines, whose line ends do not depend on the browser."""

    widget = forms.Textarea(attrs={"class": CONTROL, "rows": 4, "data-grow": ""})

    def to_python(self, value: Any) -> str:
        """The text with plain line feeds."""
        return super().to_python(value).replace("\r\n", "\n")


class MomentInput(forms.DateTimeField):
    """A moment, typed in the company's zone and kept in UTC."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "class": CONTROL}, format="%Y-%m-%dT%H:%M")

    def __init__(self, *, zone: tzinfo, **kwargs: Any) -> None:
        self.zone = zone
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> datetime | None:
        """The moment. Raises `ValidationError`."""
        if not value:
            return None
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            raise ValidationError(
                f"“{value}” is not a date and time; write it as 2026-03-01 14:30.", code="invalid"
            ) from None
        return moment if moment.tzinfo else moment.replace(tzinfo=self.zone)

    def prepare_value(self, value: Any) -> Any:
        """The moment on the company's clock."""
        return value.astimezone(self.zone).replace(tzinfo=None) if isinstance(value, datetime) else value
