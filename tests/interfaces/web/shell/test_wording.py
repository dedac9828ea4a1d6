"""How days and amounts read."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tenure.interfaces.web.shell.wording import day_in_words, initials, money, short_money

TODAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 10), "today"),
        (date(2026, 3, 11), "tomorrow"),
        (date(2026, 3, 9), "yesterday"),
        (date(2026, 3, 22), "in 12 days"),
        (date(2026, 4, 9), "in 30 days"),
        (date(2026, 4, 10), "10 Apr"),
        (date(2026, 2, 8), "30 days ago"),
        (date(2026, 2, 7), "7 Feb"),
        (date(2027, 1, 5), "5 Jan 2027"),
    ],
)
def test_a_day_reads_in_words_near_today_and_as_a_date_far_away(day: date, words: str) -> None:
    assert day_in_words(day=day, today=TODAY) == words


def test_an_amount_keeps_every_decimal_that_it_has() -> None:
    assert money(amount=Decimal("1234.50"), currency="EUR") == "€1,234.50"
    assert money(amount=Decimal("0.123456"), currency="USD") == "$0.123456"
    assert money(amount=Decimal(5000), currency="JPY") == "¥5,000"
    assert money(amount=Decimal("-3.10"), currency="EUR") == "-€3.10"


@pytest.mark.parametrize(
    ("amount", "short"),
    [("2400000", "$2.4M"), ("999", "$999"), ("12500", "$12.5K"), ("1000000000", "$1B"), ("-2450000", "-$2.5M")],
)
def test_a_large_amount_reads_short_rounded_half_away_from_zero(amount: str, short: str) -> None:
    assert short_money(Decimal(amount), "USD") == short


def test_initials_come_from_the_first_and_the_last_name() -> None:
    assert initials("Anna Maria Bergmann") == "AB"
    assert initials("ben.okafor@example.com") == "BO"
    assert initials("Cher") == "C"
