"""From a cell to the value of a field: checked as the field's own form would, with a reason to act on."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from tenure.foundation.organisation.money import UnknownCurrencyError, checked_currency
from tenure.foundation.records.fields import AmountField, CurrencyField
from tenure.foundation.records.models import CustomField, CustomFieldType
from tenure.interfaces.ingest.applying.cells import Formats, remembered
from tenure.interfaces.ingest.mapping.functions import domain_of

Convert = Callable[[Any], Any]
WHOLE_NUMBERS = {"IntegerField": 2**31 - 1, "PositiveIntegerField": 2**31 - 1, "BigIntegerField": 2**63 - 1}
MOST_CHOICES_NAMED = 12


def converter(*, field: models.Field, formats: Formats) -> Convert:
    """What turns a cell (not an empty one) into the field's value. It raises `ValueError` with the reason."""
    convert = _by_type(field, formats)
    own = [validator for validator in field.validators if not _is_length(validator)]

    def checked(value: Any) -> Any:
        result = convert(value)
        for validate in own:
            try:
                validate(result)
            except ValidationError as error:
                raise ValueError(f"“{_shown(value)}”: {' '.join(error.messages)}") from None
        return result

    return remembered(checked if own else convert)


def custom_converter(*, field: CustomField, formats: Formats, currency: str) -> Convert:
    """Likewise for a field of the company's own, in its stored form."""
    return remembered(lambda value: _own(field, value, formats, currency))


def blank_of(field: models.Field) -> Any:
    """What the field holds where the source holds nothing; a default that is no blank stays."""
    if field.null:
        return None
    return field.get_default() if field.has_default() else ""


def _by_type(field: models.Field, formats: Formats) -> Convert:
    if isinstance(field, AmountField):
        return lambda value: field.to_python(formats.number(value))
    if isinstance(field, CurrencyField):
        return _currency
    if field.choices:
        return _choice(field)
    if isinstance(field, models.BooleanField):
        return formats.truth
    if isinstance(field, models.DateTimeField):
        return formats.instant
    if isinstance(field, models.DateField):
        return formats.day
    if isinstance(field, models.DecimalField):
        return lambda value: _decimal(field, formats.number(value))
    if isinstance(field, models.IntegerField):
        return lambda value: _whole(field, formats.number(value), value)
    if isinstance(field, models.URLField):
        return lambda value: _fitting(field, _with_scheme(_plain(value)))
    if field.name == "domain":
        # However a source writes it, by its domain a company is known again.
        return lambda value: _fitting(field, domain_of(value) or _plain(value))
    return lambda value: _fitting(field, _plain(value))


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    if "\0" in text or (not text.isprintable() and any("\ud800" <= letter <= "\udfff" for letter in text)):
        raise ValueError("holds a character that no record can hold")
    return text.strip()


def _fitting(field: models.Field, text: str) -> str:
    longest = field.max_length
    if longest is not None and len(text) > longest:
        raise ValueError(f"“{_shown(text)}” has {len(text)} letters; at most {longest} fit")
    return text


def _with_scheme(text: str) -> str:
    return text if "://" in text else f"https://{text}"


def _currency(value: Any) -> str:
    try:
        return checked_currency(_plain(value))
    except UnknownCurrencyError as error:
        raise ValueError(str(error)) from None


def _choice(field: models.Field) -> Convert:
    known: dict[str, Any] = {}
    for value, label in field.flatchoices:
        known[str(label).casefold()] = value
    for value, _ in field.flatchoices:
        known[str(value).casefold()] = value

    def chosen(value: Any) -> Any:
        word = _plain(value).casefold()
        for form in (word, word.replace("-", "_").replace(" ", "_")):
            if form in known:
                return known[form]
        named = ", ".join(str(option) for option, _ in list(field.flatchoices)[:MOST_CHOICES_NAMED])
        raise ValueError(f"“{_shown(value)}” is none of {named}; say in `values` what it means")

    return chosen


def _decimal(field: models.DecimalField, number: Decimal | None) -> Decimal | None:
    if number is None:
        return None
    fitting = number.quantize(Decimal(1).scaleb(-(field.decimal_places or 0)), rounding=ROUND_HALF_UP)
    if abs(fitting) >= Decimal(10) ** ((field.max_digits or 0) - (field.decimal_places or 0)):
        raise ValueError(f"“{number}” is larger than this field can hold")
    return fitting


def _whole(field: models.Field, number: Decimal | None, given: Any) -> int | None:
    if number is None:
        return None
    if number != number.to_integral_value():
        raise ValueError(f"“{_shown(given)}” is not a whole number")
    if abs(number) > WHOLE_NUMBERS.get(field.get_internal_type(), 2**31 - 1):
        raise ValueError(f"“{_shown(given)}” is larger than this field can hold")
    return int(number)


def _own(field: CustomField, value: Any, formats: Formats, currency: str) -> Any:
    match CustomFieldType(field.type):
        case CustomFieldType.NUMBER:
            number = formats.number(value)
            if number is None:
                return None
            return int(number) if number == number.to_integral_value() else float(number)
        case CustomFieldType.MONEY:
            if not currency:
                raise ValueError("an amount needs a currency; name it under `currency` of the mapping")
            return {"amount": str(formats.number(value)), "currency": currency}
        case CustomFieldType.DATE:
            day = formats.day(value)
            return None if day is None else day.isoformat()
        case CustomFieldType.CHOICE:
            known = {option.casefold(): option for option in field.options}
            if _plain(value).casefold() not in known:
                raise ValueError(f"“{_shown(value)}” is not among {', '.join(field.options[:MOST_CHOICES_NAMED])}")
            return known[_plain(value).casefold()]
        case _:
            return _plain(value)


def _is_length(validator: Any) -> bool:
    return getattr(validator, "code", "") in ("max_length",) or type(validator).__name__ in (
        "MaxLengthValidator",
        "DecimalValidator",
        "ProhibitNullCharactersValidator",
    )


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
