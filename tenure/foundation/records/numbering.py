"""The numbers by which people call quotes, contracts, invoices and cases: each used once, in the company's own format.

A record whose kind declares `numbering` gets its number when it is written without one: at once, or when it leaves the
stages in which it has none yet (a draft of an invoice). The counter's row is locked and counts on in the transaction
that writes the record, so two records never share a number, and what fails takes none away. Where the law wants no
gaps, a number once given stays with its record, which can be voided but not deleted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models.functions import Length

from tenure.foundation.records.kinds import Kind, Numbering, model_of, record_models
from tenure.foundation.records.model import Record
from tenure.foundation.records.models import NumberFormat, NumberSeries
from tenure.foundation.records.recording import under_way
from tenure.foundation.records.versions.numbers import number_histories

LONGEST_FORMAT = 40
MOST_DIGITS = 12
_PART = re.compile(r"\{(year|number)(?::0?(\d{1,2}))?\}")


class NumberFormatError(ValueError):
    """A format from which no numbers can be made."""


class NumberKeptError(PermissionDenied):
    """A record carries a number that may not be missing from its series."""


def numbered_kinds() -> list[Kind]:
    """The kinds whose records are numbered."""
    return [model.kind for model in record_models() if model.kind.numbering is not None]


def checked_format(text: str) -> str:
    """The format, if numbers can be made from it. Raises `NumberFormatError`."""
    parts = [match[1] for match in _PART.finditer(text)]
    if parts.count("number") != 1 or parts.count("year") > 1 or set("{}") & set(_PART.sub("", text)):
        raise NumberFormatError(
            "Write {number} once and {year} at most once, for example INV-{year}-{number:05} for INV-2026-00042."
        )
    if len(text) > LONGEST_FORMAT or any(int(match[2] or 0) > MOST_DIGITS for match in _PART.finditer(text)):
        raise NumberFormatError(
            f"A format has at most {LONGEST_FORMAT} letters, and numbers at most {MOST_DIGITS} digits."
        )
    return text


def format_of(kind: Kind) -> str:
    """The format of the kind's numbers: the company's, else the one that the kind comes with."""
    own = NumberFormat.objects.filter(kind_key=kind.key).values_list("format", flat=True).first()
    return own or _numbering(kind).format


def set_format(*, kind: Kind, text: str) -> None:
    """Numbers are made in this format from now on; a new year starts again at 1 if the format has the year.

    Inside `recording`. Raises `NumberFormatError`.
    """
    wanted = checked_format(text)
    if wanted == format_of(kind):
        return
    row = NumberFormat.objects.filter(kind_key=kind.key).first() or NumberFormat(kind_key=kind.key)
    row.format = wanted
    row.save()


def next_number(*, kind: Kind, year: int) -> str:
    """The number that a record of that year would get now. Takes none away."""
    text = format_of(kind)
    series = NumberSeries.objects.filter(kind_key=kind.key, format=_of_year(text, year)).first()
    return _written(text, year, (series.last if series else _highest(kind, text, year)) + 1)


def give_number(record: Any) -> None:
    """Gives the record its number if it is due and has none. Inside the transaction that saves the record."""
    numbering = record.kind.numbering
    if numbering is None or getattr(record, numbering.field) or not _is_due(record, numbering):
        return
    year = _year(record, numbering)
    setattr(record, numbering.field, _take(record.kind, year))


def number_in_order(*, model: type[Record]) -> int:
    """Gives the records that were brought in with their history the numbers that wait for them, in order of time.

    The series go on where they stand. Inside `recording`; gives how many were numbered.
    """
    kind = model.kind
    text = format_of(kind)
    given: dict[int, str] = {}

    def taken(year: int) -> Iterator[str]:
        series = NumberSeries.objects.filter(kind_key=kind.key, format=_of_year(text, year)).first()
        for position in count(max(series.last if series else 0, _highest(kind, text, year)) + 1):
            number = given[year] = _written(text, year, position)
            yield number

    numbered = number_histories(model=model, taken=taken)
    for year, number in given.items():
        rows = NumberSeries.objects.filter(kind_key=kind.key, format=_of_year(text, year))
        rows.update(last=_position(text, year, number))
    return numbered


def keep_number(record: Any, *, before: str) -> None:
    """Puts a number back that was emptied, and refuses to exchange one that may not be missing.

    Raises `NumberKeptError`.
    """
    numbering = record.kind.numbering
    if numbering is None or not before:
        return
    now = getattr(record, numbering.field)
    if not now:
        setattr(record, numbering.field, before)
    elif now != before and _may_not_be_missing(record, before):
        raise NumberKeptError(f"The number {before} may not be missing: void this one and write another.")


def refuse_gap(record: Any) -> None:
    """Refuses to take a record out of use, or its number away, where the number may not be missing.

    Raises `NumberKeptError`.
    """
    number = number_of(record)
    if number and _may_not_be_missing(record, number):
        raise NumberKeptError(
            f"{record.kind.label} {number} cannot be deleted, as its number may not be missing. "
            "Void it or take it back by a credit note."
        )


def number_of(record: Any) -> str:
    """The record's number; empty where it has none or its kind is not numbered."""
    numbering = getattr(type(record), "kind", None) and record.kind.numbering
    return getattr(record, numbering.field) if numbering else ""


def _numbering(kind: Kind) -> Numbering:
    if kind.numbering is None:
        raise NumberFormatError(f"{kind.plural} are not numbered.")
    return kind.numbering


def _is_due(record: Any, numbering: Numbering) -> bool:
    return not numbering.not_while or getattr(record, record.kind.stage) not in numbering.not_while


def _year(record: Any, numbering: Numbering) -> int:
    given = getattr(record, numbering.dated_by) if numbering.dated_by else None
    act = under_way()
    return given.year if given else act.change.recorded_at.astimezone(act.zone).year


def _take(kind: Kind, year: int) -> str:
    """The next number of the series, whose row stays locked until the transaction ends."""
    text, model = format_of(kind), model_of(kind.key)
    field = _numbering(kind).field
    key = {"kind_key": kind.key, "format": _of_year(text, year)}
    NumberSeries.objects.get_or_create(**key, defaults={"first": 0, "last": 0})
    series = NumberSeries.objects.select_for_update().get(**key)
    position = series.last or _highest(kind, text, year)
    while True:
        position += 1
        number = _written(text, year, position)
        if not model.everything.filter(**{field: number}).exists():
            break
    series.first, series.last = series.first or position, position
    series.save(update_fields=["first", "last"])
    return number


def _highest(kind: Kind, text: str, year: int) -> int:
    """The highest number in this format among the records there are: those that another system numbered go on here."""
    beginning = _written(text, year, 0, number="\0").partition("\0")[0]
    field = _numbering(kind).field
    named = model_of(kind.key).everything.filter(**{f"{field}__startswith": beginning})
    # The longest numbers are the highest, and of those the last in order.
    best = named.annotate(long=Length(field)).order_by("-long", f"-{field}").values_list(field, flat=True)
    return max((_position(text, year, number) or 0 for number in best[:1000]), default=0)


def _may_not_be_missing(record: Any, number: str) -> bool:
    """Whether this product gave the number, in a series without gaps."""
    if not record.kind.numbering.is_gap_free:
        return False
    for series in NumberSeries.objects.filter(kind_key=record.kind.key):
        position = _position(series.format, 0, number)
        if position is not None and series.first <= position <= series.last:
            return True
    return False


def _position(text: str, year: int, number: str) -> int | None:
    """Which number of the series this is; none if it is written in another way."""
    before, after = (re.escape(piece) for piece in _written(text, year, 0, number="\0").split("\0"))
    match = re.fullmatch(f"{before}(\\d{{1,{MOST_DIGITS}}}){after}", number)
    return int(match[1]) if match else None


def _of_year(text: str, year: int) -> str:
    """The format with its year filled in: what a series is known by."""
    return _PART.sub(lambda part: _filled(part, year) if part[1] == "year" else part[0], text)


def _written(text: str, year: int, position: int, *, number: str | None = None) -> str:
    return _PART.sub(
        lambda part: _filled(part, year) if part[1] == "year" else (number or _filled(part, position)), text
    )


def _filled(part: re.Match[str], value: int) -> str:
    return str(value).zfill(int(part[2] or 0))
