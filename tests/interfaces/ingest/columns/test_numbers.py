"""Numbers and amounts in the ways that people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tenure.interfaces.ingest.columns import Amount, NotANumberError, NumberStyle, parse_amount, parse_number
from tenure.interfaces.ingest.columns.numbers import possible_styles, style_matters

POINT, COMMA = NumberStyle.POINT, NumberStyle.COMMA


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("1,234.50", POINT, "1234.50"),
        ("1.234,50", COMMA, "1234.50"),
        ("1,234", POINT, "1234"),
        ("1,234", COMMA, "1.234"),
        ("1.234", COMMA, "1234"),
        ("1 234 567,8", COMMA, "1234567.8"),
        ("1\u00a0234,5", COMMA, "1234.5"),
        ("1\u202f234,5", COMMA, "1234.5"),
        ("1'234.50", POINT, "1234.50"),
        ("1’234.50", POINT, "1234.50"),
        ("12,34,567.89", POINT, "1234567.89"),
        ("(541.25)", POINT, "-541.25"),
        ("541.25-", POINT, "-541.25"),
        ("-541.25", POINT, "-541.25"),
        ("\u2212541.25", POINT, "-541.25"),
        ("($1,000.00)", POINT, "-1000.00"),
        ("-$5", POINT, "-5"),
        ("$-5", POINT, "-5"),
        ("+7", POINT, "7"),
        (".5", POINT, "0.5"),
        (",5", COMMA, "0.5"),
        ("0.123", POINT, "0.123"),
        ("12.5%", POINT, "12.5"),
        ("12,5 %", COMMA, "12.5"),
        ("1.5E+06", POINT, "1500000"),
        ("5.24e-3", POINT, "0.00524"),
        ("  42 ", POINT, "42"),
        ("007", POINT, "7"),
    ],
)
def test_a_number_is_read_in_its_style(text: str, style: NumberStyle, value: str) -> None:
    assert parse_number(text, style) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "style"),
    [
        *(
            ("1.234,50", POINT),
            ("1,234.50", COMMA),
            ("12.50", COMMA),
            ("1,5", POINT),
            ("1,2,3", POINT),
            ("1.2.3", POINT),
        ),
        *(("", POINT), ("abc", POINT), ("12 abc", POINT), ("--5", POINT), ("-5-", POINT), ("(5", POINT), ("5)", POINT)),
        *(("(-5)", POINT), ("$5€", POINT), ("1,23,4", POINT), ("0,123", POINT), ("1 23", POINT), ("5 6", POINT)),
        *(("1,234 567", POINT), ("1.", POINT), ("NaN", POINT), ("inf", POINT), ("1" * 100, POINT), ("0x1F", POINT)),
    ],
)
def test_what_is_no_number_in_a_style_is_refused(text: str, style: NumberStyle) -> None:
    with pytest.raises(NotANumberError):
        parse_number(text, style)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("€5", Amount(Decimal(5), "€", "EUR")),
        ("5 €", Amount(Decimal(5), "€", "EUR")),
        ("US$ 5", Amount(Decimal(5), "US$", "USD")),
        ("USD 5", Amount(Decimal(5), "USD", "USD")),
        ("5 chf", Amount(Decimal(5), "chf", "CHF")),
        ("$5", Amount(Decimal(5), "$", None)),
        ("¥5", Amount(Decimal(5), "¥", None)),
        ("5 kr", Amount(Decimal(5), "kr", None)),
        ("5 zł", Amount(Decimal(5), "zł", "PLN")),
        ("5%", Amount(Decimal(5), is_percent=True)),
        ("5", Amount(Decimal(5))),
    ],
)
def test_a_currency_is_known_only_by_a_sign_that_means_one(text: str, amount: Amount) -> None:
    assert parse_amount(text, POINT) == amount


@pytest.mark.parametrize(
    ("text", "matters"),
    [("1,234", True), ("1.234", True), ("1,234.50", False), ("1234", False), ("12,5", False), ("0.500", False)],
)
def test_the_style_matters_only_where_both_give_another_number(text: str, matters: bool) -> None:
    assert style_matters(text) is matters


@given(some.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12))
def test_a_number_that_was_written_is_read_back(value: Decimal) -> None:
    point = f"{value:,.2f}"
    comma = point.replace(",", " ").replace(".", ",").replace(" ", ".")

    assert parse_number(point, POINT) == value
    assert parse_number(comma, COMMA) == value


@given(some.text(max_size=30))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    for style in possible_styles(text):
        assert parse_number(text, style).is_finite()
