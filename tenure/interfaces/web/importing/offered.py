"""The fields that a column may fill, as the menus of the page offer them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tenure.foundation.access.rights import CUSTOM, editable_fields
from tenure.foundation.records.custom_values import custom_fields
from tenure.foundation.records.kinds import Kind, model_of
from tenure.interfaces.ingest.columns import EXTERNAL_ID, KNOWN_FROM
from tenure.interfaces.ingest.mapping.checking import NOT_MAPPED
from tenure.interfaces.ingest.mapping.schema import Mapping
from tenure.interfaces.web.importing.editing import OWN

MANY_FIELDS = 200


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


def label_of(name: str, labels: dict[str, str]) -> str:
    """What a choice of the menu is called."""
    if not name:
        return "Leave out"
    return {EXTERNAL_ID: "Its id in the source", KNOWN_FROM: "Known from"}.get(name) or labels.get(name, name)


def labels_of(mapping: Mapping, kind: Kind, user: Any) -> dict[str, str]:
    """The fields that may be filled, by name, in the order of the record's page; then the company's own."""
    open_fields = editable_fields(user=user, kind=kind)
    model: Any = model_of(kind.key)
    by_name = {one.name: one for one in model._meta.local_concrete_fields}
    ordered = [name for section in kind.sections for name in section.fields if name in by_name]
    names = [*ordered, *(name for name in by_name if name not in ordered)]
    labels = {
        name: capital(str(by_name[name].verbose_name))
        for name in names
        if name not in NOT_MAPPED and name in open_fields and _leads_somewhere(by_name[name])
    }
    labels |= {CUSTOM + own.key: own.label for own in custom_fields(kind_key=kind.key)}
    new = [own for own in mapping.custom_fields if own.kind == kind.key and CUSTOM + own.key not in labels]
    labels |= {CUSTOM + own.key: f"{own.label} (new field)" for own in new}
    return labels


def _leads_somewhere(one: Any) -> bool:
    return not one.is_relation or hasattr(one.related_model, "kind")


def groups_of(kind: Kind, labels: dict[str, str], *, may_add: bool) -> Iterator[OptionGroup]:
    """The menu of every column: the same for all, so that it is made once."""
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


def required(kind: Kind) -> Iterator[str]:
    """The fields without which no record can be made, or told from another."""
    model: Any = model_of(kind.key)
    for one in model._meta.local_concrete_fields:
        is_title = one.name == kind.title and not one.is_relation and kind.numbering is None
        is_needed = not one.blank and not one.null and not one.has_default()
        if one.name not in NOT_MAPPED and (is_title or is_needed):
            yield one.name


def capital(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
