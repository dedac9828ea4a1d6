"""The page on which columns meet fields, worked out from the mapping and from what reading the files told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from tenure.foundation.access.rights import CUSTOM, editable_fields, may
from tenure.foundation.access.roles import Action
from tenure.foundation.records.custom_values import custom_fields
from tenure.foundation.records.fields import AmountField
from tenure.foundation.records.kinds import Kind, model_of
from tenure.interfaces.ingest.columns import EXTERNAL_ID, KNOWN_FROM, ColumnType, Question, Topic
from tenure.interfaces.ingest.columns.words import phrase_of
from tenure.interfaces.ingest.mapping.checking import NOT_MAPPED
from tenure.interfaces.ingest.mapping.schema import Mapping, Rule, Target
from tenure.interfaces.web.importing.editing import OWN
from tenure.interfaces.web.importing.finding import KEPT, profile_from_json
from tenure.interfaces.web.models import ImportDraft
from tenure.interfaces.web.shell.wording import exact_day

SURE, LIKELY = 0.9, 0.7
MOST_VALUES = 40
EXAMPLES = 3
MANY_FIELDS = 200
TYPES = {
    ColumnType.EMPTY: "empty",
    ColumnType.TEXT: "text",
    ColumnType.NUMBER: "numbers",
    ColumnType.MONEY: "amounts",
    ColumnType.DATE: "days",
    ColumnType.DATETIME: "moments",
    ColumnType.BOOLEAN: "yes or no",
    ColumnType.CHOICE: "a few values",
    ColumnType.EMAIL: "e-mail addresses",
    ColumnType.DOMAIN: "web domains",
    ColumnType.URL: "web addresses",
    ColumnType.ID: "ids",
}
MISSING = (("reject", "reject the row"), ("ignore", "leave the link empty"), ("create", "make it"))


@dataclass(frozen=True)
class Option:
    """One entry of a menu."""

    value: str
    label: str


@dataclass(frozen=True)
class OptionGroup:
    """Entries of a menu that belong together."""

    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Meaning:
    """One value of a column that fills a field of choices, and what it means."""

    value: str
    count: int
    chosen: str
    is_known: bool


@dataclass(frozen=True)
class Asked:
    """A question that only a person can answer."""

    place: int
    field: str
    question: Question

    @property
    def choices(self) -> Iterator[tuple[str, str, str]]:
        """Each answer: its value, what the example would then be, and how that reading is called."""
        for choice in self.question.choices:
            try:
                reading = exact_day(date.fromisoformat(choice.reading))
            except ValueError:
                reading = choice.reading
            told = choice.value if self.question.topic is Topic.DATE_ORDER else f"as in {choice.value}"
            yield choice.value, reading, told


@dataclass(frozen=True)
class Line:
    """One column: what it holds, which field it fills, how sure that is and why."""

    column: str
    number: int
    holds: str
    examples: tuple[str, ...]
    empty: str
    chosen: Option
    also: tuple[str, ...] = ()
    tone: str = ""
    confidence: str = ""
    reason: str = ""
    likely: tuple[Option, ...] = ()
    ways: tuple[Option, ...] = ()
    way: str = ""
    missing: str = ""
    field: str = ""
    meanings: tuple[Meaning, ...] = ()
    choices: tuple[Option, ...] = ()
    unknown: int = 0
    written: tuple[tuple[str, str], ...] = ()


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
    kind: Kind
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


def questions_of(*, draft: ImportDraft, mapping: Mapping) -> list[Asked]:
    """What is still open, in the order of the mapping: nothing is run before it is answered."""
    return [asked for place, target in enumerate(mapping.targets) for asked in _asked(draft, mapping, place, target)]


def section_of(*, draft: ImportDraft, mapping: Mapping, place: int) -> Section:
    """One target of the mapping as its page shows it."""
    target = mapping.targets[place]
    told = told_of(draft, target)
    kind = model_of(target.kind).kind
    section = Section(place, told["name"] if told else target.table or "", kind)
    labels = _labels(mapping, kind, draft.by)
    section.groups = list(_groups(kind, labels, may_add=may(user=draft.by, action=Action.CONFIGURE)))
    section.free = [Option(name, labels[name]) for name in labels if name not in target.fields]
    section.fixed = [_fixed(name, rule, labels) for name, rule in target.fields.items() if rule.column is None]
    section.missing = [labels.get(name, name) for name in _required(kind) if name not in target.fields]
    section.match = target.match[0] if target.match else ""
    section.matchable = [Option(name, labels.get(name, name)) for name, rule in target.fields.items() if not rule.find]
    section.id_column = (target.id.column or "an expression") if target.id is not None else ""
    section.when = target.when or ""
    for number, column in enumerate(told["columns"] if told else ()):
        section.lines.append(_line(draft, mapping, target, told, column, number, labels))
    section.own_count = sum(line.chosen.value.startswith(CUSTOM) for line in section.lines)
    section.left_out = sum(not line.chosen.value for line in section.lines)
    return section


def told_of(draft: ImportDraft, target: Target) -> Any:
    """What reading told of the table of a target."""
    tables = draft.found.get("tables", [])
    if target.table is None:
        return tables[0] if len(tables) == 1 else None
    wanted = target.table.casefold()
    exact = next((one for one in tables if one["name"].casefold() == wanted), None)
    start = wanted.split("*")[0]
    return exact or next((one for one in tables if "*" in wanted and one["name"].casefold().startswith(start)), None)


def _asked(draft: ImportDraft, mapping: Mapping, place: int, target: Target) -> Iterator[Asked]:
    told = told_of(draft, target)
    columns = {column["name"]: column for column in told["columns"]} if told else {}
    for name, rule in _rules(target):
        column = columns.get(rule.column or "")
        for question in profile_from_json(column).questions if column else ():
            if _is_open(mapping, target.kind, name, rule, question.topic):
                yield Asked(place, name, question)


def _rules(target: Target) -> Iterator[tuple[str, Rule]]:
    yield from target.fields.items()
    if target.known_from is not None:
        yield KNOWN_FROM, target.known_from


def _is_open(mapping: Mapping, kind: str, name: str, rule: Rule, topic: Topic) -> bool:
    sort = _sort(kind, name, mapping)
    if topic is Topic.DATE_ORDER:
        return sort == "date" and rule.dates is None and mapping.dates is None
    if topic is Topic.NUMBER_STYLE:
        return sort in ("number", "amount") and rule.numbers is None
    return sort == "amount" and mapping.currency is None


def _sort(kind: str, name: str, mapping: Mapping) -> str:
    if name == KNOWN_FROM:
        return "date"
    if name.startswith(CUSTOM):
        key = name.removeprefix(CUSTOM)
        known: list[Any] = [*mapping.custom_fields, *custom_fields(kind_key=kind)]
        type_ = next((str(own.type) for own in known if own.key == key), "")
        return {"number": "number", "money": "amount", "date": "date"}.get(type_, "")
    one: Any = model_of(kind)._meta.get_field(name)
    if isinstance(one, AmountField):
        return "amount"
    if isinstance(one, models.DateField):
        return "date"
    return "number" if isinstance(one, models.DecimalField | models.IntegerField | models.FloatField) else ""


def _line(
    draft: ImportDraft,
    mapping: Mapping,
    target: Target,
    told: dict[str, Any],
    column: dict[str, Any],
    number: int,
    labels: dict[str, str],
) -> Line:
    names = _fields_from(target, column["name"])
    chosen = names[0] if names else ""
    match = told["matches"].get(column["name"], {})
    tone, confidence, reason = _confidence(draft, target, column, chosen, match)
    profile = profile_from_json(column)
    share = profile.share_empty
    told_empty = "" if share < 0.005 or profile.type is ColumnType.EMPTY else f"{share:.0%} empty"
    words = {
        "column": column["name"],
        "number": number,
        "holds": TYPES[profile.type],
        "examples": tuple(profile.examples[:EXAMPLES]),
        "empty": told_empty,
        "chosen": Option(chosen, _label(chosen, labels)),
        "also": tuple(_label(name, labels) for name in names[1:]),
        "tone": tone,
        "confidence": confidence,
        "reason": reason,
        "likely": tuple(
            Option(name, _label(name, labels))
            for name in match.get("others", [])
            if name != chosen and (name in labels or name in (EXTERNAL_ID, KNOWN_FROM))
        ),
        "field": chosen,
    }
    rule = dict(_rules(target)).get(chosen)
    if rule is not None:
        words |= _details(mapping, target.kind, chosen, rule, column)
    return Line(**words)


def _fields_from(target: Target, column: str) -> list[str]:
    names = [name for name, rule in target.fields.items() if rule.column == column]
    if target.id is not None and target.id.column == column:
        names.insert(0, EXTERNAL_ID)
    if target.known_from is not None and target.known_from.column == column:
        names.append(KNOWN_FROM)
    return names


def _confidence(
    draft: ImportDraft, target: Target, column: dict[str, Any], chosen: str, match: dict[str, Any]
) -> tuple[str, str, str]:
    if draft.found.get("origin") == KEPT:
        return ("good", "As last time", "") if chosen else ("", "Left out", "As last time.")
    if match.get("field") and match["field"] == chosen:
        if match["confidence"] >= SURE:
            return "good", "Sure", match["reason"]
        return (
            ("", "Likely", match["reason"])
            if match["confidence"] >= LIKELY
            else ("warn", "Please look", match["reason"])
        )
    if column["type"] == ColumnType.EMPTY and not chosen:
        return "", "Empty", "Nothing is in it."
    if chosen.startswith(CUSTOM):
        return "", "Own field", match.get("reason", "")
    expression = any(f"`{column['name']}`" in (rule.expression or "") for rule in target.fields.values())
    if expression:
        return "", "Used", "An expression reads it."
    return ("", "Your choice", "") if chosen else ("warn", "Left out", match.get("reason", ""))


def _details(mapping: Mapping, kind: str, name: str, rule: Rule, column: dict[str, Any]) -> dict[str, Any]:
    details: dict[str, Any] = {"written": tuple(_written(rule))}
    if name.startswith(CUSTOM) or name == KNOWN_FROM:
        return details
    one: Any = model_of(kind)._meta.get_field(name)
    if one.is_relation:
        plain = [each for each in one.related_model._meta.local_concrete_fields if not each.is_relation]
        ways = [each for each in plain if each.name in ("name", "title", "number", "email", "domain", "sku", "code")]
        details["ways"] = (
            Option("id", "its id in the source"),
            *(Option(each.name, f"its {each.verbose_name!s}") for each in ways),
        )
        details["way"], details["missing"] = rule.find[0] if rule.find else "id", rule.missing
    elif one.choices:
        details["choices"] = tuple(Option(str(value), str(label)) for value, label in one.flatchoices)
        details["meanings"] = tuple(_meanings(one, rule, column))
        details["unknown"] = sum(not meaning.is_known for meaning in details["meanings"])
    return details


def _written(rule: Rule) -> Iterator[tuple[str, str]]:
    if rule.dates is not None:
        yield Topic.DATE_ORDER.value, f"dates: {rule.dates.value}"
    if rule.numbers is not None:
        yield Topic.NUMBER_STYLE.value, f"numbers like {rule.numbers.value}"


def _meanings(one: Any, rule: Rule, column: dict[str, Any]) -> Iterator[Meaning]:
    own = {phrase_of(str(word)): str(value) for value, label in one.flatchoices for word in (label, value)}
    seen = column["values"][:MOST_VALUES] or [(example, 0) for example in column["examples"]]
    counts = {str(value): count for value, count in seen}
    for value in (*counts, *(value for value in rule.values or {} if value not in counts)):
        if rule.values is not None and value in rule.values:
            meaning = rule.values[value]
            yield Meaning(value, counts.get(value, 0), "" if meaning is None else str(meaning), meaning is not None)
        else:
            chosen = own.get(phrase_of(value), "")
            yield Meaning(value, counts.get(value, 0), chosen, bool(chosen))


def _label(name: str, labels: dict[str, str]) -> str:
    if not name:
        return "Leave out"
    return {EXTERNAL_ID: "Its id in the source", KNOWN_FROM: "Known from"}.get(name) or labels.get(name, name)


def _labels(mapping: Mapping, kind: Kind, user: Any) -> dict[str, str]:
    """The fields that may be filled, by name, in the order of the record's page; then the company's own."""
    open_fields = editable_fields(user=user, kind=kind)
    model: Any = model_of(kind.key)
    by_name = {one.name: one for one in model._meta.local_concrete_fields}
    ordered = [name for section in kind.sections for name in section.fields if name in by_name]
    names = [*ordered, *(name for name in by_name if name not in ordered)]
    labels = {
        name: _capital(str(by_name[name].verbose_name))
        for name in names
        if name not in NOT_MAPPED and name in open_fields and _leads_somewhere(by_name[name])
    }
    labels |= {CUSTOM + own.key: own.label for own in custom_fields(kind_key=kind.key)}
    new = [own for own in mapping.custom_fields if own.kind == kind.key and CUSTOM + own.key not in labels]
    labels |= {CUSTOM + own.key: f"{own.label} (new field)" for own in new}
    return labels


def _leads_somewhere(one: Any) -> bool:
    return not one.is_relation or hasattr(one.related_model, "kind")


def _groups(kind: Kind, labels: dict[str, str], *, may_add: bool) -> Iterator[OptionGroup]:
    first = [Option("", "Leave out")]
    if may_add:
        first.append(Option(OWN, "Keep as a new field of our own"))
    yield OptionGroup("", (*first, Option(EXTERNAL_ID, "Its id in the source"), Option(KNOWN_FROM, "Known from")))
    shown: set[str] = set()
    for section in kind.sections:
        names = [name for name in section.fields if name in labels]
        shown |= set(names)
        if names:
            yield OptionGroup(section.title, tuple(Option(name, labels[name]) for name in names))
    rest = [name for name in labels if name not in shown and not name.startswith(CUSTOM)]
    if rest:
        yield OptionGroup("More", tuple(Option(name, labels[name]) for name in rest))
    own = [name for name in labels if name.startswith(CUSTOM)]
    if own:
        yield OptionGroup("Our own fields", tuple(Option(name, labels[name]) for name in own[:MANY_FIELDS]))


def _fixed(name: str, rule: Rule, labels: dict[str, str]) -> Fixed:
    is_constant = rule.expression is None
    text = str(rule.constant) if is_constant else str(rule.expression)
    return Fixed(name, _label(name, labels), text, is_constant)


def _required(kind: Kind) -> Iterator[str]:
    """The fields without which no record can be made."""
    model: Any = model_of(kind.key)
    for one in model._meta.local_concrete_fields:
        if one.name not in NOT_MAPPED and not one.blank and not one.null and not one.has_default():
            yield one.name


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
