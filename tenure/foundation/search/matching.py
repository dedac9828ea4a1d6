"""Which words of the index a typed word may mean, and which records have all that were typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, Count, F, IntegerField, Max, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Length
from rapidfuzz import fuzz

from tenure.foundation.search.models import SearchGram, SearchPosting, SearchWord
from tenure.foundation.search.words import grams

EXACT, PREFIX, FUZZY = 99, 80, 60
LEAST_LIKENESS = 75
SHORTEST_MISTYPED = 4
LONGEST_COMMON = 12
MOST_PREFIXED = 1_000
MOST_CANDIDATES = 300
MOST_FUZZY = 40
# Runs of letters in more words than this tell little apart; only if the rarer ones find nothing are they asked for.
COMMON_GRAM = 2_000
# Of a text of which every word stands in more places than this, only the records that it names best are looked at.
MOST_PLACES = 3_000
# The weight of the field goes before how well the word fits: a mistyped title before a word in a note.
_STEP = 100


@dataclass(frozen=True)
class Scope:
    """Where may be searched: these kinds, without these of their fields."""

    kinds: frozenset[str]
    hidden: Mapping[str, Collection[str]]


@dataclass(frozen=True)
class Found:
    """A record that has all the words, and how well."""

    kind_key: str
    record_id: int
    score: int


def matching_words(word: str, *, is_last: bool) -> dict[int, int]:
    """The words of the index that this word may mean, with how well each fits; the last word may be unfinished."""
    fits = _alike(word) if len(word) >= SHORTEST_MISTYPED else {}
    if is_last:
        begun = SearchWord.objects.filter(_begins(word)).order_by(Length("text"), "text")
        fits |= dict.fromkeys(begun.values_list("pk", flat=True)[:MOST_PREFIXED], PREFIX)
    return fits | dict.fromkeys(SearchWord.objects.filter(text=word).values_list("pk", flat=True), EXACT)


def records_with(*, words: list[str], scope: Scope, limit: int) -> list[Found]:
    """The records in which every word was found, best first; of equals, those of the shortest title."""
    fits = [matching_words(word, is_last=place == len(words) - 1) for place, word in enumerate(words)]
    if not fits or not all(fits):
        return []
    best = {
        f"word{place}": Max(_score(word, numbers))
        for place, (word, numbers) in enumerate(zip(words, fits, strict=True))
    }
    postings = _postings(scope)
    total = sum((F(name) for name in best), start=Value(0))
    rows = (
        postings.filter(word_id__in=set().union(*fits), entry_id__in=_candidates(postings, fits))
        .values("entry_id", "entry__kind_key", "entry__record_id", "entry__title_length")
        .annotate(**best)
        .filter(**{f"{name}__gt": 0 for name in best})
        .annotate(score=total)
        .order_by("-score", "entry__title_length", "-entry_id")
    )
    return [Found(row["entry__kind_key"], row["entry__record_id"], row["score"]) for row in rows[:limit]]


def _begins(word: str, *, path: str = "text") -> Q:
    """Words that begin so, asked in the way that each database answers from its index."""
    if connection.vendor == "sqlite":
        return Q(**{f"{path}__gte": word, f"{path}__lt": word + "\U0010ffff"})
    return Q(**{f"{path}__startswith": word})


def _alike(word: str) -> dict[int, int]:
    """Words spelt nearly so: those that share enough runs of three letters, weighed letter by letter."""
    own = grams(word)
    rare = {gram for gram in own if not SearchGram.objects.filter(gram=gram)[COMMON_GRAM:].exists()}
    return _near(word, rare) or (_near(word, own) if len(word) <= LONGEST_COMMON else {})


def _near(word: str, some: Collection[str]) -> dict[int, int]:
    """The words that share enough of these runs of three letters and are spelt nearly so."""
    shared = (
        SearchGram.objects.filter(gram__in=some)
        .values("word_id")
        .annotate(shared=Count("id"))
        .filter(shared__gte=max(1, len(some) // 4))
        .order_by("-shared", "word_id")[:MOST_CANDIDATES]
    )
    texts = SearchWord.objects.filter(pk__in=[row["word_id"] for row in shared]).values_list("pk", "text")
    likeness = {pk: fuzz.ratio(word, text) for pk, text in texts}
    near = sorted((pk for pk, value in likeness.items() if value >= LEAST_LIKENESS), key=lambda pk: -likeness[pk])
    return {pk: int(likeness[pk] * FUZZY / 100) for pk in near[:MOST_FUZZY]}


def _candidates(postings: QuerySet[SearchPosting], fits: list[dict[int, int]]) -> QuerySet[Any, Any]:
    """The entries that have the rarest of the words; where even that one stands in most, those it names best."""
    places = [SearchPosting.objects.filter(word_id__in=numbers).order_by() for numbers in fits]
    counts = [each[: MOST_PLACES + 1].count() for each in places]
    rarest = counts.index(min(counts))
    found = postings.filter(word_id__in=fits[rarest]).values("entry_id")
    if counts[rarest] <= MOST_PLACES:
        return found
    return found.order_by("-weight", "entry__title_length", "-entry_id")[:MOST_PLACES]


def _score(word: str, fits: Mapping[int, int]) -> Case:
    """How well a posting fits the word. Words begun are asked for by their text: a long list is slow to go through."""
    by_fit: dict[int, list[int]] = defaultdict(list)
    for number, fit in fits.items():
        by_fit[fit].append(number)
    conditions = {fit: Q(word_id__in=numbers) for fit, numbers in by_fit.items()}
    if PREFIX in conditions:
        conditions[PREFIX] = _begins(word, path="word__text")
    ordered = sorted(conditions.items(), reverse=True)
    cases = [When(condition, then=F("weight") * _STEP + Value(fit)) for fit, condition in ordered]
    return Case(*cases, default=Value(0), output_field=IntegerField())


def _postings(scope: Scope) -> QuerySet[SearchPosting]:
    # Coalesce keeps SQLite from going through all entries, of which nearly every kind is allowed, instead of the words.
    kind = Coalesce("entry__kind_key", Value(""))
    postings = SearchPosting.objects.alias(kind=kind).filter(kind__in=scope.kinds)
    for kind_key, fields in scope.hidden.items():
        if fields:
            postings = postings.exclude(entry__kind_key=kind_key, field__in=fields)
    return postings
