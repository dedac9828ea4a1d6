"""Values as people read them: labels, money, names and dates instead of codes, numbers and ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.numbers import format_decimal
from django.db import models

from tenure.foundation.records.fields import AmountField, ShareField
from tenure.foundation.records.model import Record
from tenure.foundation.records.models import CustomField, CustomFieldType
from tenure.interfaces.web.records.names import Names
from tenure.interfaces.web.shell import wording

LOCALE = "en_US"
EMPTY = "—"


@dataclass(frozen=True)
class Shown:
    """A value as it is shown: its text, what hovering tells, and where it leads. `shape` is how it is set.

    `is_markdown`: where there is room, the text is shown as its Markdown says.
    """

    text: str
    title: str = ""
    address: str = ""
    shape: str = "text"
    is_markdown: bool = False

    @property
    def is_empty(self) -> bool:
        return self.text == EMPTY


@dataclass(frozen=True)
class Setting:
    """What reading a value depends on: whose page, which day it is, in which zone."""

    names: Names
    today: date
    zone: ZoneInfo


NOTHING = Shown(EMPTY, shape="empty")


def shown(*, field: models.Field, values: Mapping[str, Any], model: type[Record], setting: Setting) -> Shown:
    """The value of a field among a record's `values` (by attribute name)."""
    value = values.get(field.attname)
    if value is None or value == "":
        return NOTHING
    if isinstance(field, models.ForeignKey):
        return _linked(setting.names.of(field.related_model, value))  # type: ignore[arg-type]
    if isinstance(field, AmountField):
        return money(value, str(values.get(model.kind.money.get(field.name, ""), "") or ""))
    if isinstance(field, ShareField):
        return Shown(percent(value), shape="number")
    if field.choices:
        return Shown(choice_labels(field).get(value, str(value)), shape="choice")
    if field.name in model.kind.markdown:
        return Shown(str(value), shape="long", is_markdown=True)
    return plain(value, setting=setting, shape=_SHAPES.get(type(field), "text"))


def shown_custom(*, field: CustomField, value: Any, setting: Setting) -> Shown:
    """The value of a field that the company added."""
    if value in (None, ""):
        return NOTHING
    if field.type == CustomFieldType.MONEY:
        return money(Decimal(str(value["amount"])), value["currency"])
    if field.type == CustomFieldType.DATE:
        return day(date.fromisoformat(value), setting.today)
    if field.type in (CustomFieldType.PERSON, CustomFieldType.LINK):
        return _linked(setting.names.of_public(linked_kind(field), value))
    return plain(value, setting=setting)


def linked_kind(field: CustomField) -> str:
    """The key of the kind that a custom field of the type person or link points to."""
    return "person" if field.type == CustomFieldType.PERSON else field.link_kind


def plain(value: Any, *, setting: Setting, shape: str = "text") -> Shown:
    """A value that needs nothing but itself."""
    if isinstance(value, bool):
        return Shown("Yes" if value else "No")
    if isinstance(value, datetime):
        return instant(value, setting)
    if isinstance(value, date):
        return day(value, setting.today)
    if isinstance(value, int | float | Decimal):
        return Shown(_number(value), shape="number")
    if isinstance(value, list | tuple):
        return Shown(", ".join(str(each) for each in value) or EMPTY)
    if isinstance(value, Mapping):
        return Shown(", ".join(f"{key}: {each}" for key, each in value.items()) or EMPTY)
    text = str(value)
    if shape == "url":
        return Shown(text, address=text if text.startswith(("https://", "http://")) else "", shape="url")
    if shape == "email":
        return Shown(text, address=f"mailto:{text}", shape="url")
    return Shown(text, shape=shape)


def money(amount: Decimal, currency: str) -> Shown:
    """An amount in its currency: `€1,234.50`."""
    title = "" if currency else "Its currency is not known."
    return Shown(wording.money(amount=amount, currency=currency), title, shape="number")


def day(value: date, today: date) -> Shown:
    """A day, and near today how far it is; the day of the week on hover."""
    exact = f"{value.day} {value:%b %Y}"
    is_near = abs((value - today).days) <= wording.NEAR_DAYS
    text = f"{exact} · {wording.day_in_words(day=value, today=today)}" if is_near else exact
    return Shown(text, wording.exact_day(value), shape="date")


def instant(value: datetime, setting: Setting) -> Shown:
    """A moment, on the company's clock."""
    local = value.astimezone(setting.zone)
    return Shown(f"{local.day} {local:%b %Y, %H:%M}", wording.exact_instant(local), shape="date")


def percent(share: Decimal) -> str:
    """A share of one in percent: `12.5%`."""
    return f"{_number((share * 100).normalize() + 0)}%"


@cache
def choice_labels(field: models.Field) -> dict[Any, str]:
    """The words for the values that may be chosen in a field."""
    return {value: str(label) for value, label in field.flatchoices}


@lru_cache(maxsize=10_000)
def _number(value: float | Decimal) -> str:
    return format_decimal(value, locale=LOCALE, decimal_quantization=False)


def _linked(named: Any) -> Shown:
    if named is None:
        return Shown("Not for you to see", shape="empty")
    return Shown(named.text + (" (deleted)" if named.is_deleted else ""), "", named.address, "link")


_SHAPES: dict[type, str] = {models.URLField: "url", models.EmailField: "email", models.TextField: "long"}
