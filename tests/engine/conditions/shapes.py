"""Fields of every type, and conditions and rows over them for hypothesis to draw."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tenure.engine.conditions.syntax import (
    And,
    Change,
    Comparison,
    Condition,
    Field,
    FieldType,
    Me,
    Movement,
    Not,
    Operator,
    Or,
    Percent,
    Today,
    Value,
)

TODAY = date(2026, 3, 10)
ZONE = ZoneInfo("America/New_York")  # its clocks went forward on 8 March 2026
ME = "per_ann"
FIELDS: dict[str, FieldType | Field] = {
    "arr": FieldType.MONEY,
    "credit": FieldType.MONEY,
    "seats": FieldType.NUMBER,
    "rate": FieldType.NUMBER,
    "nrr": FieldType.SHARE,
    "name": FieldType.TEXT,
    "type": Field(FieldType.TEXT, (("new", "New business"), ("exp", "Expansion"), ("", "None"))),
    "renews_on": FieldType.DAY,
    "signed_at": FieldType.INSTANT,
    "met_at": FieldType.INSTANT,
    "is_internal": FieldType.FLAG,
    "owner": FieldType.LINK,
    "partner": FieldType.LINK,
}
MONEY = ["0", "0.01", "7", "7.005", "-3", "1234.5678", "-1234.56", "999999999999.99", "0.0000001"]
TEXTS = [
    *("", "Acme", "ACME", "acme inc", "Straße", "STRASSE", "strasse", "İstanbul", "istanbul", "ΟΔΟΣ", "οδός", "οδος"),
    *("σ", "ς", "it's", 'say "hi"', "back\\slash", "100%", "a_b", "'; DROP TABLE t; --", "😀 emoji", " ", "É", "é"),
    *("new", "New business", "exp", "expan", "line\nbreak", "{brace}", "%s", "$1", ":x", "/* */", "ẞ", "ÄÖ", "äö"),
]
LINKS = [("per_ann", "Ann Lee"), ("per_bob", "BOB"), ("acc_1", "per_bob"), ("per_cy", "Straße")]
LINK_WORDS = [*(text for link in LINKS for text in link), "ann lee", "STRASSE", "ann", "b", "nobody"]
INSTANTS = [
    datetime(2026, 3, 10, 3, 59, 59, tzinfo=UTC),  # 9 March in New York
    datetime(2026, 3, 10, 4, 0, tzinfo=UTC),  # 10 March, midnight
    datetime(2026, 3, 8, 4, 59, 59, tzinfo=UTC),  # 7 March
    datetime(2026, 3, 8, 5, 0, tzinfo=UTC),  # 8 March, midnight, winter time still
    datetime(2026, 3, 9, 4, 0, 0, 1, tzinfo=UTC),
]
ORDERED = [Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST]
RANGES = [Operator.BETWEEN, Operator.NOT_BETWEEN]
SINGLE = [Operator.EQUAL, Operator.UNEQUAL]
LISTS = [Operator.IN, Operator.NOT_IN]
KNOWN = [Operator.KNOWN, Operator.UNKNOWN]
WORDED = [Operator.CONTAINS, Operator.NOT_CONTAINS, Operator.STARTS, Operator.NOT_STARTS]
IN_ORDER = [*SINGLE, *ORDERED, *LISTS, *RANGES, *KNOWN]
IN_WORDS = [*SINGLE, *LISTS, *WORDED, *KNOWN]

decimals = st.sampled_from(MONEY).map(Decimal)
percents = st.sampled_from(["0.1", "5", "20", "25", "100", "50", "-50"]).map(lambda text: Percent(Decimal(text)))
floats = st.sampled_from([0.0, 0.1, 0.2, 0.3, 0.30000000000000004, 0.5, 0.25, 1.0, -7.5, 1e-14, 7.0, 123456.789])
days = st.one_of(st.dates(date(2026, 3, 6), date(2026, 3, 12)), st.integers(-4, 4).map(Today))
texts = st.sampled_from(TEXTS)
said: dict[str, st.SearchStrategy[Any]] = {
    "arr": decimals,
    "credit": decimals,
    "seats": decimals,
    "rate": floats.map(lambda number: Decimal(f"{number:.15g}")) | decimals,
    "nrr": percents | decimals,
    "name": texts,
    "type": st.sampled_from(["new", "NEW", "New business", "expansion", "exp"]),
    "renews_on": days,
    "signed_at": days,
    "met_at": days,
    "is_internal": st.booleans(),
    "owner": st.sampled_from(LINK_WORDS) | st.just(Me()),
    "partner": st.sampled_from(LINK_WORDS) | st.just(Me()),
}
kept: dict[str, st.SearchStrategy[Any]] = {
    "arr": decimals.map(lambda number: number.quantize(Decimal("0.000001"))),
    "credit": decimals.map(lambda number: number.quantize(Decimal("0.01"))),
    "seats": st.sampled_from([0, 1, 7, -3, 2_147_483_647]),
    "rate": floats | st.just(float("nan")) | st.just(float("inf")),
    "nrr": floats,
    "name": texts,
    "type": st.sampled_from(["new", "exp", "", "old"]),
    "renews_on": st.dates(date(2026, 3, 6), date(2026, 3, 12)),
    "signed_at": st.sampled_from(INSTANTS),
    "met_at": st.sampled_from(INSTANTS),
    "is_internal": st.booleans(),
    "owner": st.sampled_from(LINKS),
    "partner": st.sampled_from(LINK_WORDS),
}
WINDOWS = (1, 30)
rows = st.fixed_dictionaries({field: st.none() | value for field, value in kept.items()})
earlier = st.fixed_dictionaries({(field, days): st.none() | value for field, value in kept.items() for days in WINDOWS})


@st.composite
def comparisons(draw: st.DrawFn) -> Comparison:
    field = draw(st.sampled_from(sorted(said)))
    described = FIELDS[field]
    type_ = described.type if isinstance(described, Field) else described
    is_flag, is_text = type_ is FieldType.FLAG, type_ in (FieldType.TEXT, FieldType.LINK)
    operator = draw(st.sampled_from([*SINGLE, *KNOWN] if is_flag else IN_WORDS if is_text else IN_ORDER))
    count = 0 if operator in KNOWN else 2 if operator in RANGES else draw(st.integers(1, 3)) if operator in LISTS else 1
    values = said[field] if operator not in WORDED else st.sampled_from(["", "e", "STRASS", "a", "expan", "ı", "σ"])
    return Comparison(field, operator, tuple(draw(values) for _ in range(count)))


@st.composite
def changes(draw: st.DrawFn) -> Change:
    field = draw(st.sampled_from(sorted(said)))
    days_before = draw(st.sampled_from(WINDOWS))
    if FIELDS[field] in (FieldType.MONEY, FieldType.NUMBER, FieldType.SHARE) and draw(st.booleans()):
        movement = draw(st.sampled_from([Movement.ROSE, Movement.DROPPED]))
        by: Value | None = draw(st.none() | decimals.filter(lambda number: number > 0) | percents.filter(_is_positive))
        return Change(field, movement, days_before, by=by)  # type: ignore[arg-type]
    begins, ends = (draw(st.none() | said[field]) for _ in range(2))
    return Change(field, Movement.CHANGED, days_before, begins, ends)


def _is_positive(percent: Percent) -> bool:
    return percent.amount > 0


def _joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(several.map(And), several.map(Or), parts.map(Not))


conditions: st.SearchStrategy[Condition] = st.recursive(comparisons() | changes(), _joined, max_leaves=6)
