"""Running an import: pass by pass, chunk by chunk, each committed with the place from which to go on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tenure.engine.lake.landing import Landing
from tenure.engine.lake.place import lake_folder
from tenure.foundation.jobs.running import report
from tenure.foundation.organisation.days import company_zone
from tenure.foundation.records.models import CustomField, ExternalId
from tenure.foundation.records.own_fields import save_field
from tenure.foundation.records.recording import recording
from tenure.interfaces.ingest.applying.ahead import ahead
from tenure.interfaces.ingest.applying.candidates import Candidate, candidates
from tenure.interfaces.ingest.applying.joining import Joined
from tenure.interfaces.ingest.applying.keys import key_of
from tenure.interfaces.ingest.applying.plan import Pass, Plan, TargetPlan, plan_for
from tenure.interfaces.ingest.applying.rejecting import keep_rejected
from tenure.interfaces.ingest.applying.relinking import relink
from tenure.interfaces.ingest.applying.tallies import Outcome, Tallies, Tally
from tenure.interfaces.ingest.applying.usage import UsagePlan, events_of
from tenure.interfaces.ingest.applying.writing import Written, write
from tenure.interfaces.ingest.mapping.schema import CREATE, USAGE, Mapping
from tenure.interfaces.ingest.models import ImportBatch, RejectedRow
from tenure.interfaces.ingest.reading import Batch, BrokenRow, Row, Table

PATH = "import"
CHUNK_ROWS = 10_000
USAGE_ROWS = 250_000


@dataclass
class Run:
    """An import under way."""

    batch: ImportBatch
    mapping: Mapping
    tables: Sequence[Table]
    by: Any
    now: datetime
    plan: Plan
    tallies: Tallies
    states: dict[tuple[int, int], Written] = field(default_factory=dict)
    rejected: list[RejectedRow] = field(default_factory=list)
    is_tried_out: bool = False


def go_through(
    *,
    batch: ImportBatch,
    mapping: Mapping,
    tables: Sequence[Table],
    by: Any,
    now: datetime,
    is_tried_out: bool = False,
) -> Tallies:
    """Applies the mapping to the tables, from where the batch stopped; gives what came of the rows.

    The mapping must have been checked. Each chunk is one act with the batch's key. With `is_tried_out` nothing is put
    where a transaction that is taken back would leave it: into the lake.
    """
    run = Run(batch, mapping, tables, by, now, Plan(), Tallies.from_json(batch.counts), is_tried_out=is_tried_out)
    _add_own_fields(run)
    run.plan = plan_for(mapping=mapping, tables=tables)
    start = int(batch.cursor.get("pass", 0))
    for number in range(start, len(run.plan.passes)):
        skip = int(batch.cursor.get("rows", 0)) if number == start else 0
        _pass(run, number, skip)
    return run.tallies


def _add_own_fields(run: Run) -> None:
    """Adds the company's own fields that the mapping brings."""
    present = set(CustomField.objects.values_list("kind_key", "key"))
    missing = [one for one in run.mapping.custom_fields if (one.kind, one.key) not in present]
    if missing:
        with _act(run):
            for one in missing:
                values = {"kind_key": one.kind, **one.model_dump(exclude={"kind"}), "type": one.type.value}
                save_field(values=values)


def _act(run: Run) -> Any:
    reason = f"Import from {run.mapping.source}"
    return recording(actor=run.by, path=PATH, now=run.now, reason=reason, batch=run.batch.key, zone=company_zone())


def _pass(run: Run, number: int, skip: int) -> None:
    one = run.plan.passes[number]
    if one.is_relinking and not run.batch.cursor.get("is_incomplete"):
        return
    if one.usage is not None:
        _usage(run, number, one, one.usage)
        return
    joins = {target.number: Joined(target.target.join, run.tables, target.target.also_called) for target in one.targets}
    _states(run, number, one)
    read = 0
    for chunk in _chunks(one.table, skip):
        read += len(chunk)
        if read <= skip:
            _remember(run, number, one, joins, chunk)
            continue
        with _act(run):
            _chunk(run, number, one, joins, chunk)
            _keep(run, number, read)
        _tell(run, one, read)
    run.batch.cursor = {**run.batch.cursor, "pass": number + 1, "rows": 0}


def _states(run: Run, number: int, one: Pass) -> None:
    """What each target knows before the first row: whether this source names no record of its kind yet, and only this
    target is about to: then nothing needs to be looked up."""
    for target in one.targets:
        names = ExternalId.objects.filter(kind_key=target.model.kind.key, source=target.source)
        is_alone = _writers_of(one, target.model) == 1
        run.states[(number, target.number)] = Written(is_fresh=is_alone and not names.exists())


def _writers_of(one: Pass, model: Any) -> int:
    made = [link for target in one.targets for link in target.links if link.finder.missing == CREATE]
    return sum(target.model is model for target in one.targets) + sum(link.finder.model is model for link in made)


def _chunks(table: Table, skip: int) -> Iterator[list[Row | BrokenRow]]:
    """The rows in portions, with an end of a portion where an earlier run ended: `skip` rows are done."""
    chunk: list[Row | BrokenRow] = []
    for number, row in enumerate(table.rows(), 1):
        chunk.append(row)
        if len(chunk) >= CHUNK_ROWS or number == skip:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _chunk(run: Run, number: int, one: Pass, joins: dict[int, Joined], chunk: list[Row | BrokenRow]) -> None:
    rows = [row for row in chunk if isinstance(row, Row)]
    if one.is_relinking:
        for target in one.targets:
            _relink(run, one, target, joins[target.number].beside(rows))
        return
    table = one.table.name
    if _is_first(run, number, one):
        _count(run, table, len(chunk), [row for row in chunk if isinstance(row, BrokenRow)])
    refused: set[int] = set()
    for target in one.targets:
        usable = [row for row in rows if row.number not in refused]
        _target(run, number, one, target, joins[target.number].beside(usable), refused)


def _is_first(run: Run, number: int, one: Pass) -> bool:
    """Whether no earlier pass reads the same table."""
    return number == min(place for place, other in enumerate(run.plan.passes) if other.table is one.table)


def _count(run: Run, table: str, rows: int, broken: Sequence[BrokenRow]) -> None:
    run.tallies.rows[table] = run.tallies.rows.get(table, 0) + rows
    for row in broken:
        run.tallies.broken[table] = run.tallies.broken.get(table, 0) + 1
        _reject(run, table, row.number, row.reason, {"row as it stands": row.text}, "")


def _usage(run: Run, number: int, one: Pass, plan: UsagePlan) -> None:
    """A whole table of usage events, which count in the lake all at once; a stop before leaves nothing of them."""
    table = one.table.name
    tally = run.tallies.of(plan.number, table, USAGE)
    is_first = _is_first(run, number, one)
    RejectedRow.objects.filter(batch=run.batch, table=table, kind_key__in=[USAGE, *([""] if is_first else [])]).delete()
    joined = Joined(plan.target.join, run.tables, plan.target.also_called)
    landing = Landing(lake=lake_folder(), source=run.mapping.source, batch=f"{run.batch.key}.{number}")
    read = 0
    try:
        for batch in ahead(one.table.batches(USAGE_ROWS)):
            if is_first:
                _count(run, table, len(batch.numbers) + len(batch.broken), batch.broken)
            events, numbers = _events(run, plan, batch, joined, tally)
            landing.add(events, rows=numbers)
            _flush(run)
            read += len(batch.numbers)
            _tell(run, one, read)
        landed = landing.finish(is_tried_out=run.is_tried_out)
    except BaseException:
        landing.discard()
        raise
    tally.count_many({Outcome.CREATED: landed.new, Outcome.UNCHANGED: landed.known, Outcome.DUPLICATE: landed.repeated})
    _keep(run, number + 1, 0)


def _events(run: Run, plan: UsagePlan, batch: Batch, joined: Joined, tally: Tally) -> tuple[Any, Any]:
    def refuse(place: int, reason: str) -> None:
        number = batch.numbers[place]
        tally.add(Outcome.REJECTED, number, reason=reason)
        values = batch.data.slice(place, 1).to_pylist()[0]
        _reject(run, tally.table, number, reason, values, USAGE)

    events, numbers, left_out = events_of(plan, batch, joined, refuse)
    tally.count_many({Outcome.LEFT_OUT: left_out})
    return events, numbers


def _flush(run: Run) -> None:
    RejectedRow.objects.bulk_create(run.rejected, batch_size=1_000)
    run.rejected.clear()


def _target(run: Run, number: int, one: Pass, target: TargetPlan, rows: list[Row], refused: set[int]) -> None:
    table, kind = one.table.name, target.model.kind.key
    tally = run.tallies.of(target.number, table, kind)
    state = run.states[(number, target.number)]

    def refuse(candidate: Candidate, reason: str) -> None:
        candidate.reason = candidate.reason or reason
        refused.add(candidate.number)
        tally.add(Outcome.REJECTED, candidate.number, reason=candidate.reason)
        _reject(run, table, candidate.number, candidate.reason, candidate.row, kind)

    usable = []
    for candidate in candidates(plan=target, rows=rows):
        if candidate.is_left_out:
            tally.add(Outcome.LEFT_OUT, candidate.number)
        elif candidate.reason:
            refuse(candidate, candidate.reason)
        else:
            usable.append(candidate)
    write(plan=target, rows=usable, state=state, tally=tally, refuse=refuse)
    if state.is_incomplete:
        run.batch.cursor["is_incomplete"] = True
    _note_made(run, target)


def _note_made(run: Run, target: TargetPlan) -> None:
    for link in target.links:
        if link.finder.created:
            kind = link.finder.model.kind.key
            run.tallies.made_on_the_way[kind] = run.tallies.made_on_the_way.get(kind, 0) + link.finder.created
            link.finder.created = 0


def _relink(run: Run, one: Pass, target: TargetPlan, rows: list[Row]) -> None:
    table, kind = one.table.name, target.model.kind.key

    def tell(row: Row, reason: str) -> None:
        _reject(run, table, row.number, reason, row.values, kind)

    relink(plan=target, rows=rows, tally=run.tallies.of(target.number, table, kind), refuse=tell)
    _note_made(run, target)


def _reject(run: Run, table: str, number: int, reason: str, values: dict[str, Any], kind: str) -> None:
    row = keep_rejected(batch=run.batch, table=table, number=number, reason=reason, values=values, kind=kind)
    run.rejected.append(row)


def _keep(run: Run, number: int, read: int) -> None:
    """Writes the place and the counts with the chunk, so that both stand or fall together."""
    _flush(run)
    run.batch.cursor = {**run.batch.cursor, "pass": number, "rows": read}
    run.batch.counts = run.tallies.as_json()
    ImportBatch.objects.filter(pk=run.batch.pk).update(cursor=run.batch.cursor, counts=run.batch.counts)


def _remember(run: Run, number: int, one: Pass, joins: dict[int, Joined], chunk: list[Row | BrokenRow]) -> None:
    """Goes over rows that were written before a stop: only their keys matter, to tell duplicates by."""
    for target in one.targets:
        state = run.states[(number, target.number)]
        for row in joins[target.number].beside(row for row in chunk if isinstance(row, Row)):
            try:
                if target.when is None or target.when(row.values):
                    state.seen.add(hash(key_of(target, row)))
            except (ValueError, ArithmeticError):
                continue


def _tell(run: Run, one: Pass, read: int) -> None:
    what = "Linking" if one.is_relinking else "Importing"
    report(done=read, total=one.table.rows_estimate, text=f"{what} {one.table.name}: {read:,} rows")
