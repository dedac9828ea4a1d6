"""Records that may be the one about to be written: by the fields that its kind says identify it.

For whoever writes new records: a form warns and saves all the same, an import asks or links.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from rapidfuzz import fuzz

from tenure.foundation.records.kinds import Likeness
from tenure.foundation.records.model import Record
from tenure.foundation.search.following import keep_up
from tenure.foundation.search.matching import matching_words
from tenure.foundation.search.models import SearchPosting
from tenure.foundation.search.words import asked_words, fold

LEAST_LIKENESS = 88
MOST_CANDIDATES = 200
MOST_WORDS = 8
# fmt: off
LEGAL_FORMS = frozenset((
    "ab", "ag", "and", "aps", "as", "asa", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated",
    "kg", "kk", "limited", "llc", "llp", "lp", "ltd", "nv", "oy", "oyj", "plc", "pte", "pty", "sa", "sarl", "sas", "se",
    "sl", "spa", "srl", "the", "ug", "und",
))
# fmt: on
_HOST = re.compile(r"^(?:[a-z][a-z0-9+.-]*://)?(?:[^/@\s]*@)?(?:www\.)?([^/:?#\s]+)")


@dataclass(frozen=True)
class Duplicate:
    """A record in use that may be the same one, and the field by which it is alike."""

    record: Record
    field: str


def duplicates_of(
    *,
    model: type[Record],
    values: Mapping[str, Any],
    fields: Collection[str] | None = None,
    without: Record | None = None,
    limit: int = 5,
) -> list[Duplicate]:
    """The records in use that a record with these values (by field name) may be, the surest first.

    Which fields identify a kind it declares in `identified_by`; `fields` narrows to those that the reader may see.
    By a name nearly the same, what the act under way wrote is not found yet: an import compares its own rows itself.
    """
    found: dict[int, Duplicate] = {}
    for name, likeness in model.kind.identified_by.items():
        value = str(values.get(name) or "").strip()
        if not value or (fields is not None and name not in fields):
            continue
        for record in _ALIKE[likeness](model, name, value):
            if without is None or record.pk != without.pk:
                found.setdefault(record.pk, Duplicate(record, name))
    return list(found.values())[:limit]


def bare_domain(text: str) -> str:
    """The host in an address of the web or of mail: `www.Acme.example/x` and `info@acme.example` → `acme.example`."""
    match = _HOST.match(text.strip().casefold())
    return match.group(1).rstrip(".") if match else ""


def bare_name(text: str) -> str:
    """A company's name without its legal form, in small letters without marks; all of it if nothing else is left."""
    words = asked_words(text.replace(".", ""))
    return " ".join(word for word in words if word not in LEGAL_FORMS) or " ".join(words)


def _same_text(model: type[Record], name: str, value: str) -> Iterator[Record]:
    yield from model.objects.filter(**{f"{name}__iexact": value}).order_by("pk")[:MOST_CANDIDATES]


def _same_domain(model: type[Record], name: str, value: str) -> Iterator[Record]:
    domain = bare_domain(value)
    if domain:
        near = Q(**{f"{name}__iexact": domain}) | Q(**{f"{name}__icontains": domain})
        rows = model.objects.filter(near).order_by("pk")[:MOST_CANDIDATES]
        yield from (row for row in rows if bare_domain(getattr(row, name)) == domain)


def _like_name(model: type[Record], name: str, value: str) -> Iterator[Record]:
    """Names spelt nearly alike, the nearest first; asked of the search index, so that it is quick among many."""
    wanted = bare_name(value)
    keep_up()
    rows = model.objects.filter(pk__in=_sharing_words(model, name, wanted)).order_by("pk")
    weighed = [(_likeness(wanted, bare_name(getattr(row, name))), row) for row in rows]
    near = [each for each in weighed if each[0] >= LEAST_LIKENESS]
    yield from (row for _, row in sorted(near, key=lambda each: (-each[0], each[1].pk)))


def _sharing_words(model: type[Record], name: str, wanted: str) -> list[int]:
    numbers: set[int] = set()
    for word in wanted.split()[:MOST_WORDS]:
        numbers.update(matching_words(word, is_last=False))
    postings = SearchPosting.objects.filter(entry__kind_key=model.kind.key, field=name, word_id__in=numbers)
    shared = postings.values("entry__record_id").annotate(shared=Count("word_id", distinct=True))
    return list(
        shared.order_by("-shared", "entry__record_id").values_list("entry__record_id", flat=True)[:MOST_CANDIDATES]
    )


def _likeness(one: str, other: str) -> float:
    """From 0 to 100; the order of words and the spaces between them count for nothing."""
    joined = fuzz.ratio(fold(one).replace(" ", ""), fold(other).replace(" ", ""))
    return float(max(fuzz.token_sort_ratio(one, other), joined))


_ALIKE = {Likeness.SAME: _same_text, Likeness.DOMAIN: _same_domain, Likeness.NAME: _like_name}
