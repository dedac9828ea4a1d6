"""What the quality rules list among the records that an import wrote. They only list, never refuse."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tenure.foundation.records.kinds import model_of
from tenure.foundation.records.quality import broken_records, rules_for

MOST_SAMPLES = 5


@dataclass(frozen=True)
class Oddity:
    """One quality rule that records of the import break: how many, and some of them by name."""

    key: str
    title: str
    kind: str
    count: int
    samples: tuple[str, ...]


def oddities(*, batch_key: str, kinds: Iterable[str]) -> list[Oddity]:
    """What is odd about the records that the batch wrote, by rule, the most frequent first."""
    found = []
    for kind in dict.fromkeys(kinds):
        model = model_of(kind)
        versions = model.versions_model._default_manager
        written = versions.filter(change__batch=batch_key).values("record_id")
        for rule in rules_for(kind=kind):
            broken = broken_records(rule=rule).filter(pk__in=written)
            count = broken.count()
            if count:
                samples = tuple(str(record)[:80] for record in broken.order_by("pk")[:MOST_SAMPLES])
                found.append(Oddity(rule.key, rule.title, kind, count, samples))
    return sorted(found, key=lambda oddity: (-oddity.count, oddity.key))
