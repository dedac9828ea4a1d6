"""How days, instants and amounts read on pages; pure, so that every page says them alike."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_currency, format_decimal, get_currency_precision

NEAR_DAYS = 30
_STEPS = ((Decimal(10) ** 12, "T"), (Decimal(10) ** 9, "B"), (Decimal(10) ** 6, "M"), (Decimal(10) ** 3, "K"))


def exact_day(day: date) -> str:
    """“Monday 3 March 2025”."""
    return f"{day:%A} {day.day} {day:%B %Y}"


def exact_instant(at: datetime) -> str:
    """“3 March 2025, 14:05 CET”: `at` is local already."""
    return f"{at.day} {at:%B %Y, %H:%M %Z}"


def day_in_words(*, day: date, today: date) -> str:
    """“today”, “in 12 days”, “3 days ago” within 30 days; else “3 Mar”, with the year where it is another."""
    distance = (day - today).days
    near = {0: "today", 1: "tomorrow", -1: "yesterday"}
    if distance in near:
        return near[distance]
    if 0 < distance <= NEAR_DAYS:
        return f"in {distance} days"
    if -NEAR_DAYS <= distance < 0:
        return f"{-distance} days ago"
    return f"{day.day} {day:%b}" if day.year == today.year else f"{day.day} {day:%b %Y}"


def instant_in_words(*, at: datetime, today: date) -> str:
    """The time today, else the day in words: `at` is local already."""
    return f"{at:%H:%M}" if at.date() == today else day_in_words(day=at.date(), today=today)


def money(*, amount: Decimal, currency: str) -> str:
    """An exact amount with its currency; more decimals than the currency's own are kept, not rounded."""
    if not currency:
        return format_decimal(amount, locale="en", decimal_quantization=False)
    own = get_currency_precision(currency)
    exponent = amount.normalize().as_tuple().exponent
    decimals = max(own, -exponent if isinstance(exponent, int) else own)
    pattern = "¤#,##0" + ("." + "0" * decimals if decimals else "")
    return format_currency(amount, currency, format=pattern, locale="en", currency_digits=False)


def short_money(amount: Decimal, currency: str) -> str:
    """At most three digits with a letter for thousands, millions, billions: “$2.4M”."""
    for size, letter in _STEPS:
        if abs(amount) >= size:
            scaled = (amount / size).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
            text = money(amount=scaled, currency="") if not currency else _with_sign(scaled, currency)
            return f"{text}{letter}"
    whole = amount.quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return _with_sign(whole, currency) if currency else money(amount=whole, currency="")


def initials(name: str) -> str:
    """Up to two capital letters of a name or an e-mail address."""
    words = [word for word in name.split("@", maxsplit=1)[0].replace(".", " ").replace("_", " ").split() if word]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def _with_sign(amount: Decimal, currency: str) -> str:
    pattern = "¤#,##0" if amount == amount.to_integral_value() else "¤#,##0.0"
    return format_currency(amount, currency, format=pattern, locale="en", currency_digits=False)
