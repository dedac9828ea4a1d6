"""What came of the rows: counted by table, kind and outcome, with some samples of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

MOST_SAMPLES = 5


class Outcome(StrEnum):
    """What came of one row for one target. Every row has one outcome for each target that reads its table."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    LEFT_OUT = "left_out"
    DELETED_HERE = "deleted_here"


@dataclass
class Tally:
    """The outcomes of one target on one table. `incomplete` rows were used without a link that leads nowhere."""

    table: str
    kind: str
    counts: dict[str, int] = field(default_factory=dict)
    samples: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    incomplete: int = 0

    def add(self, outcome: Outcome, number: int, **told: Any) -> None:
        """Counts one row, and keeps it as a sample where there are few."""
        self.counts[outcome] = self.counts.get(outcome, 0) + 1
        kept = self.samples.setdefault(outcome, [])
        if len(kept) < MOST_SAMPLES:
            kept.append({"row": number, **told})

    def count_many(self, found: dict[Outcome, int]) -> None:
        """Counts many rows of which none is kept as a sample."""
        for outcome, rows in found.items():
            if rows:
                self.counts[outcome] = self.counts.get(outcome, 0) + rows

    def count(self, outcome: Outcome) -> int:
        """How many rows had this outcome."""
        return self.counts.get(outcome, 0)


@dataclass
class Tallies:
    """All of an import: the rows read of each table, those that could not be read, and a tally per target."""

    rows: dict[str, int] = field(default_factory=dict)
    broken: dict[str, int] = field(default_factory=dict)
    targets: dict[str, Tally] = field(default_factory=dict)
    made_on_the_way: dict[str, int] = field(default_factory=dict)

    def of(self, number: int, table: str, kind: str) -> Tally:
        """The tally of a target on a table."""
        return self.targets.setdefault(f"{number}:{table}", Tally(table=table, kind=kind))

    def total(self, outcome: Outcome) -> int:
        """How many rows had this outcome, over all targets."""
        return sum(tally.count(outcome) for tally in self.targets.values())

    @property
    def rejected(self) -> int:
        """The rows that were not used: those that could not be read, and those that a target refused."""
        return sum(self.broken.values()) + self.total(Outcome.REJECTED)

    @property
    def has_changed_nothing(self) -> bool:
        """Whether the import wrote no record."""
        return not (self.total(Outcome.CREATED) or self.total(Outcome.UPDATED) or any(self.made_on_the_way.values()))

    def as_json(self) -> dict[str, Any]:
        """What is kept with the batch."""
        return {
            "rows": self.rows,
            "broken": self.broken,
            "made_on_the_way": self.made_on_the_way,
            "targets": {
                key: {
                    "table": tally.table,
                    "kind": tally.kind,
                    "counts": tally.counts,
                    "samples": tally.samples,
                    "incomplete": tally.incomplete,
                }
                for key, tally in self.targets.items()
            },
        }

    @staticmethod
    def from_json(kept: dict[str, Any]) -> Tallies:
        """What was kept with a batch."""
        return Tallies(
            rows=dict(kept.get("rows", {})),
            broken=dict(kept.get("broken", {})),
            made_on_the_way=dict(kept.get("made_on_the_way", {})),
            targets={key: Tally(**tally) for key, tally in kept.get("targets", {}).items()},
        )

    def listed(self) -> Iterator[Tally]:
        """The tallies in the order of the mapping."""
        yield from self.targets.values()
