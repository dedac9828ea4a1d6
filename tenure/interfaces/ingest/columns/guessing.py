"""From the values of a column to its type."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal

from tenure.interfaces.ingest.columns.booleans import FALSE_WORDS, TRUE_WORDS
from tenure.interfaces.ingest.columns.dates import NUMBERED, WRITTEN, DateOrder, possible_orders
from tenure.interfaces.ingest.columns.numbers import possible_styles
from tenure.interfaces.ingest.columns.profiles import ColumnType
from tenure.interfaces.ingest.columns.tallies import Tally
from tenure.interfaces.ingest.columns.words import words_of
from tenure.interfaces.ingest.reading import Value

_ENOUGH = 0.9
_EMAIL = re.compile(r"^[^@\s,;<>]+@[^@\s,;<>]+\.[^@\s,;<>.]{2,}$")
_DOMAIN = re.compile(r"^(?!\d+\.[a-z]{4,}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$", re.IGNORECASE)
_URL = re.compile(r"^(?:https?|ftp)://\S+$|^www\.\S+\.\S+$", re.IGNORECASE)
_ID = re.compile(r"^(?=.*\d)[A-Za-z0-9][A-Za-z0-9_.:#/-]{3,}$")
_UUID = re.compile(r"^\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$|^[0-9a-f]{32,64}$", re.IGNORECASE)
_LEADING_ZERO = re.compile(r"^0\d+$")
_LONG_DIGITS = re.compile(r"^\d{16,}$")
_ID_WORDS = frozenset({"id", "ids", "uuid", "guid", "uid", "vid", "sku", "zip", "postcode", "postal"})
_NUMBERING_WORDS = frozenset({"number", "no", "nr", "num", "code", "ref", "reference", "key"})
_DATE_WORDS = frozenset(
    {"date", "at", "on", "day", "created", "updated", "modified", "closed", "opened", "start", "end", "since", "until"}
    | {"timestamp", "synced", "datum", "period", "due", "time", "started", "ended"}
)
_MONEY_WORDS = frozenset(
    {
        "amount",
        "price",
        "revenue",
        "mrr",
        "arr",
        "acv",
        "tcv",
        "cost",
        "fee",
        "budget",
        "spend",
        "sales",
        "value",
        "balance",
    }
    | {"charge", "charges", "paid", "refund", "profit", "salary", "betrag", "preis", "umsatz", "usd", "eur"}
)
_BOOLEAN_WORDS = frozenset(
    {"is", "has", "flag", "can", "do", "active", "deleted", "enabled", "allow", "live", "livemode"}
)
_MOST_CHOICES = 60
_LOOK = 200
_LONGEST_CHOICE = 80


def guess_type(tally: Tally) -> tuple[ColumnType, frozenset[DateOrder]]:
    """The type that at least nine cells in ten have; for dates, the orders by which they were known as such."""
    if not tally.filled:
        return ColumnType.EMPTY, frozenset()
    typed = _of_typed(tally)
    if typed is not None:
        return typed, frozenset(WRITTEN)
    texts = {str(value): count for value, count in tally.values.items()}
    header = set(words_of(tally.name))
    if _is_boolean(texts, header):
        return ColumnType.BOOLEAN, frozenset()
    written = _share(texts, lambda text: any(order in WRITTEN for order in possible_orders(text)))
    if written >= _ENOUGH:
        return _day_or_instant(texts), frozenset(WRITTEN)
    numbered = _numbered_order(texts, header)
    if numbered:
        return ColumnType.DATETIME if numbered & _INSTANTS else ColumnType.DATE, numbered
    return _of_text(texts, header, tally), frozenset()


_INSTANTS = {DateOrder.UNIX_SECONDS, DateOrder.UNIX_MILLISECONDS}


def fits(value: Value, kind: ColumnType) -> bool:
    """Whether one value is of a type."""
    if not isinstance(value, str):
        return True
    test = _TESTS.get(kind)
    return test is None or test(value)


def _of_text(texts: dict[str, int], header: set[str], tally: Tally) -> ColumnType:
    for kind in (ColumnType.EMAIL, ColumnType.URL, ColumnType.DOMAIN):
        if _share(texts, _TESTS[kind]) >= _ENOUGH:
            return kind
    if _is_id(texts, header, tally):
        return ColumnType.ID
    if _share(texts, _is_number) >= _ENOUGH:
        return ColumnType.MONEY if _is_money(texts, header) else ColumnType.NUMBER
    return ColumnType.CHOICE if _is_choice(texts, tally) else ColumnType.TEXT


def _of_typed(tally: Tally) -> ColumnType | None:
    """The type of a column whose cells are not text; nothing where most are."""
    typed = {value: count for value, count in tally.values.items() if not isinstance(value, str)}
    if sum(typed.values()) < _ENOUGH * tally.filled:
        return None
    header = set(words_of(tally.name))
    if all(isinstance(value, bool) for value in typed):
        return ColumnType.BOOLEAN
    if all(isinstance(value, date) for value in typed):
        instants = [value for value in typed if isinstance(value, datetime)]
        return ColumnType.DATETIME if any(value.time() != time() for value in instants) else ColumnType.DATE
    if all(isinstance(value, int | float | Decimal) for value in typed):
        if header & _ID_WORDS and all(isinstance(value, int) for value in typed):
            return ColumnType.ID
        return ColumnType.MONEY if header & _MONEY_WORDS else ColumnType.NUMBER
    return ColumnType.TEXT


def _is_boolean(texts: dict[str, int], header: set[str]) -> bool:
    words = {text.casefold() for text in texts}
    if not words <= TRUE_WORDS | FALSE_WORDS or len(words) > 4:
        return False
    if words <= {"0", "1"} or words <= {"x", "y", "t", "n", "f", "j"}:
        return bool(header & _BOOLEAN_WORDS) or words in ({"y", "n"}, {"t", "f"}, {"j", "n"})
    return True


def _day_or_instant(texts: Iterable[str]) -> ColumnType:
    return ColumnType.DATETIME if any(":" in text for text in texts) else ColumnType.DATE


def _numbered_order(texts: dict[str, int], header: set[str]) -> frozenset[DateOrder]:
    """Numbers are dates only where the column's name says so and every one of them is likely as a date."""
    if not header & _DATE_WORDS or header & _ID_WORDS:
        return frozenset()
    common: frozenset[DateOrder] = frozenset(NUMBERED)
    for text in texts:
        common &= frozenset(order for order in possible_orders(text) if _is_likely(text, order))
        if not common:
            return common
    return common


def _is_likely(text: str, order: DateOrder) -> bool:
    # Excel's days from 1980 to 2079; smaller numbers are more likely hours, days or counts.
    return order is not DateOrder.EXCEL or 29_221 <= float(text) <= 65_745


def _is_id(texts: dict[str, int], header: set[str], tally: Tally) -> bool:
    if _share(texts, lambda text: bool(_UUID.match(text))) >= _ENOUGH:
        return True
    if any(_LEADING_ZERO.match(text) for text in texts) or any(_LONG_DIGITS.match(text) for text in texts):
        return _share(texts, lambda text: text.isdigit()) >= _ENOUGH
    if header & _ID_WORDS:
        return _share(texts, lambda text: " " not in text and len(text) <= 64) >= _ENOUGH
    is_unique = len(texts) == tally.filled and tally.filled >= 10 and "name" not in header
    if is_unique and header & _NUMBERING_WORDS and all(" " not in text for text in texts):
        return True
    return is_unique and _share(texts, lambda text: bool(_ID.match(text)) and not _is_number(text)) >= _ENOUGH


def _is_money(texts: dict[str, int], header: set[str]) -> bool:
    if header & {"count", "quantity", "number", "percent", "pct", "rate", "score"}:
        return False
    if header & _MONEY_WORDS or header <= {"total", "subtotal", "net", "gross"}:
        return True
    return _share(texts, lambda text: not text.endswith("%") and bool(re.search(r"[^\d.,'’ \-+()eE%]", text))) > 0.5


def _is_choice(texts: dict[str, int], tally: Tally) -> bool:
    if len(texts) > _MOST_CHOICES or any(len(text) > _LONGEST_CHOICE for text in texts):
        return False
    return len(texts) <= max(2, tally.filled / 3) and tally.filled >= 4


def _is_number(text: str) -> bool:
    return bool(possible_styles(text))


def _share(texts: dict[str, int], test: Callable[[str], bool]) -> float:
    """The share of cells that pass. A look at some is enough where hardly any of them do."""
    if len(texts) > 2 * _LOOK:
        some = list(texts)[:_LOOK]
        if sum(map(test, some)) < _LOOK / 2:
            return 0.0
    cells = sum(texts.values())
    return sum(count for text, count in texts.items() if test(text)) / cells if cells else 0.0


_TESTS: dict[ColumnType, Callable[[str], bool]] = {
    ColumnType.NUMBER: _is_number,
    ColumnType.MONEY: _is_number,
    ColumnType.DATE: lambda text: bool(possible_orders(text)),
    ColumnType.DATETIME: lambda text: bool(possible_orders(text)),
    ColumnType.BOOLEAN: lambda text: text.casefold() in TRUE_WORDS | FALSE_WORDS,
    ColumnType.EMAIL: lambda text: bool(_EMAIL.match(text)),
    ColumnType.DOMAIN: lambda text: bool(_DOMAIN.match(text)),
    ColumnType.URL: lambda text: bool(_URL.match(text)),
}
