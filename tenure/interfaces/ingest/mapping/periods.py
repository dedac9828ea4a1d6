"""For how long an amount is, where only its name says it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tenure.interfaces.ingest.columns.words import phrase_of
from tenure.interfaces.ingest.mapping.schema import Rule

LINE = "contract_line"
_WORDS = (
    ("month", re.compile(r"\b(mrr|monthly|per month|monats\w*|monatlich\w*|month)\b")),
    ("year", re.compile(r"\b(arr|acv|annual|yearly|per year|jahres\w*|jährlich\w*|year)\b")),
    ("quarter", re.compile(r"\b(quarterly|per quarter|quarter|quartals\w*)\b")),
)


def period_of_amount(rules: Mapping[str, Rule]) -> str | None:
    """The period of an amount by the name of its column; nothing where that says none."""
    rule = rules.get("amount")
    if rule is None or rule.column is None:
        return None
    phrase = phrase_of(rule.column)
    return next((period for period, words in _WORDS if words.search(phrase)), None)
