"""The form fields that records are typed into: amounts, moments, currencies, and the picker of a record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse

from tenure.foundation.records.fields import AmountField
from tenure.foundation.records.model import Record
from tenure.interfaces.web.records.finding import title_path
from tenure.interfaces.web.records.words import LOCALE

CONTROL = "form-control"
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


class PickerInput(forms.Widget):
    """A box to type a name into, which offers the records that match; the choice travels as a public id."""

    template_name = "records/inputs/picker.html"

    def __init__(self, *, model: type[Record], attrs: dict[str, Any] | None = None) -> None:
        self.model = model
        super().__init__(attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """What the template shows: the public id and the name of the choice so far."""
        public_id, text = value if isinstance(value, tuple) else ("", "")
        context = super().get_context(name, None, attrs)
        address = reverse("web:pick", args=[self.model.kind.key])
        return {
            **context,
            "public_id": public_id,
            "text": text,
            "address": address,
            "label": self.model.kind.label.lower(),
        }

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, str]:
        """The public id and the typed text; a cleared box clears the choice."""
        public_id = str(data.get(name) or "").strip()
        text = str(data.get(f"{name}.text") if f"{name}.text" in data else public_id).strip()
        return (public_id, text) if text else ("", "")

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether the form did not carry this field at all."""
        return name not in data and f"{name}.text" not in data


class RecordPicker(forms.Field):
    """A link to a record in use, picked by name or public id; `current` may stay though it is out of use."""

    def __init__(self, *, model: type[Record], current: Record | None = None, **kwargs: Any) -> None:
        self.model = model
        self.current = current
        super().__init__(widget=PickerInput(model=model), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The public id and name of the linked record."""
        return (value.public_id, str(value)) if isinstance(value, Record) else value

    def to_python(self, value: Any) -> Record | None:
        """The record. Raises `ValidationError` where none or several go by the typed name."""
        public_id, text = value if isinstance(value, tuple) else ("", "")
        if not text:
            return None
        if self.current is not None and public_id == self.current.public_id:
            return self.current
        if public_id and (record := self.model.objects.filter(public_id=public_id).first()):
            return record
        named = list(self.model.objects.filter(**{f"{title_path(self.model)}__iexact": text})[:2])
        if len(named) == 1:
            return named[0]
        what = self.model.kind.label.lower()
        raise ValidationError(
            f"Choose the {what} from the list: “{text}” is {'the name of several' if named else 'not found'}."
        )
