"""Questions about a column that its cells leave open, with what each answer would mean."""

from __future__ import annotations

from collections.abc import Iterator

from tenure.interfaces.ingest.columns.dates import WRITTEN, DateOrder, NotADateError, parse_date
from tenure.interfaces.ingest.columns.numbers import AMBIGUOUS_SIGNS, NotANumberError, NumberStyle, parse_number
from tenure.interfaces.ingest.columns.profiles import Choice, Question, Topic


def questions_about(
    name: str,
    *,
    orders: tuple[DateOrder, ...],
    date_example: str | None,
    styles: tuple[NumberStyle, ...],
    number_example: str | None,
    currencies: tuple[str, ...],
) -> tuple[Question, ...]:
    """The open questions of one column; an example is given where, and only where, there is something to ask."""
    return tuple(_questions(name, orders, date_example, styles, number_example, currencies))


def _questions(
    name: str,
    orders: tuple[DateOrder, ...],
    date_example: str | None,
    styles: tuple[NumberStyle, ...],
    number_example: str | None,
    currencies: tuple[str, ...],
) -> Iterator[Question]:
    if date_example is not None:
        choices = tuple(_date_choices(date_example, orders or WRITTEN))
        text = (
            f"Which day is {date_example} in {name}?"
            if orders
            else f"{name} holds dates with the day first and dates with the month first. Which are right?"
        )
        yield Question(name, Topic.DATE_ORDER, text, date_example, choices)
    if number_example is not None:
        choices = tuple(_number_choices(number_example, styles or tuple(NumberStyle)))
        text = (
            f"How much is {number_example} in {name}?"
            if styles
            else f"{name} holds numbers written like 1,234.50 and like 1.234,50. Which are right?"
        )
        yield Question(name, Topic.NUMBER_STYLE, text, number_example, choices)
    for sign in currencies:
        if sign in AMBIGUOUS_SIGNS:
            codes = tuple(Choice(code, f"{sign}1 is {code} 1") for code in AMBIGUOUS_SIGNS[sign])
            yield Question(name, Topic.CURRENCY, f"Which currency is meant by {sign} in {name}?", sign, codes)


def _date_choices(example: str, orders: tuple[DateOrder, ...]) -> Iterator[Choice]:
    for order in orders:
        try:
            yield Choice(order.value, parse_date(example, order).isoformat())
        except NotADateError:
            yield Choice(order.value, "no date")


def _number_choices(example: str, styles: tuple[NumberStyle, ...]) -> Iterator[Choice]:
    for style in styles:
        try:
            yield Choice(style.value, str(parse_number(example, style)))
        except NotANumberError:
            yield Choice(style.value, "no number")
