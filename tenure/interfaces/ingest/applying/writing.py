"""Writing the candidates of a chunk: what is new, what differs, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DataError, IntegrityError, models, transaction
from django.db.models import F
from django.db.models.functions import Lower

from tenure.foundation.records.bulk import insert_rows, insert_unversioned, update_rows
from tenure.foundation.records.bulk_versions import Known
from tenure.foundation.records.models import ExternalId
from tenure.foundation.records.numbering import give_number
from tenure.foundation.records.trees import ParentField, is_at_or_above
from tenure.interfaces.ingest.applying.candidates import LATER, Candidate
from tenure.interfaces.ingest.applying.lookups import external_ids, pieces
from tenure.interfaces.ingest.applying.plan import TargetPlan
from tenure.interfaces.ingest.applying.refusals import refusal, told
from tenure.interfaces.ingest.applying.tallies import Outcome, Tally
from tenure.interfaces.ingest.models import RowDigest

Refuse = Callable[[Candidate, str], None]


@dataclass
class Written:
    """What is remembered of a target from chunk to chunk: the keys seen, and whether the source was known before."""

    is_fresh: bool
    seen: set[int] = field(default_factory=set)
    is_incomplete: bool = False


def write(*, plan: TargetPlan, rows: Sequence[Candidate], state: Written, tally: Tally, refuse: Refuse) -> None:
    """Writes the candidates and counts what came of each. Inside `recording`."""
    first = _without_repeats(rows, state, tally)
    by_key = {} if state.is_fresh else _known(plan, first)
    new: list[Candidate] = []
    present: list[Candidate] = []
    for candidate in first:
        (present if candidate.key in by_key else new).append(candidate)
    adopted = _adopted(plan, new) if plan.match else {}
    if adopted:
        by_key.update(_adopt(plan, adopted))
        present += [candidate for candidate in new if candidate.key in adopted]
        new = [candidate for candidate in new if candidate.key not in adopted]
    _change(plan, present, by_key, state, tally, refuse)
    _create(plan, new, state, tally, refuse)


def _without_repeats(rows: Sequence[Candidate], state: Written, tally: Tally) -> list[Candidate]:
    """The first candidate of each key; the others are duplicates."""
    first = []
    for candidate in rows:
        mark = hash(candidate.key)
        if mark in state.seen:
            tally.add(Outcome.DUPLICATE, candidate.number, id=candidate.key)
        else:
            state.seen.add(mark)
            first.append(candidate)
    return first


def _known(plan: TargetPlan, rows: Sequence[Candidate]) -> dict[str, tuple[int, int]]:
    return external_ids(kind_key=plan.model.kind.key, source=plan.source, keys=[candidate.key for candidate in rows])


def _adopted(plan: TargetPlan, rows: Sequence[Candidate]) -> dict[str, int]:
    """By key, the one record in use that has the values by which the target knows records again."""
    places = {cell.name: place for place, cell in enumerate(plan.cells)}
    places |= {link.name: len(plan.cells) + place for place, link in enumerate(plan.links)}
    found: dict[str, int] = {}
    rest = list(rows)
    for name in plan.match:
        wanted: dict[Any, list[Candidate]] = {}
        for candidate in rest:
            value = candidate.values[places[name]]
            if value not in (None, "", LATER):
                wanted.setdefault(_folded(value), []).append(candidate)
        field_ = plan.model._meta.get_field(name)
        is_text = isinstance(field_, models.CharField | models.TextField)
        expression: Any = Lower(name) if is_text else F(field_.attname)
        ids: dict[Any, set[int]] = {}
        for portion in pieces(wanted):
            same = plan.model.objects.annotate(_same=expression).filter(_same__in=portion)
            for value, number in same.values_list("_same", "pk"):
                ids.setdefault(value, set()).add(number)
        for value, numbers in ids.items():
            if len(numbers) == 1 and len(wanted.get(value, ())) == 1:
                found[wanted[value][0].key] = next(iter(numbers))
        rest = [candidate for candidate in rest if candidate.key not in found]
    return found


def _folded(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def _adopt(plan: TargetPlan, adopted: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Gives records the ids by which this source calls them."""
    kind = plan.model.kind.key
    rows = [(kind, number, plan.source, key) for key, number in adopted.items()]
    names = ("kind_key", "target_id", "source", "external_id")
    ids = insert_rows(model=ExternalId, fields=names, rows=rows)
    return {key: (number, own) for (key, number), own in zip(adopted.items(), ids, strict=True)}


def _change(
    plan: TargetPlan,
    rows: Sequence[Candidate],
    by_key: dict[str, tuple[int, int]],
    state: Written,
    tally: Tally,
    refuse: Refuse,
) -> None:
    """Compares what the source says with what stands, and writes what differs."""
    digests = _digests(by_key[candidate.key][1] for candidate in rows)
    differing = []
    for candidate in rows:
        if not candidate.is_incomplete and digests.get(by_key[candidate.key][1]) == candidate.digest():
            tally.add(Outcome.UNCHANGED, candidate.number, id=candidate.key)
        else:
            differing.append(candidate)
    present = _present(plan, [by_key[candidate.key][0] for candidate in differing])
    changes: list[tuple[Candidate, int, list[Any], list[str]]] = []
    for candidate in differing:
        number = by_key[candidate.key][0]
        record = present.get(number)
        if record is None or record["deleted_at"] is not None:
            tally.add(Outcome.DELETED_HERE, candidate.number, id=candidate.key)
            continue
        values, names = _merged(plan, candidate, record)
        if not names or not plan.target.update:
            tally.add(Outcome.UNCHANGED, candidate.number, id=candidate.key)
        else:
            changes.append((candidate, number, values, names))
    written = _update(plan, changes, tally, refuse)
    done = [candidate for candidate in differing if not candidate.reason]
    state.is_incomplete |= any(candidate.is_incomplete for candidate in done)
    _keep_digests([(by_key[candidate.key][1], candidate.digest()) for candidate in done])
    for candidate, _, _, names in written:
        tally.add(Outcome.UPDATED, candidate.number, id=candidate.key, fields=names)


def _present(plan: TargetPlan, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    names = {"pk", "deleted_at", *plan.attnames}
    found: dict[int, dict[str, Any]] = {}
    for portion in pieces(ids):
        rows = plan.model.everything.select_for_update().filter(pk__in=portion)
        found.update((row["pk"], row) for row in rows.values(*names))
    return found


def _merged(plan: TargetPlan, candidate: Candidate, record: dict[str, Any]) -> tuple[list[Any], list[str]]:
    """What the record would hold, and the names of the fields that would change."""
    values, differing = [], []
    for name, value in zip(plan.attnames, candidate.values, strict=False):
        # A number that the product gave stays where the source has none.
        is_given = plan.model.kind.numbering is not None and name == plan.model.kind.numbering.field and value == ""
        kept = record[name] if value is LATER or is_given else value
        values.append(kept)
        if kept != record[name]:
            differing.append(name)
    if plan.own:
        own = _own(record["custom"], candidate.own)
        values.append(own)
        differing += [f"custom.{key}" for key in candidate.own if own.get(key) != (record["custom"] or {}).get(key)]
    return values, differing


def _own(present: dict[str, Any] | None, given: dict[str, Any]) -> dict[str, Any]:
    laid = {**(present or {}), **given}
    return {key: value for key, value in laid.items() if value is not None}


def _update(
    plan: TargetPlan, changes: list[tuple[Candidate, int, list[Any], list[str]]], tally: Tally, refuse: Refuse
) -> list[tuple[Candidate, int, list[Any], list[str]]]:
    usable = [change for change in changes if not _closes_circle(plan, change[1], change[0], change[2], refuse)]

    def put(part: list[tuple[Candidate, int, list[Any], list[str]]]) -> None:
        known = Known([candidate.known_from for candidate, _, _, _ in part]) if plan.known else None
        rows = [(number, values) for _, number, values, _ in part]
        update_rows(model=plan.model, fields=plan.attnames, rows=rows, known=known)

    refused = _stepwise(plan, usable, put, lambda change: change[0], refuse)
    return [change for change in usable if change[0].number not in refused]


def _closes_circle(plan: TargetPlan, number: int, candidate: Candidate, values: Sequence[Any], refuse: Refuse) -> bool:
    for link, value in zip(plan.links, values[len(plan.cells) :], strict=False):
        is_tree = isinstance(plan.model._meta.get_field(link.name), ParentField)
        if is_tree and value and is_at_or_above(record=plan.model(pk=number), link=link.name, other_id=value):
            refuse(candidate, f"{link.name}: the record would become a part of itself")
            return True
    return False


def _create(plan: TargetPlan, rows: Sequence[Candidate], state: Written, tally: Tally, refuse: Refuse) -> None:
    _number(plan, rows)

    def put(part: list[Candidate]) -> None:
        known = Known([candidate.known_from for candidate in part] if plan.known else None)
        ids = insert_rows(
            model=plan.model, fields=_fields(plan), rows=(_row(plan, candidate) for candidate in part), known=known
        )
        kind = plan.model.kind.key
        names = ("kind_key", "target_id", "source", "external_id")
        named = ((kind, number, plan.source, one.key) for number, one in zip(ids, part, strict=True))
        external = insert_rows(model=ExternalId, fields=names, rows=named, is_prepared=True)
        digests = [(number, candidate.digest()) for number, candidate in zip(external, part, strict=True)]
        insert_unversioned(model=RowDigest, fields=("external", "digest"), rows=digests)

    refused = _stepwise(plan, list(rows), put, lambda candidate: candidate, refuse)
    title = _title_place(plan)
    for candidate in rows:
        if candidate.number not in refused:
            state.is_incomplete |= candidate.is_incomplete
            name = candidate.values[title] if title is not None else candidate.key
            tally.add(Outcome.CREATED, candidate.number, id=candidate.key, name=str(name))


def _fields(plan: TargetPlan) -> tuple[str, ...]:
    numbering = plan.model.kind.numbering
    if numbering is not None and numbering.field not in plan.attnames:
        return (*plan.attnames, numbering.field)
    return plan.attnames


def _row(plan: TargetPlan, candidate: Candidate) -> list[Any]:
    values = [None if value is LATER else value for value in candidate.values[: len(plan.cells) + len(plan.links)]]
    if plan.own:
        values.append(_own({}, candidate.own))
    return values + candidate.values[len(plan.cells) + len(plan.links) :]


def _number(plan: TargetPlan, rows: Sequence[Candidate]) -> None:
    """Gives numbers to new records of a numbered kind that come without; an unmapped number goes behind the values."""
    numbering = plan.model.kind.numbering
    if numbering is None:
        return
    names = (*(cell.name for cell in plan.cells), *(link.attname for link in plan.links))
    for candidate in rows:
        values = dict(zip(names, candidate.values, strict=False))
        if not values.get(numbering.field):
            record = plan.model(**{name: value for name, value in values.items() if value is not LATER})
            give_number(record)
            number = getattr(record, numbering.field)
            if numbering.field in names:
                candidate.values[names.index(numbering.field)] = number
            else:
                candidate.values.append(number)


def _title_place(plan: TargetPlan) -> int | None:
    names = [cell.name for cell in plan.cells]
    return names.index(plan.model.kind.title) if plan.model.kind.title in names else None


def _stepwise(
    plan: TargetPlan, items: list[Any], put: Callable[[list[Any]], None], candidate_of: Any, refuse: Refuse
) -> set[int]:
    """Writes all at once; where the database refuses, ever smaller parts, until each row that it refuses stands alone.

    Gives the numbers of the rows that were refused.
    """
    refused: set[int] = set()
    waiting, is_first = [items], True
    while waiting:
        part = waiting.pop()
        if not part:
            continue
        try:
            with transaction.atomic():
                put(part)
            continue
        except (IntegrityError, DataError) as error:
            trouble = error
        if len(part) == 1:
            refuse(candidate_of(part[0]), told(model=plan.model, error=trouble))
            refused.add(candidate_of(part[0]).number)
            continue
        if is_first:
            is_first = False
            part, bad = _sifted(plan, part, candidate_of, refuse)
            refused |= bad
            if bad:
                waiting.append(part)
                continue
        middle = len(part) // 2
        waiting += [part[middle:], part[:middle]]
    return refused


def _sifted(plan: TargetPlan, items: list[Any], candidate_of: Any, refuse: Refuse) -> tuple[list[Any], set[int]]:
    """Without the rows that break a condition which plain values can decide."""
    fine, bad = [], set()
    blank = plan.model()
    defaults = {field_.name: getattr(blank, field_.attname) for field_ in plan.model._meta.local_concrete_fields}
    names = [*(cell.name for cell in plan.cells), *(link.name for link in plan.links)]
    for item in items:
        candidate = candidate_of(item)
        given = dict(zip(names, candidate.values, strict=False))
        reason = refusal(model=plan.model, values={**defaults, **given})
        if reason:
            refuse(candidate, reason)
            bad.add(candidate.number)
        else:
            fine.append(item)
    return fine, bad


def _digests(numbers: Any) -> dict[int, int]:
    found: dict[int, int] = {}
    for portion in pieces(list(numbers)):
        found.update(RowDigest.objects.filter(external__in=portion).values_list("external", "digest"))
    return found


def _keep_digests(pairs: Sequence[tuple[int, int]]) -> None:
    RowDigest.objects.bulk_create(
        [RowDigest(external=number, digest=digest) for number, digest in pairs],
        update_conflicts=True,
        unique_fields=["external"],
        update_fields=["digest"],
    )
