"""A first mapping for tables that nobody has described: kinds and fields by their names and contents, and questions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tenure.foundation.access.rights import CUSTOM
from tenure.foundation.organisation.models import Company
from tenure.foundation.records.custom_values import custom_fields
from tenure.foundation.records.fields import AmountField
from tenure.foundation.records.kinds import Kind, model_of, record_models
from tenure.foundation.records.models import CustomFieldType
from tenure.interfaces.ingest.columns import (
    EXTERNAL_ID,
    KNOWN_FROM,
    ColumnProfile,
    ColumnType,
    DateOrder,
    LookUp,
    Match,
    NotADateError,
    NumberStyle,
    Question,
    Topic,
    describe,
    match_columns,
    own_field_for,
    parse_date,
)
from tenure.interfaces.ingest.columns.matching import look_up_for
from tenure.interfaces.ingest.columns.targets import kind_phrases
from tenure.interfaces.ingest.columns.words import phrase_of
from tenure.interfaces.ingest.mapping.deals import DEAL, how_it_ended, with_product
from tenure.interfaces.ingest.mapping.schema import ANY_ID, CREATE, ID, Mapping, OwnField, Rule, Target
from tenure.interfaces.ingest.reading import Table

SURE = 0.6
NAMED_LIKE_IT = 3.0
LEAST_SCORE = 1.2
UNNAMED = 2.0
# What a company has few of and what a name says enough about: made where a file names one that is not there.
MADE_BY_NAME = frozenset({"person", "team", "product", "campaign", "competitor", "partner", "territory"})
_DIGITS = re.compile(r"[-_ .]*\d[\d\-_ .T:]*")


class NoKindFoundError(ValueError):
    """Nothing tells what a table's rows are."""


@dataclass(frozen=True)
class OpenQuestion:
    """Something about one target that only a person can say; `answered` gives the mapping with an answer."""

    target: int
    field: str
    question: Question


@dataclass(frozen=True)
class Suggestion:
    """A mapping to begin with, how sure each column's field is, what is open, and the columns that no field takes."""

    mapping: Mapping
    matches: dict[str, list[Match]]
    questions: list[OpenQuestion]
    unmapped: dict[str, list[str]]
    notes: list[str] = field(default_factory=list)


def suggest_mapping(
    tables: Sequence[Table], *, kind: str | None = None, source: str | None = None, keep_unmapped: bool = False
) -> Suggestion:
    """What the tables most likely are. `kind` says what their rows are, where one knows; `keep_unmapped` makes fields
    of the company's own of the columns that no field takes. Raises `NoKindFoundError`, `UnknownKindError`.
    """
    drafts = [_Draft(table, _kind_of(table, kind), keep_unmapped) for table in tables]
    order = {model.kind.key: place for place, model in enumerate(_by_dependence())}
    drafts.sort(key=lambda draft: order[draft.kind.key])
    notes = [note for draft in drafts for note in draft.notes]
    currency = _currency(drafts, notes)
    mapping = Mapping(
        name=source or source_of(tables),
        source=source or source_of(tables),
        currency=currency,
        custom_fields=[own for draft in drafts for own in draft.own],
        targets=in_order([target for draft in drafts for target in draft.targets(len(tables) > 1)]),
    )
    questions = [
        OpenQuestion(place, name, question)
        for place, draft in enumerate(drafts)
        for name, question in draft.questions
        if question.topic is not Topic.CURRENCY
    ]
    return Suggestion(
        mapping=mapping,
        matches={draft.table.name: draft.matches for draft in drafts},
        questions=questions,
        unmapped={draft.table.name: draft.unmapped for draft in drafts if draft.unmapped},
        notes=notes,
    )


def answered(suggestion: Suggestion, *, question: OpenQuestion, value: str) -> Suggestion:
    """The suggestion with one question answered by the value of one of its choices."""
    setting = "dates" if question.question.topic is Topic.DATE_ORDER else "numbers"
    target = suggestion.mapping.targets[question.target]
    answer: Any = DateOrder(value) if setting == "dates" else NumberStyle(value)
    if question.field == KNOWN_FROM and target.known_from is not None:
        target = target.model_copy(update={"known_from": target.known_from.model_copy(update={setting: answer})})
    else:
        rule = target.fields[question.field].model_copy(update={setting: answer})
        target = target.model_copy(update={"fields": {**target.fields, question.field: rule}})
    targets = [target if place == question.target else one for place, one in enumerate(suggestion.mapping.targets)]
    mapping = suggestion.mapping.model_copy(update={"targets": targets})
    return replace(suggestion, mapping=mapping, questions=[one for one in suggestion.questions if one != question])


def rule_for(*, profile: ColumnProfile, kind: str, field: str) -> Rule:
    """The rule by which a column fills the field that a person chose for it: read as its cells are written, a link
    found by what they hold, values that the field does not know meaning nothing until somebody says what they mean."""
    settings: dict[str, Any] = {"column": profile.name, **written(profile)}
    if field.startswith(CUSTOM) or field in (EXTERNAL_ID, KNOWN_FROM):
        return Rule(**settings)
    one: Any = model_of(kind)._meta.get_field(field)
    if one.is_relation:
        settings["find"] = _ways(one.related_model, look_up_for(profile))
        if one.related_model.kind.key in MADE_BY_NAME and ID not in settings["find"]:
            settings["missing"] = CREATE
    elif getattr(one, "choices", None):
        known = {phrase_of(str(word)) for pair in one.flatchoices for word in pair}
        values = [value for value, _ in profile.values] or list(profile.examples)
        settings["values"] = dict.fromkeys(value for value in values if phrase_of(value) not in known) or None
    return Rule(**settings)


def in_order(targets: Sequence[Target]) -> list[Target]:
    """The targets so that what is linked to comes before what links to it."""
    order = {model.kind.key: place for place, model in enumerate(_by_dependence())}
    return sorted(targets, key=lambda target: order.get(target.kind, len(order)))


def source_of(tables: Sequence[Table]) -> str:
    """A name for the source of files that come without: of the first table, without dates and numbers."""
    bare = _DIGITS.sub("", tables[0].name).strip(" -_.").lower() if tables else ""
    return (bare or "import")[:60]


class _Draft:
    """One table on its way to a target."""

    def __init__(self, table: Table, kind: Kind, keep_unmapped: bool) -> None:
        self.table, self.kind = table, kind
        self.profiles = {profile.name: profile for profile in describe(table)}
        labels = {one.key: one.label for one in custom_fields(kind_key=kind.key)}
        self.matches = match_columns(list(self.profiles.values()), kind, own_fields=labels)
        self.notes: list[str] = [f"{table.name}: {sentence}" for sentence in table.notes.sentences()]
        self.own: list[OwnField] = []
        self.questions: list[tuple[str, Question]] = []
        self.rules: dict[str, Rule] = {}
        self.id: Rule | None = None
        self.known: Rule | None = None
        for match in self.matches:
            self._take(match)
        if kind.key == DEAL:
            self._end()
        self.unmapped = [match.column for match in self.matches if self._is_left(match)]
        self.product = self._product()
        if keep_unmapped:
            self._keep(labels)
        self._name()

    def targets(self, is_one_of_many: bool) -> list[Target]:
        """What the rows become: first what they are, then what else they tell."""
        first = self.target(is_one_of_many)
        found = with_product(first, [self.product]) if self.product else None
        return [first, found[0]] if found else [first]

    def _end(self) -> None:
        added = how_it_ended(self.rules, self.profiles)
        self.rules.update(added)
        if added:
            self.notes.append(f"{self.table.name}: {' and '.join(added)} are taken from how deals ended.")

    def _product(self) -> str | None:
        """The column of a deal's product, which becomes a line of the deal."""
        if self.kind.key != DEAL or not self.rules:
            return None
        found = with_product(self.target(is_one_of_many=False), self.unmapped)
        if found is None:
            return None
        self.unmapped.remove(found[1])
        self.notes.append(f"{self.table.name}: {found[1]} becomes the product of a line of each deal.")
        return found[1]

    def target(self, is_one_of_many: bool) -> Target:
        match = [] if self.id is not None else self._known_again()
        return Target(
            kind=self.kind.key,
            table=self.table.name if is_one_of_many else None,
            id=self.id,
            match=match,
            known_from=self.known,
            fields=self.rules,
        )

    def _is_left(self, match: Match) -> bool:
        rules = [*self.rules.values(), *(rule for rule in (self.id, self.known) if rule is not None)]
        is_used = any(rule.column == match.column for rule in rules)
        return not is_used and self.profiles[match.column].type is not ColumnType.EMPTY

    def _with_meanings(self, match: Match, profile: ColumnProfile, rule: Rule) -> Rule | None:
        """For a field of choices: with the values that it does not know named as nothing, to be filled in by a person;
        no rule where it knows none of them."""
        one: Any = model_of(self.kind.key)._meta
        name = str(match.field)
        if name.startswith(CUSTOM) or not getattr(one.get_field(name), "choices", None):
            return rule
        known = {phrase_of(str(word)) for pair in one.get_field(name).flatchoices for word in pair}
        values = [value for value, _ in profile.values] or list(profile.examples)
        unknown = [value for value in values if phrase_of(value) not in known]
        if not unknown:
            return rule
        if len(unknown) == len(values):
            return None
        told = f"{self.table.name}: {name} knows no {', '.join(unknown[:5])}; say under `values` what they mean."
        self.notes.append(told)
        return rule.model_copy(update={"values": dict.fromkeys(unknown)})

    def _take(self, match: Match) -> None:
        if match.field is None or match.confidence < SURE:
            return
        profile = self.profiles[match.column]
        if match.field == EXTERNAL_ID:
            self.id = Rule(column=match.column)
            return
        rule = self._rule(match, profile)
        if match.field != KNOWN_FROM:
            chosen = self._with_meanings(match, profile, rule)
            if chosen is None:
                return
            rule = chosen
        if match.field == KNOWN_FROM:
            self.known = rule
        else:
            self.rules[match.field] = rule
        self.questions += [(match.field, question) for question in profile.questions if self._matters(match, question)]

    def _matters(self, match: Match, question: Question) -> bool:
        if match.field == KNOWN_FROM or (match.field or "").startswith(CUSTOM):
            return True
        one: Any = model_of(self.kind.key)._meta.get_field(str(match.field))
        sort = one.get_internal_type()
        if question.topic is Topic.DATE_ORDER:
            return sort in ("DateField", "DateTimeField")
        return "Integer" in sort or "Decimal" in sort or isinstance(one, AmountField)

    def _rule(self, match: Match, profile: ColumnProfile) -> Rule:
        settings: dict[str, Any] = {"column": match.column, **written(profile)}
        if match.look_up is not None:
            field_: Any = model_of(self.kind.key)._meta.get_field(str(match.field))
            settings["find"] = _ways(field_.related_model, match.look_up)
            if field_.related_model.kind.key in MADE_BY_NAME and ID not in settings["find"]:
                settings["missing"] = CREATE
        return Rule(**settings)

    def _keep(self, labels: dict[str, str]) -> None:
        taken = {*labels, *(one.key for one in self.own)}
        for column in self.unmapped:
            own = own_field_for(self.profiles[column], taken=taken)
            taken.add(own.key)
            options = list(own.options)
            self.own.append(OwnField(kind=self.kind.key, key=own.key, label=own.label, type=own.type, options=options))
            self.rules[CUSTOM + own.key] = Rule(column=column, **written(self.profiles[column]))
            self.questions += [
                (CUSTOM + own.key, one) for one in self.profiles[column].questions if one.topic is not Topic.CURRENCY
            ]
        self.unmapped = []

    def _name(self) -> None:
        """A kind that needs a name gets one made of what the rows have, and says so."""
        field_: Any = model_of(self.kind.key)._meta.get_field(self.kind.title)
        if field_.is_relation or field_.blank or self.kind.title in self.rules:
            return
        account = self.rules.get(self.kind.account or "")
        parts = [rule.column for rule in (account, self.id) if rule is not None and rule.column]
        if not parts:
            return
        names = ", ".join(f"`{part}`" for part in parts)
        self.rules = {self.kind.title: Rule(expression=f"join(' ', {names})"), **self.rules}
        self.notes.append(
            f"{self.table.name}: no column holds a {self.kind.title}; it is made of {' and '.join(parts)}."
        )

    def _known_again(self) -> list[str]:
        """Without ids: by the domain or e-mail, which only one can have, else by the title."""
        for name in ("domain", "email", self.kind.title):
            rule = self.rules.get(name)
            if rule is not None and rule.column and self.profiles[rule.column].is_unique:
                return [name]
        return []


def written(profile: ColumnProfile) -> dict[str, Any]:
    """How a column writes dates and numbers, for its rule: where its cells leave no doubt and it is unusual."""
    found: dict[str, Any] = {}
    asked = {question.topic for question in profile.questions}
    if profile.date_orders and Topic.DATE_ORDER not in asked and not _reads_alone(profile):
        found["dates"] = profile.date_orders[0]
    if profile.number_styles == (NumberStyle.COMMA,) and Topic.NUMBER_STYLE not in asked:
        found["numbers"] = NumberStyle.COMMA
    return found


def _reads_alone(profile: ColumnProfile) -> bool:
    try:
        for example in profile.examples:
            parse_date(example)
    except NotADateError:
        return False
    return True


def _ways(model: Any, look_up: LookUp) -> list[str]:
    """An id is looked for in the file's own source first; files that belong together may come one by one, each called
    a source of its own."""
    names = {one.name for one in model._meta.local_concrete_fields if not one.is_relation}
    if look_up is not LookUp.EXTERNAL_ID:
        for way in (look_up.value, model.kind.title, "name"):
            if way in names:
                return [way]
    return [ID, ANY_ID]


def _kind_of(table: Table, given: str | None) -> Kind:
    if given is not None:
        return model_of(given).kind
    profiles = describe(table)
    name = phrase_of(table.name)
    scores: list[tuple[float, str, Kind]] = []
    for model in record_models():
        matches = match_columns(profiles, model.kind)
        score = sum(match.confidence for match in matches if match.field and match.confidence >= SURE)
        if _is_named(name, model.kind):
            score += NAMED_LIKE_IT
        if _is_titleless(model, {match.field for match in matches}):
            score -= UNNAMED
        scores.append((score, model.kind.key, model.kind))
    best = max(scores, key=lambda entry: (entry[0], entry[1]))
    if best[0] < LEAST_SCORE:
        raise NoKindFoundError(
            f"Nothing tells what the rows of {table.name} are (columns {', '.join(table.columns[:8])}). "
            "Say it with --as, for example --as account."
        )
    return best[2]


def _is_titleless(model: Any, matched: set[str | None]) -> bool:
    title = model._meta.get_field(model.kind.title)
    return not title.is_relation and not title.blank and title.name not in matched


def _is_named(name: str, kind: Kind) -> bool:
    words = name.split()
    phrases = {*kind_phrases(kind), phrase_of(kind.plural)}
    phrases |= {f"{phrase}s" for phrase in phrases}
    return any(
        name == phrase or name.endswith(f" {phrase}") or (len(words) == 1 and name == phrase) for phrase in phrases
    )


def _by_dependence() -> list[Any]:
    """The models so that what is linked to comes before what links to it, as far as there is no circle."""
    models = list(record_models())
    ordered: list[Any] = []
    visiting: set[Any] = set()

    def visit(model: Any) -> None:
        if model in ordered or model in visiting:
            return
        visiting.add(model)
        for one in model._meta.local_concrete_fields:
            if one.is_relation and one.related_model in models and one.related_model is not model:
                visit(one.related_model)
        ordered.append(model)

    for model in models:
        visit(model)
    return ordered


def _currency(drafts: Sequence[_Draft], notes: list[str]) -> str | None:
    """The one currency that the files name, else the company's, where amounts come without one."""
    needing = [
        draft
        for draft in drafts
        if any(amount in draft.rules and currency not in draft.rules for amount, currency in draft.kind.money.items())
        or any(own.type is CustomFieldType.MONEY for own in draft.own)
    ]
    codes = {
        code
        for draft in needing
        for profile in draft.profiles.values()
        for code in profile.currencies
        if len(code) == 3 and code.isupper()
    }
    if len(codes) == 1:
        return codes.pop()
    own = Company.objects.values_list("currency", flat=True).first()
    if needing and own:
        notes.append(f"Amounts come without a currency and are taken as {own}, the company's.")
        return own
    return None
