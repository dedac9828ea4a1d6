"""Quality rules: what is odd about records without being impossible. Forms ask about it, imports list it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import F, Q
from django.db.models.constants import LOOKUP_SEP

from tenure.foundation.records.kinds import model_of
from tenure.foundation.records.model import Record
from tenure.foundation.records.predicates import holds


class UnknownRuleError(LookupError):
    """No quality rule goes by this key."""


@dataclass(frozen=True)
class QualityRule:
    """One thing that a record of a kind should not show.

    `explanation` says in plain words why it is odd and what it does to numbers; `fix` what to do; `fields` where to
    look. `broken` is the condition of the records that show it, or a function that returns it where it depends on what
    is set up (the currencies with a rate).
    """

    key: str
    kind: str
    title: str
    explanation: str
    fix: str
    fields: tuple[str, ...]
    broken: Q | Callable[[], Q]

    def condition(self) -> Q:
        """The condition of the records that break the rule, as things are set up now."""
        return self.broken if isinstance(self.broken, Q) else self.broken()

    @property
    def is_of_values(self) -> bool:
        """Whether the record's own values decide it; others ask the database for further records."""
        return all(isinstance(child, tuple) for child in _children(self.condition()))


def out_of_order(*, kind: str, earlier: str, later: str, title: str, effect: str) -> QualityRule:
    """The rule that one date of a record does not come before another."""
    return QualityRule(
        key=f"{kind}_{later}_before_{earlier}",
        kind=kind,
        title=title,
        explanation=f"The two dates contradict each other. {effect}",
        fix="Correct whichever of the two dates is wrong.",
        fields=(earlier, later),
        broken=Q(**{f"{later}__lt": F(earlier)}),
    )


@cache
def all_rules() -> tuple[QualityRule, ...]:
    """Every rule, found in the modules `quality` of the rooms (`RULES`)."""
    rooms = [app.name for app in apps.get_app_configs() if app.name.startswith("tenure.") and app.label != "records"]
    modules = [import_module(f"{room}.quality") for room in rooms if find_spec(f"{room}.quality")]
    return tuple(rule for module in modules for rule in module.RULES)


def rules_for(*, kind: str) -> tuple[QualityRule, ...]:
    """The rules of the kind with this key."""
    return tuple(rule for rule in all_rules() if rule.kind == kind)


def rule_of(key: str) -> QualityRule:
    """The rule with this key. Raises `UnknownRuleError`."""
    for rule in all_rules():
        if rule.key == key:
            return rule
    raise UnknownRuleError(f"There is no quality rule called {key!r}.")


def broken_records(*, rule: QualityRule) -> models.QuerySet[Any]:
    """The records in use that break the rule."""
    return model_of(rule.kind).objects.filter(rule.condition())


def warnings_for(*, kind: str, values: Mapping[str, Any], record: Record | None = None) -> tuple[QualityRule, ...]:
    """The rules that a record would break with these values, for a form to ask about before it saves.

    `values` by field name, links as records; what they leave out is taken from `record`, or from a new record.
    """
    present = record if record is not None else model_of(kind)()
    broken = []
    for rule in rules_for(kind=kind):
        if not rule.is_of_values:
            continue
        condition = rule.condition()
        needed = {name.split(LOOKUP_SEP)[0] for name in _names(condition)}
        filled = {name: values[name] if name in values else _linked(present, name) for name in needed}
        if holds(condition=condition, values=filled):
            broken.append(rule)
    return tuple(broken)


def _linked(record: Record, name: str) -> Any:
    """The value of a field; a link that is not filled yet is unknown instead of an error."""
    field: Any = record._meta.get_field(name)
    return getattr(record, name) if getattr(record, field.attname) is not None else None


def _names(condition: Q) -> Iterator[str]:
    for child in _children(condition):
        if isinstance(child, tuple):
            yield child[0]
            if isinstance(child[1], F):
                yield child[1].name  # type: ignore[attr-defined]


def _children(condition: Q) -> Iterator[Any]:
    for child in condition.children:
        if isinstance(child, Q):
            yield from _children(child)
        else:
            yield child
