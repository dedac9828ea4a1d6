"""Writing the index. Whoever writes holds the cursor's row, so that no two write at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef

from tenure.foundation.records.model import Record
from tenure.foundation.search.contents import TITLE, Content, OwnFields, contents
from tenure.foundation.search.models import SearchCursor, SearchEntry, SearchGram, SearchPosting, SearchWord
from tenure.foundation.search.words import grams, indexed_words

AT_ONCE = 500
MOST_WORDS = 3_000
_CURSOR = 1


def hold_index() -> SearchCursor:
    """Waits until nobody else writes the index, and keeps it so to the end of the transaction under way."""
    SearchCursor.objects.get_or_create(pk=_CURSOR)
    return SearchCursor.objects.select_for_update().get(pk=_CURSOR)


def index_records(*, model: type[Record], ids: Collection[int]) -> None:
    """Indexes these records as they are now; those that are out of use or gone leave the index."""
    own = OwnFields()
    for some in chunks(sorted(ids)):
        with transaction.atomic():
            hold_index()
            left = _remove(kind_key=model.kind.key, ids=some)
            _add(list(model.objects.filter(pk__in=some)), own=own)
            _forget_words(left)


def remove_records(*, model: type[Record], ids: Collection[int]) -> None:
    """Takes these records out of the index, and every word that stood nowhere else."""
    with transaction.atomic():
        hold_index()
        _forget_words(_remove(kind_key=model.kind.key, ids=sorted(ids)))


def chunks(items: Sequence[int]) -> Iterator[Sequence[int]]:
    """The items, a few hundred at a time."""
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]


def _remove(*, kind_key: str, ids: Sequence[int]) -> list[int]:
    """Removes entries with their postings; gives the words that stood there."""
    entries = list(SearchEntry.objects.filter(kind_key=kind_key, record_id__in=ids).values_list("id", flat=True))
    postings = SearchPosting.objects.filter(entry_id__in=entries)
    words = sorted(set(postings.values_list("word_id", flat=True)))
    postings.delete()
    SearchEntry.objects.filter(id__in=entries).delete()
    return words


def _forget_words(ids: Sequence[int]) -> None:
    standing = SearchPosting.objects.filter(word_id=OuterRef("pk"))
    for some in chunks(ids):
        idle = list(SearchWord.objects.filter(~Exists(standing), pk__in=some).values_list("pk", flat=True))
        SearchWord.objects.filter(pk__in=idle).delete()


def _add(records: Sequence[Record], *, own: OwnFields) -> None:
    found = [(record, [(text, indexed_words(text.text)) for text in contents(record, own=own)]) for record in records]
    found = [(record, texts) for record, texts in found if any(words for _, words in texts)]
    entries = SearchEntry.objects.bulk_create(
        SearchEntry(kind_key=record.kind.key, record_id=record.pk, title_length=_title_length(texts))
        for record, texts in found
    )
    numbers = _numbers({word for _, texts in found for _, words in texts for word in words[:MOST_WORDS]})
    SearchPosting.objects.bulk_create(
        (
            SearchPosting(word_id=numbers[word], entry=entry, field=text.field, weight=text.weight)
            for entry, (_, texts) in zip(entries, found, strict=True)
            for text, words in texts
            for word in words[:MOST_WORDS]
        ),
        batch_size=2_000,
    )


def _title_length(texts: Iterable[tuple[Content, list[str]]]) -> int:
    return sum(len(words) for text, words in texts if text.weight == TITLE)


def _numbers(words: set[str]) -> dict[str, int]:
    """The numbers of these words; words that are new are added."""
    ordered = sorted(words)
    numbers: dict[str, int] = {}
    for start in range(0, len(ordered), AT_ONCE):
        some = SearchWord.objects.filter(text__in=ordered[start : start + AT_ONCE])
        numbers.update(some.values_list("text", "pk"))
    new = SearchWord.objects.bulk_create(SearchWord(text=word) for word in ordered if word not in numbers)
    SearchGram.objects.bulk_create(
        (SearchGram(gram=gram, word=word) for word in new for gram in sorted(grams(word.text))), batch_size=2_000
    )
    return numbers | {word.text: word.pk for word in new}
