"""The figures of an answer: in full for programs, in words for people."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tenure.engine.metrics.answers import Answer


def in_full(answer: Answer, against: Mapping[str, Any]) -> dict[str, Any]:
    """Every digit, and every flag."""
    return {
        "value": plain(answer.value),
        **{name: plain(value) for name, value in against.items()},
        "numerator": plain(answer.numerator),
        "denominator": plain(answer.denominator),
        "n": answer.n,
        "unit": answer.unit.told,
        "partial": answer.period.is_partial,
        "low_n": answer.low_n,
        "restated": bool(answer.restated),
    }


def in_words(answer: Answer, against: Mapping[str, Any]) -> dict[str, Any]:
    """Rounded in its unit, as pages show it; of the flags only those that stand."""
    from tenure.engine.metrics.declaring import Unit
    from tenure.engine.metrics.showing import shown
    from tenure.foundation.organisation.models import Company

    currency = Company.objects.values_list("currency", flat=True).first() or ""

    def told(value: Any, unit: Unit) -> str:
        return shown(value, unit=unit, currency=currency)

    def part(value: Any) -> str:
        return "" if value is None else told(value, Unit.MONEY if isinstance(value, Decimal) else Unit.COUNT)

    is_itself = answer.denominator is None
    flags = {"partial": answer.period.is_partial, "few": answer.low_n, "restated": bool(answer.restated)}
    return {
        "value": told(answer.value, answer.unit),
        **{name: told(value, answer.unit) for name, value in against.items()},
        "numerator": "" if is_itself else part(answer.numerator),
        "denominator": part(answer.denominator),
        "n": answer.n,
        "note": ", ".join(word for word, stands in flags.items() if stands),
    }


def plain(value: Any) -> Any:
    """Money as a number with the decimals that it has: exact for any amount that a spreadsheet shows."""
    return float(value) if isinstance(value, Decimal) else value
