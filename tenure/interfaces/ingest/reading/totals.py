"""Rows that sum up others, as reports carry them: they would be counted twice if they were taken for records."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from tenure.interfaces.ingest.reading.layout import is_blank
from tenure.interfaces.ingest.reading.rows import Value

_WORDS = (
    r"(?:(?:grand|sub|overall|report|page)[\s-]?totals?|totals?|sums?|gesamt(?:summe)?|zwischensumme|summe|insgesamt"
    r"|(?:sous[\s-])?total(?:\s+g[ée]n[ée]ral)?|(?:sub)?totale|(?:sub)?totaal|somme|suma|razem)"
)
ALONE = re.compile(rf"^\s*{_WORDS}\s*(?:\(.*\)|[:=].*)?\s*$", re.IGNORECASE)
_WITH_NAME = re.compile(
    rf"^\s*(?:.{{1,80}}\s{_WORDS}|{_WORDS}\s(?:for|of|für|de|von|di)\s.{{1,80}})\s*:?\s*$", re.IGNORECASE
)
_NUMBER = re.compile(
    r"^\s*[-+(]?\s*(?:[$€£¥]|[A-Z]{3})?\s*[-+]?\d[\d.,'\s\u00a0\u202f]*(?:%|[$€£¥]|[A-Z]{3})?\s*\)?-?\s*$"
)

# What no total is without; by it, most rows are dismissed at once.
HINT = "tota|sum|som|gesamt|razem"
_HINT = re.compile(HINT, re.IGNORECASE)


def looks_like_total(cells: Sequence[Value]) -> bool:
    """Whether a row reads like a total: a word for it, then numbers and gaps only.

    A name that ends in such a word (Acme Total) counts only where the row has gaps. A company called Total, with
    other words in its row, is a company.
    """
    label = next((cell for cell in cells if not is_blank(cell)), None)
    if not isinstance(label, str) or not _HINT.search(label):
        return False
    filled = [cell for cell in cells if not is_blank(cell)]
    if len(filled) < 2:
        return False
    has_gaps = len(filled) < len(cells)
    is_total = bool(ALONE.match(label)) and (has_gaps or len(cells) < 4)
    if not is_total and not (has_gaps and _WITH_NAME.match(label)):
        return False
    return all(_is_number(cell) for cell in filled[1:])


def _is_number(value: Value) -> bool:
    if isinstance(value, str):
        return bool(_NUMBER.match(value))
    return not isinstance(value, bool | date)
