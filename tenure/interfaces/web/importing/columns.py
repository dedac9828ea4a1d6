"""The page on which columns meet fields, worked out from the mapping and from what reading the files told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tenure.foundation.access.rights import CUSTOM, may
from tenure.foundation.access.roles import Action
from tenure.foundation.records.kinds import model_of
from tenure.interfaces.ingest.columns import ColumnType
from tenure.interfaces.ingest.mapping.schema import USAGE, Mapping, Rule, Target
from tenure.interfaces.web.importing.lines import EXAMPLES, TYPES, Line, line_of
from tenure.interfaces.web.importing.offered import (
    Option,
    OptionGroup,
    capital,
    groups_of,
    label_of,
    labels_of,
    required,
)
from tenure.interfaces.web.importing.told import fields_from, told_of
from tenure.interfaces.web.models import ImportDraft

MISSING = (("reject", "reject the row"), ("ignore", "leave the link empty"), ("create", "make it"))


@dataclass(frozen=True)
class Fixed:
    """A field that no column fills alone: a constant, or an expression that the text of the mapping holds."""

    field: str
    label: str
    text: str
    is_constant: bool


@dataclass
class Section:
    """One target: a table and the kind that its rows become."""

    place: int
    table: str
    plural: str
    label: str
    icon: str
    is_usage: bool = False
    lines: list[Line] = field(default_factory=list)
    fixed: list[Fixed] = field(default_factory=list)
    groups: list[OptionGroup] = field(default_factory=list)
    free: list[Option] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    match: str = ""
    matchable: list[Option] = field(default_factory=list)
    id_column: str = ""
    when: str = ""
    own_count: int = 0
    left_out: int = 0


def section_of(*, draft: ImportDraft, mapping: Mapping, place: int) -> Section:
    """One target of the mapping as its page shows it."""
    target = mapping.targets[place]
    told = told_of(draft, target)
    table = told["name"] if told else target.table or ""
    if target.kind == USAGE:
        return _of_usage(target, told, Section(place, table, "Usage events", "usage event", "activity", is_usage=True))
    kind = model_of(target.kind).kind
    section = Section(place, table, kind.plural, kind.label, kind.icon)
    labels = labels_of(mapping, kind, draft.by)
    section.groups = list(groups_of(kind, labels, may_add=may(user=draft.by, action=Action.CONFIGURE)))
    section.free = [Option(name, labels[name]) for name in labels if name not in target.fields]
    section.fixed = [_fixed(name, rule, labels) for name, rule in target.fields.items() if rule.column is None]
    section.missing = [labels.get(name, name) for name in required(kind) if name not in target.fields]
    section.match = target.match[0] if target.match else ""
    section.matchable = [Option(name, labels.get(name, name)) for name, rule in target.fields.items() if not rule.find]
    section.id_column = (target.id.column or "an expression") if target.id is not None else ""
    section.when = target.when or ""
    for number, column in enumerate(told["columns"] if told else ()):
        section.lines.append(
            line_of(draft=draft, target=target, told=told, column=column, number=number, labels=labels)
        )
    section.own_count = sum(line.chosen.value.startswith(CUSTOM) for line in section.lines)
    section.left_out = sum(not line.chosen.value for line in section.lines)
    return section


def _of_usage(target: Target, told: Any, section: Section) -> Section:
    """Usage events go into the lake; what fills them is shown, and changed in the text."""
    labels = {name: capital(name.removeprefix("properties.").replace("_", " ")) for name in target.fields}
    section.fixed = [_fixed(name, rule, labels) for name, rule in target.fields.items() if rule.column is None]
    section.when = target.when or ""
    for number, column in enumerate(told["columns"] if told else ()):
        names = fields_from(target, column["name"])
        chosen = Option(names[0], label_of(names[0], labels)) if names else Option("", "Left out")
        tone, confidence = ("good", "By the mapping") if names else ("", "Left out")
        holds, examples = TYPES[ColumnType(column["type"])], tuple(column["examples"][:EXAMPLES])
        section.lines.append(
            Line(column["name"], number, holds, examples, "", chosen, tone=tone, confidence=confidence)
        )
    return section


def _fixed(name: str, rule: Rule, labels: dict[str, str]) -> Fixed:
    is_constant = rule.expression is None
    text = str(rule.constant) if is_constant else str(rule.expression)
    return Fixed(name, label_of(name, labels), text, is_constant)
