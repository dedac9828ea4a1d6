"""The few numbers that come first on a record's page: its amounts, its next dates, how much hangs on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tenure.business.billing.choices import InvoiceStatus
from tenure.business.billing.models import CreditNote, Invoice, Payment
from tenure.business.billing.queries import balance
from tenure.foundation.access.rights import may
from tenure.foundation.records.model import Record
from tenure.interfaces.listing.labels import label_of
from tenure.interfaces.web.records.fields import FieldRights, plain_field
from tenure.interfaces.web.records.glance import Glance, OpenPart
from tenure.interfaces.web.records.related import Related
from tenure.interfaces.web.records.words import Setting, money, shown
from tenure.interfaces.web.shell import wording

MOST = 6
MOST_DATES = 2


@dataclass(frozen=True)
class Figure:
    """A number with its label; `note` says more, `address` opens what is behind it."""

    label: str
    text: str
    note: str = ""
    address: str = ""
    title: str = ""


def figures_of(
    *, model: type[Record], values: Mapping[str, Any], rights: FieldRights, setting: Setting
) -> list[Figure]:
    """The amounts of the record that are known, then its next planned dates."""
    return [*_amounts(model, values, rights, setting), *_dates(model, values, rights, setting)]


def still_open(*, record: Record, rights: FieldRights, user: Any) -> list[Figure]:
    """What is not yet paid of an invoice, for who may see what it is made of."""
    if not isinstance(record, Invoice) or record.status != InvoiceStatus.ISSUED or "total" not in rights.visible:
        return []
    if not all(may(user=user, action="view", kind=kind, field="amount") for kind in (Payment.kind, CreditNote.kind)):
        return []
    amount = balance(invoice=record)
    return [] if amount is None else [Figure("Still open", money(amount, record.currency).text)]


def counts_of_related(related: Sequence[Related]) -> list[Figure]:
    """How many records of each kind point here, the most first; parts of others are left out."""
    counted = sorted((each for each in related if each.count and each.list_address), key=lambda each: -each.count)
    return [Figure(each.title, f"{each.count:,}", address=each.list_address) for each in counted]


def at_a_glance(glance: Glance) -> list[Figure]:
    """What is open with an account: amounts where there are any, else counts."""
    return [
        Figure(part.title, part.total or f"{part.count:,}", _how_many(part) if part.total else "", part.list_address)
        for part in glance.open
        if part.count
    ]


def _how_many(part: OpenPart) -> str:
    return f"{part.count:,} {'record' if part.count == 1 else 'records'}"


def _amounts(model: type[Record], values: Mapping[str, Any], rights: FieldRights, setting: Setting) -> list[Figure]:
    found = []
    for name in model.kind.money:
        field = plain_field(model, name)
        if name in rights.visible and values.get(name) is not None:
            amount = shown(field=field, values=values, model=model, setting=setting)
            found.append(Figure(label_of(field), amount.text))
    return found


def _dates(model: type[Record], values: Mapping[str, Any], rights: FieldRights, setting: Setting) -> list[Figure]:
    """The planned dates that come next, then those passed last; none where the record is over."""
    if any(
        values.get(name) is not None for name in ("closed_at", "closed_on", "voided_on", "terminated_on", "left_on")
    ):
        return []
    found: list[tuple[bool, int, Figure]] = []
    for name in model.kind.planned:
        value = values.get(name)
        if name not in rights.visible or value is None:
            continue
        day = _day(value, setting)
        field = plain_field(model, name)
        exact = f"{day.day} {day:%b %Y}"
        words = wording.day_in_words(day=day, today=setting.today)
        near = words if abs((day - setting.today).days) <= wording.NEAR_DAYS else ""
        ahead = (day - setting.today).days
        figure = Figure(label_of(field), near or exact, exact if near else "", "", wording.exact_day(day))
        found.append((ahead < 0, abs(ahead), figure))
    return [figure for _, _, figure in sorted(found, key=lambda each: each[:2])[:MOST_DATES]]


def _day(value: date, setting: Setting) -> date:
    return value.astimezone(setting.zone).date() if isinstance(value, datetime) else value
