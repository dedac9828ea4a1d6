"""The values of a company's own fields: what each type holds, and how a given value is checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError

from tenure.foundation.records.fields import LARGEST_AMOUNT
from tenure.foundation.records.kinds import model_of
from tenure.foundation.records.models import CustomField, CustomFieldType


def custom_fields(*, kind_key: str) -> list[CustomField]:
    """The fields that the company added to this kind and still uses, in their order."""
    return list(CustomField.objects.filter(kind_key=kind_key, retired_at=None).order_by("position", "id"))


def checked_custom(*, kind_key: str, given: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
    """`present` with the given values laid over it, each in its stored form; an empty value removes.

    Stored forms: text and choice as text, number as a JSON number, money as `{"amount": "12.50", "currency": "EUR"}`,
    date as `2026-03-01`, person and link as a public id. Raises `ValidationError` with a message per field.
    """
    if not given:
        return dict(present)
    fields = {field.key: field for field in custom_fields(kind_key=kind_key)}
    result, errors = dict(present), {}
    for key, value in given.items():
        if key not in fields:
            errors[f"custom.{key}"] = f"There is no custom field {key!r} on this kind."
            continue
        try:
            stored = None if value in (None, "") else _CHECKS[CustomFieldType(fields[key].type)](fields[key], value)
        except ValueError as error:
            errors[f"custom.{key}"] = f"{fields[key].label}: {error}"
            continue
        if stored is None:
            result.pop(key, None)
        else:
            result[key] = stored
    if errors:
        raise ValidationError(errors)
    return result


def _text(field: CustomField, value: Any) -> str:
    return str(value)


def _number(field: CustomField, value: Any) -> int | float:
    number = _decimal(value)
    return int(number) if number == number.to_integral_value() else float(number)


def _money(field: CustomField, value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping) or len(str(value.get("currency", ""))) != 3:
        raise ValueError("give an amount and a currency of three letters")
    return {"amount": str(_decimal(value.get("amount"))), "currency": str(value["currency"]).upper()}


def _decimal(value: Any) -> Decimal:
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise ValueError(f"“{value}” is not a number; write it as 1234.50") from None
    if not number.is_finite() or abs(number) > LARGEST_AMOUNT:
        raise ValueError(f"“{value}” is outside what a number can hold here (nine trillion)")
    return number


def _date(field: CustomField, value: Any) -> str:
    try:
        return (value if isinstance(value, date) else date.fromisoformat(str(value))).isoformat()
    except ValueError:
        raise ValueError(f"“{value}” is not a date; write it as 2026-03-01") from None


def _choice(field: CustomField, value: Any) -> str:
    if value not in field.options:
        raise ValueError(f"“{value}” is not among {', '.join(field.options)}")
    return str(value)


def _person(field: CustomField, value: Any) -> str:
    return _existing("person", value)


def _link(field: CustomField, value: Any) -> str:
    return _existing(field.link_kind, value)


def _existing(kind_key: str, public_id: Any) -> str:
    if not model_of(kind_key).objects.filter(public_id=str(public_id)).exists():
        raise ValueError(f"there is no {kind_key} {public_id}")
    return str(public_id)


_CHECKS: dict[CustomFieldType, Callable[[CustomField, Any], Any]] = {
    CustomFieldType.TEXT: _text,
    CustomFieldType.NUMBER: _number,
    CustomFieldType.MONEY: _money,
    CustomFieldType.DATE: _date,
    CustomFieldType.CHOICE: _choice,
    CustomFieldType.PERSON: _person,
    CustomFieldType.LINK: _link,
}
