"""The index: which word stands in which field of which record. All of it can be made anew from the records."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

LONGEST_WORD = 100


class SearchEntry(models.Model):
    """One live record. Its words are in the postings; its title is read from the record, so it is never old."""

    id = models.BigAutoField(primary_key=True)
    kind_key = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    title_length = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind_key", "record_id"], name="search_entry_unique")]

    def __str__(self) -> str:
        return f"{self.kind_key} {self.record_id}"


class SearchWord(models.Model):
    """A word, folded, that stands somewhere."""

    id = models.BigAutoField(primary_key=True)
    text = models.CharField(max_length=LONGEST_WORD, unique=True)

    def __str__(self) -> str:
        return self.text


class SearchGram(models.Model):
    """Three letters that follow each other in a word: words that share many are spelt alike."""

    id = models.BigAutoField(primary_key=True)
    gram = models.CharField(max_length=3)
    word = models.ForeignKey(SearchWord, on_delete=models.CASCADE, related_name="grams")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["gram", "word"], name="search_gram_unique")]

    def __str__(self) -> str:
        return self.gram


class SearchPosting(models.Model):
    """A word stands in a field of a record. The field is kept because not everyone sees every field."""

    id = models.BigAutoField(primary_key=True)
    word = models.ForeignKey(SearchWord, on_delete=models.CASCADE, related_name="postings")
    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="postings")
    field = models.CharField(max_length=70)
    weight = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["word", "entry", "field"], name="search_posting_unique")
        ]

    def __str__(self) -> str:
        return f"{self.word_id} in {self.field} of {self.entry_id}"


class SearchCursor(models.Model):
    """How far the index has followed the changes; one row, locked by whoever writes the index.

    All changes up to (`transaction_id`, `change_id`) are in. `ahead` names later ones that are in already, while an
    earlier transaction (on PostgreSQL) is still under way.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    transaction_id = models.BigIntegerField(default=0)
    change_id = models.BigIntegerField(default=0)
    ahead = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.transaction_id}/{self.change_id}"
