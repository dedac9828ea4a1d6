"""Finding records that may be the same, by domain, e-mail and name, and proposing to merge them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

import numpy as np
from django.db.models.functions import Lower
from rapidfuzz import process
from rapidfuzz.fuzz import token_sort_ratio

from tenure.foundation.records.kinds import model_of
from tenure.interfaces.ingest.applying.lookups import pieces
from tenure.interfaces.ingest.duplicates.names import bare_name, blocks_of
from tenure.interfaces.ingest.models import MergeProposal

EQUAL = 100
ALIKE = 90
# What more records share tells nothing of them: a common beginning of names, a domain of a mail provider.
MOST_IN_BLOCK = 400
MOST_EQUAL = 25


@dataclass(frozen=True)
class Pair:
    """Two records that may be one. `keep_id` is the older one."""

    kind: str
    keep_id: int
    other_id: int
    score: int
    reason: str


def propose(*, batch_key: str, kinds: Iterable[str], now: datetime) -> int:
    """Proposes to merge what the batch wrote with what may be the same; gives the number of new proposals.

    What was proposed or decided before is not proposed again.
    """
    rows = [
        MergeProposal(
            kind_key=pair.kind,
            keep_id=pair.keep_id,
            other_id=pair.other_id,
            reason=pair.reason,
            score=pair.score,
            batch=batch_key,
            proposed_at=now,
        )
        for pair in pairs_of(batch_key=batch_key, kinds=kinds)
    ]
    before = MergeProposal.objects.count()
    MergeProposal.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return MergeProposal.objects.count() - before


def pairs_of(*, batch_key: str, kinds: Iterable[str]) -> list[Pair]:
    """The pairs in which at least one record was written by the batch, the surest first."""
    found: dict[tuple[str, int, int], Pair] = {}
    for kind in dict.fromkeys(kinds):
        model: Any = model_of(kind)
        if not hasattr(model, "merged_into"):
            continue
        versions = model.versions_model._default_manager.filter(change__batch=batch_key)
        new = set(versions.filter(operation="create").values_list("record_id", flat=True).distinct())
        for pair in (*_equal(model, new), *_alike(model, new)):
            key = (pair.kind, pair.keep_id, pair.other_id)
            if key not in found or found[key].score < pair.score:
                found[key] = pair
    return sorted(found.values(), key=lambda pair: (-pair.score, pair.keep_id, pair.other_id))


def _equal(model: Any, new: set[int]) -> Iterator[Pair]:
    """By what names one company or person alone: the web domain, the e-mail address."""
    names = {field.name for field in model._meta.local_concrete_fields}
    for name, words in (("domain", "the same domain"), ("email", "the same e-mail address")):
        if name not in names:
            continue
        live = model.objects.exclude(**{name: ""}).annotate(_same=Lower(name))
        mine: dict[str, list[int]] = {}
        for portion in pieces(new):
            for value, number in live.filter(pk__in=portion).values_list("_same", "pk"):
                mine.setdefault(value, []).append(number)
        alike: dict[str, list[int]] = {}
        for portion in pieces(mine):
            for value, number in live.filter(_same__in=portion).order_by("pk").values_list("_same", "pk"):
                alike.setdefault(value, []).append(number)
        for value, numbers in alike.items():
            if len(numbers) <= MOST_EQUAL:
                for keep, other in combinations(numbers, 2):
                    if keep in new or other in new:
                        yield Pair(model.kind.key, keep, other, EQUAL, f"{words}: {value}")


def _alike(model: Any, new: set[int]) -> Iterator[Pair]:
    """By a name that reads nearly the same; people also share the account, or there would be no end of Smiths."""
    kind = model.kind
    if kind.title != "name" or not new:
        return
    for rows in _blocks(model, new):
        names = [bare for _, bare in rows]
        near = np.triu(process.cdist(names, names, scorer=token_sort_ratio, score_cutoff=ALIKE), 1)
        for place, other_place in np.argwhere(near):
            (number, bare), (other, other_bare) = rows[place], rows[other_place]
            if number != other and (number in new or other in new) and not _differ_in_number(bare, other_bare):
                score = int(near[place, other_place])
                keep, away = sorted((number, other))
                told = "the same name" if bare == other_bare else f"names nearly the same ({score} %)"
                yield Pair(kind.key, keep, away, min(score, EQUAL - 1), told)


def _blocks(model: Any, new: set[int]) -> Iterator[list[tuple[int, str]]]:
    """The records to compare with each other, by id and bare name: only groups in which a new one is. A group of more
    than some hundred is of names so common that likeness tells nothing."""
    blocks: dict[str, list[tuple[int, str]]] = {}
    live = model.objects.exclude(name="")
    for portion in pieces(new):
        for _, _, block in _placed(model, live.filter(pk__in=portion)):
            blocks[block] = []
    for number, bare, block in _placed(model, live):
        if block in blocks and len(blocks[block]) <= MOST_IN_BLOCK:
            blocks[block].append((number, bare))
    for rows in blocks.values():
        if len(rows) <= MOST_IN_BLOCK:
            yield rows


def _placed(model: Any, records: Any) -> Iterator[tuple[int, str, str]]:
    account = [f"{model.kind.account}_id"] if model.kind.account else []
    for number, name, *rest in records.order_by("pk").values_list("pk", "name", *account).iterator(chunk_size=5_000):
        bare = bare_name(name)
        if bare and None not in rest:
            for block in blocks_of(bare):
                yield number, bare, f"{rest}:{block}"


def _differ_in_number(one: str, other: str) -> bool:
    """“Company 1” and “Company 2” are two companies, however alike they read."""
    return [word for word in one.split() if word.isdigit()] != [word for word in other.split() if word.isdigit()]
