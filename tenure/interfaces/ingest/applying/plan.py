"""A mapping made ready for rows: for each target, what is computed from a row and how it becomes a field's value."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models

from tenure.foundation.access.rights import CUSTOM
from tenure.foundation.organisation.days import company_zone, zone_named
from tenure.foundation.records.kinds import Implied, model_of
from tenure.foundation.records.models import CustomField
from tenure.interfaces.ingest.applying.cells import Formats, remembered
from tenure.interfaces.ingest.applying.converting import blank_of, converter, custom_converter
from tenure.interfaces.ingest.applying.links import Link, with_heirs
from tenure.interfaces.ingest.applying.lookups import Finder
from tenure.interfaces.ingest.applying.usage import UsagePlan, usage_plan
from tenure.interfaces.ingest.columns.empties import EMPTY_WORDS
from tenure.interfaces.ingest.mapping.checking import own_fields, tables_for
from tenure.interfaces.ingest.mapping.expressions import Evaluate, read_expression
from tenure.interfaces.ingest.mapping.schema import USAGE, Mapping, Rule, Target
from tenure.interfaces.ingest.reading import Table

REST = object()


@dataclass(frozen=True)
class Cell:
    """What one rule makes of a row: `evaluate` computes, `convert` turns what is not empty into the stored value."""

    name: str
    evaluate: Evaluate
    convert: Callable[[Any], Any]
    blank: Any = None
    is_required: bool = False


@dataclass(frozen=True)
class TargetPlan:
    """One target, ready. The values of a row are `cells`, then `links`; `own` are the company's own fields."""

    number: int
    target: Target
    model: type[Any]
    source: str
    cells: tuple[Cell, ...]
    links: tuple[Link, ...]
    own: tuple[Cell, ...]
    when: Evaluate | None
    key: Evaluate | None
    known: Cell | None
    match: tuple[str, ...]

    @property
    def attnames(self) -> tuple[str, ...]:
        """The fields that rows give values for, links by `…_id`, the own fields last as `custom`."""
        names = (*(cell.name for cell in self.cells), *(link.attname for link in self.links))
        return (*names, "custom") if self.own else names


@dataclass(frozen=True)
class Pass:
    """One reading of a table for one or more targets. `is_relinking`: only links to rows of the same pass are made.

    With `usage` its rows tell of usage events, and of nothing else.
    """

    table: Table
    targets: tuple[TargetPlan, ...]
    is_relinking: bool = False
    usage: UsagePlan | None = None


@dataclass
class Plan:
    """All passes of an import, in order."""

    passes: list[Pass] = field(default_factory=list)


def plan_for(*, mapping: Mapping, tables: Sequence[Table]) -> Plan:
    """The plan of a mapping that was checked against these tables."""
    plan = Plan()
    for number, target in enumerate(map(mapping.whole, mapping.targets)):
        if target.kind == USAGE:
            plan.passes += [
                Pass(table, (), usage=_usage(mapping, target, number)) for table in tables_for(target, tables)
            ]
            continue
        ready = _ready(mapping, target, number)
        for table in tables_for(target, tables):
            last = plan.passes[-1] if plan.passes else None
            if last is not None and last.table is table and last.usage is None:
                plan.passes[-1] = replace(last, targets=(*last.targets, ready))
            else:
                plan.passes.append(Pass(table, (ready,)))
    with_links: list[Pass] = []
    for one in plan.passes:
        with_links.append(one)
        relinked = tuple(target for target in one.targets if any(link.is_own_kind for link in target.links))
        if relinked:
            with_links.append(Pass(one.table, relinked, is_relinking=True))
    return Plan(with_links)


def formats_of(mapping: Mapping, rule: Rule | None = None) -> Formats:
    """How the cells of a rule are written: as the rule says, else as the mapping does."""
    zone = (rule and rule.zone) or mapping.zone
    empty = {*EMPTY_WORDS, *(word.casefold() for word in mapping.empty)}
    if rule is not None and rule.empty is not None:
        empty |= {word.casefold() for word in rule.empty}
    return Formats(
        numbers=(rule and rule.numbers) or mapping.numbers,
        dates=(rule and rule.dates) or mapping.dates,
        zone=zone_named(zone) if zone else company_zone(),
        empty=frozenset(empty),
    )


def _ready(mapping: Mapping, target: Target, number: int) -> TargetPlan:
    model = model_of(target.kind)
    fields: dict[str, Any] = {one.name: one for one in model._meta.local_concrete_fields}
    own = own_fields(mapping, target.kind)
    rules = {**_currencies(mapping, target, model), **target.fields}
    links = {name for name in rules if isinstance(fields.get(name), models.ForeignKey)}
    found = [_link(mapping, target, rules[name], fields[name]) for name in rules if name in links]
    plain = [name for name in rules if name in fields and name not in links]
    customs = [name for name in rules if name.startswith(CUSTOM) and name not in fields]
    return TargetPlan(
        number=number,
        target=target,
        model=model,
        source=mapping.source,
        cells=_implied([_cell(mapping, target, name, rules[name], fields[name]) for name in plain], model),
        links=with_heirs(found, model),
        own=tuple(_own_cell(mapping, target, name, rules[name], own[name.removeprefix(CUSTOM)]) for name in customs),
        when=None if target.when is None else _computed(Rule(expression=target.when), formats_of(mapping), target.let),
        key=None if target.id is None else _computed(target.id, formats_of(mapping, target.id), target.let),
        known=_known(mapping, target),
        match=tuple(target.match),
    )


def _implied(cells: Sequence[Cell], model: Any) -> tuple[Cell, ...]:
    """The cells, with what follows from the value of one of them for another, whatever the file says of that."""
    found = {cell.name: cell for cell in cells}
    for one in model.kind.implied:
        given = found.get(one.given)
        if given is not None:
            plain = found.get(one.field) or Cell(one.field, lambda row: None, str, blank_of(_field(model, one.field)))
            found[one.field] = _unless_implied(plain, given, one)
    return tuple(found.values())


def _field(model: Any, name: str) -> Any:
    return model._meta.get_field(name)


def _unless_implied(cell: Cell, given: Cell, one: Implied) -> Cell:
    def value(row: Any) -> Any:
        said = given.evaluate(row)
        is_implied = said is not None and said != "" and given.convert(said) == one.equals
        return one.value if is_implied else cell.evaluate(row)

    def convert(said: Any) -> Any:
        return said if said is one.value else cell.convert(said)

    return replace(cell, evaluate=value, convert=convert)


def _usage(mapping: Mapping, target: Target, number: int) -> UsagePlan:
    return usage_plan(
        target,
        number=number,
        source=mapping.source,
        computed=lambda rule: _computed(rule, formats_of(mapping, rule), target.let),
        formats=lambda rule: formats_of(mapping, rule),
    )


def _currencies(mapping: Mapping, target: Target, model: Any) -> dict[str, Rule]:
    """The mapping's currency for every amount whose own the target does not say."""
    needed = {currency for amount, currency in model.kind.money.items() if amount in target.fields}
    missing = needed - set(target.fields)
    return {name: Rule(constant=mapping.currency) for name in missing} if mapping.currency else {}


def _cell(mapping: Mapping, target: Target, name: str, rule: Rule, one: models.Field) -> Cell:
    formats = formats_of(mapping, rule)
    blank = blank_of(one)
    if mapping.currency and one.name in model_of(target.kind).kind.money.values():
        blank = mapping.currency
    is_required = not one.blank and not one.has_default() and not isinstance(one, models.BooleanField)
    if not one.blank and one.get_default() in (None, "") and not isinstance(one, models.BooleanField):
        is_required = True
    return Cell(name, _computed(rule, formats, target.let), converter(field=one, formats=formats), blank, is_required)


def _own_cell(mapping: Mapping, target: Target, name: str, rule: Rule, one: CustomField) -> Cell:
    formats = formats_of(mapping, rule)
    convert = custom_converter(field=one, formats=formats, currency=mapping.currency or "")
    return Cell(name.removeprefix(CUSTOM), _computed(rule, formats, target.let), convert)


def _link(mapping: Mapping, target: Target, rule: Rule, one: Any) -> Link:
    finder = Finder(
        model=one.related_model,
        ways=tuple(rule.find),
        source=rule.source or mapping.source,
        missing=rule.missing,
    )
    return Link(
        name=one.name,
        attname=one.attname,
        evaluate=_computed(rule, formats_of(mapping, rule), target.let),
        finder=finder,
        is_ignored=rule.missing == "ignore",
        is_required=not one.null,
        is_own_kind=one.related_model.kind.key == target.kind,
    )


def _known(mapping: Mapping, target: Target) -> Cell | None:
    rule = target.known_from
    if rule is None:
        return None
    formats = formats_of(mapping, rule)
    return Cell("known_from", _computed(rule, formats, target.let), remembered(formats.instant))


def _computed(rule: Rule, formats: Formats, lets: dict[str, str]) -> Evaluate:
    """The value of a rule for a row; nothing where the cell says nothing."""
    if rule.constant is not None:
        fixed = rule.constant
        return lambda row: fixed
    evaluate = _origin(rule, formats, lets)
    if rule.values is None:
        return evaluate
    meanings = {key.strip().casefold(): value for key, value in rule.values.items()}
    rest = rule.otherwise if "otherwise" in rule.model_fields_set else REST
    return _meaning(evaluate, meanings, rest)


def _origin(rule: Rule, formats: Formats, lets: dict[str, str]) -> Evaluate:
    text = rule.expression if rule.expression is not None else lets.get(str(rule.column))
    if text is not None:
        return read_expression(text, reader=formats.reader(), lets=lets).evaluate
    column, is_nothing = str(rule.column), formats.is_nothing

    def read(row: Any) -> Any:
        value = row.get(column)
        return None if is_nothing(value) else value

    return read


def _meaning(evaluate: Evaluate, meanings: dict[str, Any], rest: Any) -> Evaluate:
    def mean(row: Any) -> Any:
        value = evaluate(row)
        word = "" if value is None else str(value).strip().casefold()
        if word in meanings:
            return meanings[word]
        return value if rest is REST or value is None else rest

    return mean
