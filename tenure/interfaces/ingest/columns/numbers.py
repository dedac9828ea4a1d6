"""Numbers and amounts as people write them, read in a given style and never in a guessed one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache

from babel.numbers import list_currencies


class NumberStyle(StrEnum):
    """Which sign stands before the decimals; the other may set thousands apart."""

    POINT = "1,234.50"
    COMMA = "1.234,50"


class NotANumberError(ValueError):
    """The text is not a number in the given style."""


@dataclass(frozen=True)
class Amount:
    """A number as written: `value` without its signs (12.5 for `12.5%`), `sign` the currency's sign or code, if any.

    `currency` is the ISO code where the sign can mean only one currency; `$`, `¥` and `kr` can mean several.
    """

    value: Decimal
    sign: str | None = None
    currency: str | None = None
    is_percent: bool = False


SIGNS = {
    **{
        "€": "EUR",
        "£": "GBP",
        "₹": "INR",
        "₽": "RUB",
        "₺": "TRY",
        "₪": "ILS",
        "₩": "KRW",
        "₫": "VND",
        "₦": "NGN",
        "฿": "THB",
    },
    **{"zł": "PLN", "Kč": "CZK", "Ft": "HUF", "R$": "BRL", "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD"},
    **{"CA$": "CAD", "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "MX$": "MXN", "NT$": "TWD", "Fr.": "CHF", "SFr.": "CHF"},
    **{"₱": "PHP", "₴": "UAH", "CN¥": "CNY", "JP¥": "JPY", "RM": "MYR"},
}
AMBIGUOUS_SIGNS = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "MXN"),
    "¥": ("JPY", "CNY"),
    "kr": ("SEK", "NOK", "DKK"),
    "kr.": ("DKK", "SEK", "NOK"),
}

_SPACES = re.compile("[\u00a0\u2007\u2009\u202f\t]")
_ALL_SIGNS = "|".join(re.escape(sign) for sign in sorted([*SIGNS, *AMBIGUOUS_SIGNS], key=len, reverse=True))
_WRITTEN = re.compile(
    rf"^(?P<open>\()?\s*(?P<minus>[-+])?\s*(?P<before>{_ALL_SIGNS}|[A-Za-z]{{3}})?\s*(?P<minus2>[-+])?\s*"
    r"(?P<body>(?:\d[\d.,'’ ]*|[.,]\d+)(?:[eE][-+]?\d{1,3})?)\s*"
    rf"(?P<percent>%)?\s*(?P<after>{_ALL_SIGNS}|[A-Za-z]{{3}})?\s*(?P<minus3>[-+])?\s*(?P<close>\))?$"
)
_LONGEST = 60


def _body(thousands: str, decimal: str) -> re.Pattern[str]:
    grouped = rf"[1-9]\d{{0,2}}(?P<gap>[{thousands}' ])\d{{3}}(?:(?P=gap)\d{{3}})*"
    # Indian grouping: 12,34,567.
    indian = rf"\d{{1,2}}(?:{thousands}\d{{2}})+{thousands}\d{{3}}"
    return re.compile(
        rf"^(?P<whole>{grouped}|{indian}|\d+)?(?:{decimal}(?P<part>\d+))?(?:[eE](?P<power>[-+]?\d{{1,3}}))?$"
    )


_BODIES = {NumberStyle.POINT: _body(",", r"\."), NumberStyle.COMMA: _body(r"\.", ",")}


def parse_number(text: str, style: NumberStyle) -> Decimal:
    """The number, without regard to a currency or percent sign: 12.5 for `12.5%`, -541.25 for `(541.25)`.

    Thousands may also be set apart by spaces or apostrophes. Raises `NotANumberError`.
    """
    return parse_amount(text, style).value


def parse_amount(text: str, style: NumberStyle) -> Amount:
    """The number with the signs beside it. Raises `NotANumberError` where the text is no number in this style."""
    written = _match(text)
    body = None if written is None else _BODIES[style].match(written["body"].replace("’", "'").strip())
    if written is None or body is None or not (body["whole"] or body["part"]):
        raise NotANumberError(f"{text.strip()[:80]!r} is not a number written like {style.value}.")
    whole = re.sub(r"\D", "", body["whole"] or "0")
    value = Decimal(
        f"{whole}.{body['part'] or '0'}E{body['power'] or '0'}" if body["power"] else _plain(whole, body["part"])
    )
    sign = written["before"] or written["after"]
    return Amount(-value if _is_negative(written) else value, sign, _currency(sign), bool(written["percent"]))


@lru_cache(maxsize=50_000)
def possible_styles(text: str) -> frozenset[NumberStyle]:
    """The styles in which the text is a number; none where it is not a number at all."""
    return frozenset(style for style in NumberStyle if _is_number(text, style))


def style_matters(text: str) -> bool:
    """Whether the text is a number in both styles, but not the same one (`1,234`)."""
    if "," not in text and "." not in text:
        return False
    values = {parse_number(text, style) for style in possible_styles(text)}
    return len(values) > 1


def _plain(whole: str, part: str | None) -> str:
    return f"{whole}.{part}" if part else whole


def _is_number(text: str, style: NumberStyle) -> bool:
    try:
        parse_amount(text, style)
    except NotANumberError:
        return False
    return True


def _match(text: str) -> re.Match[str] | None:
    bare = _SPACES.sub(" ", text.strip().replace("\u2212", "-"))
    written = _WRITTEN.match(bare) if 0 < len(bare) <= _LONGEST else None
    if written is None or bool(written["open"]) != bool(written["close"]):
        return None
    if written["before"] and written["after"]:
        return None
    signs = [written["minus"], written["minus2"], written["minus3"], written["open"]]
    if sum(sign is not None for sign in signs) > 1:
        return None
    sign = written["before"] or written["after"]
    return None if sign and _is_unknown(sign) else written


def _is_unknown(sign: str) -> bool:
    return sign not in SIGNS and sign not in AMBIGUOUS_SIGNS and sign.upper() not in currency_codes()


def _is_negative(written: re.Match[str]) -> bool:
    return bool(written["open"]) or "-" in (written["minus"], written["minus2"], written["minus3"])


def _currency(sign: str | None) -> str | None:
    if sign is None or sign in AMBIGUOUS_SIGNS:
        return None
    return SIGNS.get(sign) or sign.upper()


@cache
def currency_codes() -> frozenset[str]:
    """Every ISO 4217 code, past ones included."""
    return frozenset(list_currencies())
