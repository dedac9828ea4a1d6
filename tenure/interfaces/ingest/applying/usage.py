"""Rows that tell of usage, on their way into the lake: in columns, and row by row only where a rule needs it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa

from tenure.foundation.records.kinds import model_of
from tenure.interfaces.ingest.applying.joining import Joined
from tenure.interfaces.ingest.applying.keys import key_of, plain
from tenure.interfaces.ingest.applying.lookups import Finder
from tenure.interfaces.ingest.applying.named_accounts import NamedAccounts
from tenure.interfaces.ingest.applying.usage_columns import Column, quick_count, quick_instant, quick_text
from tenure.interfaces.ingest.mapping.expressions import Evaluate
from tenure.interfaces.ingest.mapping.schema import Rule, Target
from tenure.interfaces.ingest.mapping.usage import ACCOUNT, PROPERTIES
from tenure.interfaces.ingest.reading import Batch, Row

Refuse = Callable[[int, str], None]
INSTANT = pa.timestamp("us", tz="UTC")


@dataclass(frozen=True)
class UsageCell:
    """How one column of the events is made: `evaluate` computes it from a row, `convert` reads what is not empty.

    `column` names the one column it comes from, if it is a column as it stands; `quick` reads that as a whole.
    """

    name: str
    evaluate: Evaluate
    convert: Callable[[Any], Any]
    type: pa.DataType
    column: str | None = None
    quick: Callable[[pa.Array], pa.Array | None] | None = None
    is_needed: bool = False


@dataclass(frozen=True)
class UsagePlan:
    """A target that makes usage events, ready. Without `key` an event is known by what its row says."""

    number: int
    target: Target
    cells: tuple[UsageCell, ...]
    account: UsageCell
    accounts: NamedAccounts
    properties: tuple[tuple[str, Evaluate], ...]
    when: Evaluate | None
    key: Evaluate | None
    key_column: str | None
    match: tuple[str, ...] = ()


def events_of(plan: UsagePlan, batch: Batch, joined: Joined, refuse: Refuse) -> tuple[pa.RecordBatch, pa.Array, int]:
    """The events that the rows of a batch tell of, the numbers of their rows, and how many rows `when` left out."""
    numbers = _numbers(batch)
    rows = _Rows(batch, joined)
    kept = _wanted(plan, rows)
    columns = {"event_id": _ids(plan, rows), "account_id": _accounts(plan, rows)}
    columns |= {cell.name: _column(cell, rows) for cell in plan.cells}
    if plan.properties:
        columns["properties"] = Column(pa.array(_properties(plan, rows), pa.string()))
    left_out = len(kept) - sum(kept) if kept is not None else 0
    refused: set[int] = set()
    for column in columns.values():
        for place, reason in column.troubles.items():
            if place not in refused and (kept is None or kept[place]):
                refused.add(place)
                refuse(place, reason)
    table = pa.RecordBatch.from_pydict({name: column.values for name, column in columns.items()})
    if not refused and not left_out:
        return table, numbers, left_out
    places = [place for place in range(len(numbers)) if place not in refused and (kept is None or kept[place])]
    chosen = pa.array(places, pa.int64())
    return table.take(chosen), numbers.take(chosen), left_out


def _numbers(batch: Batch) -> pa.Array:
    found = batch.numbers
    return pa.array(np.arange(found.start, found.stop) if isinstance(found, range) else found, pa.int64())


@dataclass
class _Rows:
    """The rows of a batch, laid out one by one only when somebody asks for them."""

    batch: Batch
    joined: Joined
    _rows: list[Row] | None = None

    def __len__(self) -> int:
        return int(self.batch.data.num_rows)

    def each(self) -> Sequence[Row]:
        """One by one, with the joined columns."""
        if self._rows is None:
            told = zip(self.batch.numbers, self.batch.data.to_pylist(), strict=True)
            self._rows = self.joined.beside(Row(number, values) for number, values in told)
        return self._rows

    def column(self, name: str | None) -> pa.Array | None:
        """A column as it stands, if the table itself has it."""
        place = -1 if name is None else self.batch.data.schema.get_field_index(name)
        return None if place < 0 else self.batch.data.column(place)


def _wanted(plan: UsagePlan, rows: _Rows) -> list[bool] | None:
    if plan.when is None:
        return None
    return [bool(_quietly(plan.when, row)) for row in rows.each()]


def _quietly(evaluate: Evaluate, row: Row) -> Any:
    try:
        return evaluate(row.values)
    except (ValueError, ArithmeticError):
        return None


def _ids(plan: UsagePlan, rows: _Rows) -> Column:
    standing = rows.column(plan.key_column)
    quick = None if standing is None else quick_text(standing)
    if quick is not None:
        return Column(quick).needing("the id is empty")
    values: list[str] = []
    troubles = {}
    for place, row in enumerate(rows.each()):
        try:
            values.append(key_of(plan, row))
        except (ValueError, ArithmeticError) as error:
            values.append("")
            troubles[place] = str(error)
    return Column(pa.array(values, pa.string()), troubles)


def _column(cell: UsageCell, rows: _Rows) -> Column:
    standing = rows.column(cell.column)
    if standing is not None:
        quick = cell.quick(standing) if cell.quick else None
        found = Column(quick) if quick is not None else _by_value(cell, standing)
    else:
        found = _by_row(cell, rows)
    return found.needing(f"{cell.name}: is empty, and every event needs one") if cell.is_needed else found


def _by_value(cell: UsageCell, standing: pa.Array) -> Column:
    """Each different value is read once."""
    coded = standing.dictionary_encode()
    known = [_read(cell, {cell.column or "": value}) for value in coded.dictionary.to_pylist()]
    values = pa.array([value for value, _ in known], cell.type).take(coded.indices)
    wrong = {code: reason for code, (_, reason) in enumerate(known) if reason}
    if not wrong:
        return Column(values)
    codes = coded.indices.to_pylist()
    return Column(values, {place: wrong[code] for place, code in enumerate(codes) if code in wrong})


def _by_row(cell: UsageCell, rows: _Rows) -> Column:
    read = [_read(cell, row.values) for row in rows.each()]
    troubles = {place: reason for place, (_, reason) in enumerate(read) if reason}
    return Column(pa.array([value for value, _ in read], cell.type), troubles)


def _read(cell: UsageCell, row: dict[str, Any]) -> tuple[Any, str]:
    try:
        given = cell.evaluate(row)
        return (None if given is None or given == "" else cell.convert(given)), ""
    except (ValueError, OverflowError, ArithmeticError) as error:
        return None, f"{cell.name}: {error}"


def _accounts(plan: UsagePlan, rows: _Rows) -> Column:
    """The public ids of the accounts, each looked up once."""
    keys = _column(plan.account, rows)
    coded = keys.values.dictionary_encode()
    ids = plan.accounts.ids_of(coded.dictionary)
    troubles = dict(keys.troubles)
    if ids.null_count:
        names = coded.dictionary.to_pylist()
        wrong = {
            code: plan.accounts.troubles[name] for code, name in enumerate(names) if name in plan.accounts.troubles
        }
        codes = enumerate(coded.indices.to_pylist())
        troubles |= {place: wrong[code] for place, code in codes if code in wrong}
    return Column(ids.take(coded.indices), troubles).needing("account: is empty, and every event needs one")


def _properties(plan: UsagePlan, rows: _Rows) -> Iterator[str | None]:
    for row in rows.each():
        told = {name: _quietly(evaluate, row) for name, evaluate in plan.properties}
        known = {name: plain(value) for name, value in told.items() if value is not None}
        yield json.dumps(known, ensure_ascii=False, sort_keys=True) if known else None


def usage_plan(
    target: Target, *, number: int, source: str, computed: Callable[[Rule], Evaluate], formats: Callable[[Rule], Any]
) -> UsagePlan:
    """The plan of a target for usage events; `computed` and `formats` say how a rule's cells are computed and read."""

    def cell(name: str, rule: Rule, convert: Callable[[Any], Any], **told: Any) -> UsageCell:
        return UsageCell(
            name=name, evaluate=computed(rule), convert=convert, column=_standing(rule, target.let), **told
        )

    cells = []
    for name, rule in {"events": Rule(constant=1), **target.fields}.items():
        how = formats(rule)
        match name:
            case "occurred_at":
                quick = partial(quick_instant, zone=how.zone)
                cells.append(cell(name, rule, how.instant, type=INSTANT, quick=quick, is_needed=True))
            case "events":
                cells.append(cell(name, rule, partial(_whole, how), type=pa.int64(), quick=quick_count, is_needed=True))
            case "duration_seconds":
                cells.append(cell(name, rule, partial(_number, how), type=pa.float64()))
            case "user":
                cells.append(cell("user_id", rule, plain, type=pa.string(), quick=quick_text))
            case "feature":
                cells.append(cell(name, rule, plain, type=pa.string(), quick=quick_text))
    account = target.fields["account"]
    named = [(name, rule) for name, rule in target.fields.items() if name.startswith(PROPERTIES)]
    return UsagePlan(
        number=number,
        target=target,
        cells=tuple(cells),
        account=cell("account", account, plain, type=pa.string(), quick=quick_text),
        accounts=NamedAccounts(
            Finder(model=model_of(ACCOUNT), ways=tuple(account.find), source=account.source or source, missing="reject")
        ),
        properties=tuple((name.removeprefix(PROPERTIES), computed(rule)) for name, rule in named),
        when=None if target.when is None else computed(Rule(expression=target.when)),
        key=None if target.id is None else computed(target.id),
        key_column=None if target.id is None else _standing(target.id, target.let),
    )


def _standing(rule: Rule, lets: dict[str, str]) -> str | None:
    return rule.column if rule.values is None and rule.empty is None and rule.column not in lets else None


def _whole(formats: Any, value: Any) -> int | None:
    number = formats.number(value)
    if number is None:
        return None
    if number != number.to_integral_value() or abs(number) >= 2**63:
        raise ValueError(f"“{value}” is not a whole number")
    return int(number)


def _number(formats: Any, value: Any) -> float | None:
    number = formats.number(value)
    return None if number is None else float(number)
