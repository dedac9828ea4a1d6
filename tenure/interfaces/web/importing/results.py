"""What an import did, or would do, as its pages show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from tenure.foundation.access.rights import may, visible_fields
from tenure.foundation.access.roles import Action
from tenure.foundation.records.kinds import Kind, UnknownKindError, model_of, record_models
from tenure.foundation.records.model import Record
from tenure.interfaces.ingest.applying.tallies import Outcome, Tallies
from tenure.interfaces.ingest.mapping.schema import USAGE
from tenure.interfaces.ingest.models import ImportBatch
from tenure.interfaces.web.addresses import list_url

SHOWN_RECORDS = 8
SHOWN_REJECTED = 10
SHOWN_REASONS = 8
PAGE = 100
WORDS = {
    Outcome.CREATED: ("Created", "Would be created", "plus"),
    Outcome.UPDATED: ("Updated", "Would be updated", "pencil"),
    Outcome.UNCHANGED: ("Unchanged", "Unchanged", "equal"),
    Outcome.DUPLICATE: ("Duplicates", "Duplicates", "copy"),
    Outcome.REJECTED: ("Rejected", "Would be rejected", "alert-triangle"),
}
EXPLAINED = {
    Outcome.CREATED: "new records",
    Outcome.UPDATED: "records that differ from the file",
    Outcome.UNCHANGED: "the file says nothing new",
    Outcome.DUPLICATE: "rows that repeat an earlier one",
    Outcome.REJECTED: "rows that cannot be used",
}


@dataclass(frozen=True)
class Outcomes:
    """One of the big numbers."""

    outcome: str
    label: str
    number: int
    explained: str
    icon: str
    tone: str


@dataclass(frozen=True)
class TableLine:
    """The numbers of one kind from one table."""

    table: str
    kind: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Written:
    """The records of one kind that an import wrote."""

    kind: Kind
    created: int
    changed: int
    url: str
    records: tuple[Record, ...]


def counts_of(tallies: Tallies, *, is_dry: bool) -> list[Outcomes]:
    """The big numbers, each with what it means."""
    found = []
    for outcome, (done, would, icon) in WORDS.items():
        number = tallies.rejected if outcome is Outcome.REJECTED else tallies.total(outcome)
        tone = "warn" if outcome is Outcome.REJECTED and number else ""
        found.append(Outcomes(outcome.value, would if is_dry else done, number, EXPLAINED[outcome], icon, tone))
    return found


def lines_of(tallies: Tallies) -> list[TableLine]:
    """The numbers by table and kind; rows that could not be read at all stand in a line of their own."""
    sums: dict[tuple[str, str], list[int]] = {}
    for tally in tallies.listed():
        numbers = sums.setdefault((tally.table, tally.kind), [0] * len(WORDS))
        for place, outcome in enumerate(WORDS):
            numbers[place] += tally.count(outcome)
    lines = [TableLine(table, plural_of(kind), tuple(numbers)) for (table, kind), numbers in sums.items()]
    broken = [
        TableLine(table, "rows that cannot be read", (0, 0, 0, 0, count))
        for table, count in tallies.broken.items()
        if count
    ]
    return [*lines, *broken]


def notes_of(tallies: Tallies, *, is_dry: bool) -> Iterator[str]:
    """What a person should know beside the numbers."""
    if tallies.has_changed_nothing and not tallies.rejected and tallies.rows:
        yield "Nothing to change: every row is as it was."
    for kind, count in tallies.made_on_the_way.items():
        done = "Would be made" if is_dry else "Made"
        yield f"{done} on the way, since rows speak of them: {count:,} {plural_of(kind).lower()}."
    for tally in tallies.listed():
        read = tallies.rows.get(tally.table, 0)
        if read and tally.count(Outcome.REJECTED) == read:
            yield f"Every row of {tally.table} {'would be' if is_dry else 'was'} rejected: its columns need a look."
    incomplete = sum(tally.incomplete for tally in tallies.listed())
    if incomplete:
        yield f"Rows used without a link that leads nowhere: {incomplete:,}."
    gone = tallies.total(Outcome.DELETED_HERE)
    if gone:
        yield f"Rows of records that were deleted here, which stay deleted: {gone:,}."
    left = tallies.total(Outcome.LEFT_OUT)
    if left:
        yield f"Rows that the mapping leaves out: {left:,}."


def samples_of(tallies: Tallies, *, is_dry: bool) -> list[dict[str, Any]]:
    """Some rows of each outcome by name, as the tally kept them; what was created is linked to instead."""
    found = []
    left_out = {Outcome.REJECTED} if is_dry else {Outcome.REJECTED, Outcome.CREATED}
    for tally in tallies.listed():
        for outcome in WORDS:
            rows = tally.samples.get(outcome.value, [])
            if rows and outcome not in left_out:
                told = [{"row": row["row"], "told": _told(row)} for row in rows]
                found.append({"kind": plural_of(tally.kind), "label": WORDS[outcome][0], "rows": told})
    return found


def written_by(batch: ImportBatch, *, user: Any) -> list[Written]:
    """The records that the import wrote, by kind, of the kinds that the person may see."""
    found = []
    for model in record_models():
        if not may(user=user, action=Action.VIEW, kind=model.kind):
            continue
        numbers = versions_of(batch, model).aggregate(
            created=Count("record_id", distinct=True, filter=Q(operation="create")),
            all=Count("record_id", distinct=True),
        )
        if numbers["all"]:
            changed = numbers["all"] - numbers["created"]
            shown = records_of(batch, model)[:SHOWN_RECORDS]
            found.append(Written(model.kind, numbers["created"], changed, list_url(model.kind), tuple(shown)))
    return found


def records_of(batch: ImportBatch, model: type[Record]) -> Any:
    """The records of one kind that the import wrote and that are still there."""
    return model.objects.filter(pk__in=versions_of(batch, model).values("record_id")).order_by("pk")


def versions_of(batch: ImportBatch, model: type[Record]) -> Any:
    """The versions that the import wrote."""
    return model.versions_model._default_manager.filter(change__batch=batch.key)


def reasons_of(batch: ImportBatch) -> list[dict[str, Any]]:
    """Why rows were rejected, the most frequent reason first."""
    rows: Any = batch.rejected_rows.values("reason").annotate(count=Count("pk")).order_by("-count", "reason")
    return list(rows[:SHOWN_REASONS])


def may_see_rows(*, batch: ImportBatch, user: Any) -> bool:
    """Whether the person may read the rejected rows, which hold whatever the file held."""
    kinds = {tally.kind for tally in Tallies.from_json(batch.counts).listed()} - {USAGE}
    for key in kinds:
        model = model_of(key)
        names = {one.name for one in model._meta.local_concrete_fields if one.name != "custom"}
        if not names <= visible_fields(user=user, kind=model.kind):
            return False
    return True


def plural_of(kind: str) -> str:
    """What records of a kind are called."""
    if kind == USAGE:
        return "Usage events"
    try:
        return model_of(kind).kind.plural
    except UnknownKindError:
        return kind


def _told(row: dict[str, Any]) -> str:
    key = str(row.get("id") or "")
    name = str(row.get("name") or ("" if key.startswith("row:") else key))
    fields = row.get("fields") or ()
    return f"{name}: {', '.join(str(one) for one in fields)}" if fields else name
