"""From single tokens to the values that they say."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from tenure.engine.conditions.syntax import ConditionError, Percent
from tenure.engine.conditions.tokens import Token

MOST_DIGITS = 15  # what every database compares exactly
MOST_PERCENT_DIGITS = 6  # so that its product with the largest amount stays exact
YEARS = range(1000, 9999)


def day_of(token: Token) -> date:
    """The day of a token such as `2026-03-01`."""
    try:
        day = date.fromisoformat(token.text)
    except ValueError:
        raise ConditionError(f"“{token.text}” is not a day of the calendar", position=token.position) from None
    if day.year not in YEARS:
        raise ConditionError(f"“{token.text}” is outside the years {YEARS[0]} to {YEARS[-1]}", position=token.position)
    return day


def number_of(token: Token) -> Decimal | Percent:
    """The number of a token such as `-12.5` or `20%`."""
    digits = token.text.rstrip("%")
    is_percent = digits != token.text
    most, what = (MOST_PERCENT_DIGITS, "percentage") if is_percent else (MOST_DIGITS, "number")
    if len(digits.lstrip("-").replace(".", "")) > most:
        raise ConditionError(f"A {what} has at most {most} digits", position=token.position)
    return Percent(Decimal(digits)) if is_percent else Decimal(digits)


def count_of(token: Token) -> int:
    """The whole number of days of a token such as `30` or `-30`."""
    if token.sort != "number" or not token.text.lstrip("-").isdigit() or len(token.text) > MOST_DIGITS:
        raise ConditionError("Expected a number of days", position=token.position)
    return int(token.text)


def text_of(token: Token) -> str:
    """The text of a token in quotation marks."""
    text = re.sub(r"\\(.)", r"\1", token.text[1:-1], flags=re.DOTALL)
    if any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text):
        raise ConditionError("This text holds a character that no record can hold", position=token.position)
    return text
