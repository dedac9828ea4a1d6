"""Columns described by what they hold; what stays open after every row was looked at becomes a question."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import islice

from tenure.interfaces.ingest.columns.asking import questions_about
from tenure.interfaces.ingest.columns.dates import WRITTEN, DateOrder, order_matters, possible_orders
from tenure.interfaces.ingest.columns.empties import EMPTY_WORDS
from tenure.interfaces.ingest.columns.guessing import fits, guess_type
from tenure.interfaces.ingest.columns.numbers import (
    NotANumberError,
    NumberStyle,
    parse_amount,
    possible_styles,
    style_matters,
)
from tenure.interfaces.ingest.columns.profiles import ColumnProfile, ColumnType
from tenure.interfaces.ingest.columns.tallies import Tally, text_of
from tenure.interfaces.ingest.reading import Row, Table, Value

SAMPLE = 10_000
SEARCHED = 1_000_000
_EXAMPLES = 5
_AT_ONCE = 50_000
_DATES = (ColumnType.DATE, ColumnType.DATETIME)
_NUMBERS = (ColumnType.NUMBER, ColumnType.MONEY)


def describe(table: Table, *, sample: int = SAMPLE, empty_words: Collection[str] = EMPTY_WORDS) -> list[ColumnProfile]:
    """One profile for each column of the table, in its order.

    The first `sample` rows give the types; where dates or numbers can be read in two ways after them, the next
    million is searched for one that tells. Nothing is decided that the cells leave open.
    """
    tallies = [Tally(name) for name in table.columns]
    rows = (row for row in table.rows() if isinstance(row, Row))
    for _, row in zip(range(sample), rows, strict=False):
        for tally in tallies:
            tally.take(row.values[tally.name], empty_words)
    readings = [Readings(tally) for tally in tallies]
    undecided = [reading for reading in readings if reading.is_open]
    if undecided:
        _search(table, rows, undecided)
    return [reading.profile() for reading in readings]


def _search(table: Table, rows: Iterator[Row], undecided: list[Readings]) -> None:
    if table.notes.delimiter is not None:
        _search_text(table, undecided)
        return
    for row in islice(rows, SEARCHED):
        for reading in undecided:
            reading.narrow(row.values[reading.name])
        if not any(reading.is_open for reading in undecided):
            return


def _search_text(table: Table, undecided: list[Readings]) -> None:
    """All cells of a text file are text, so that the fast way of reading shows them as they are."""
    for batch in islice(table.batches(_AT_ONCE), SEARCHED // _AT_ONCE):
        for reading in undecided:
            for value in batch.data.column(reading.name).unique().to_pylist():
                reading.narrow(value)
        if not any(reading.is_open for reading in undecided):
            return


class Readings:
    """The ways in which a column's dates or numbers can be read, fewer with each value seen."""

    def __init__(self, tally: Tally) -> None:
        self.name = tally.name
        self._tally = tally
        self.type, orders = guess_type(tally)
        self._orders = {order for order in DateOrder if order in orders} if self.type in _DATES else set()
        self._styles = set(NumberStyle) if self.type in _NUMBERS else set()
        self._orders_in_doubt: str | None = None
        self._style_in_doubt: str | None = None
        self._is_mixed = False
        for value in tally.values:
            self._narrow(value)

    @property
    def is_open(self) -> bool:
        """Whether a value may yet come that decides; a column without any sign to tell by is not settled either."""
        return len(self._orders) > 1 or len(self._styles) > 1

    def narrow(self, value: Value) -> None:
        """Takes one more value into account."""
        if isinstance(value, str) and self.is_open:
            self._narrow(value.strip())

    def profile(self) -> ColumnProfile:
        """What was found out."""
        tally, kind = self._tally, self.type
        fitting = sum(count for value, count in tally.values.items() if fits(value, kind))
        currencies, is_percent = _beside_numbers(tally) if kind in _NUMBERS else ((), False)
        orders = tuple(order for order in DateOrder if order in self._orders)
        styles = tuple(style for style in NumberStyle if style in self._styles)
        return ColumnProfile(
            name=tally.name,
            rows=tally.rows,
            share_empty=tally.empty / tally.rows if tally.rows else 1.0,
            distinct=len(tally.values),
            type=kind,
            fit=fitting / tally.filled if tally.filled else 1.0,
            is_unique=bool(tally.filled) and len(tally.values) == tally.filled,
            has_zone=_has_zone(tally) if kind is ColumnType.DATETIME else None,
            is_percent=is_percent,
            date_orders=orders if self._orders_in_doubt or self._is_mixed else orders[:1],
            number_styles=styles if self._style_in_doubt or self._is_mixed else styles[:1],
            currencies=currencies,
            empty_words=tuple(word for word, _ in tally.empty_words.most_common()),
            values=_choices(tally) if kind is ColumnType.CHOICE else (),
            examples=tuple(text_of(value) for value in list(tally.values)[:_EXAMPLES]),
            misfits=tuple(text_of(value) for value in tally.values if not fits(value, kind))[:_EXAMPLES],
            questions=questions_about(
                tally.name,
                orders=orders,
                date_example=self._orders_in_doubt,
                styles=styles,
                number_example=self._style_in_doubt,
                currencies=currencies,
            ),
        )

    def _narrow(self, value: Value) -> None:
        if not isinstance(value, str):
            return
        if self._orders:
            self._narrow_orders(value)
        if self._styles:
            self._narrow_styles(value)

    def _narrow_orders(self, value: str) -> None:
        if value[:4].isdigit() and value[4:5] == "-":
            return  # ISO dates say nothing about the others.
        possible = possible_orders(value)
        if not possible or not self._orders & set(WRITTEN):
            if not self._orders & set(WRITTEN):
                self._orders_in_doubt = value if len(self._orders) > 1 else None
            return
        if possible.isdisjoint(self._orders):
            self._orders, self._is_mixed, self._orders_in_doubt = set(), True, value
            return
        self._orders &= possible
        if len(self._orders) == 1:
            self._orders_in_doubt = None
        elif self._orders_in_doubt is None and order_matters(value):
            self._orders_in_doubt = value

    def _narrow_styles(self, value: str) -> None:
        possible = possible_styles(value) if "," in value or "." in value else frozenset()
        if not possible:
            return
        if possible.isdisjoint(self._styles):
            self._styles, self._is_mixed, self._style_in_doubt = set(), True, value
            return
        self._styles &= possible
        if len(self._styles) == 1:
            self._style_in_doubt = None
        elif self._style_in_doubt is None and style_matters(value):
            self._style_in_doubt = value


def _beside_numbers(tally: Tally) -> tuple[tuple[str, ...], bool]:
    signs: dict[str, int] = {}
    percents = 0
    for value, count in tally.values.items():
        if not isinstance(value, str):
            continue
        for style in NumberStyle:
            try:
                amount = parse_amount(value, style)
            except NotANumberError:
                continue
            percents += count * amount.is_percent
            if amount.sign:
                name = amount.currency or amount.sign
                signs[name] = signs.get(name, 0) + count
            break
    return tuple(sorted(signs, key=lambda sign: -signs[sign])), percents * 2 > tally.filled


def _has_zone(tally: Tally) -> bool:
    from tenure.interfaces.ingest.columns.dates import NotADateError, parse_date

    for value in list(tally.values)[:100]:
        try:
            found = parse_date(value, DateOrder.DAY_FIRST) if isinstance(value, str) else value
        except NotADateError:
            continue
        if isinstance(found, datetime) and found.tzinfo is None:
            return False
    return True


def _choices(tally: Tally) -> tuple[tuple[str, int], ...]:
    return tuple((text_of(value), count) for value, count in tally.values.most_common())
