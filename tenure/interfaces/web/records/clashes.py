"""A clash of two people in one field, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tenure.foundation.records.model import Record
from tenure.interfaces.web.records.fields import CUSTOM, FieldRights, cell_of
from tenure.interfaces.web.records.stale import Clash
from tenure.interfaces.web.records.words import Setting


@dataclass(frozen=True)
class ClashShown:
    """A clash in words."""

    name: str
    label: str
    who: str
    base: str
    theirs: str
    mine: str


def clash_in_words(clash: Clash, *, record: Record, who: str, rights: FieldRights, setting: Setting) -> ClashShown:
    """A clash with its three values as people read them."""
    texts = []
    label = clash.name
    for value in (clash.base, clash.theirs, clash.mine):
        values = _values_with(record, clash.name, value)
        setting.names.learn(type(record), [values])
        cell = cell_of(
            name=clash.name, model=type(record), values=values, rights=rights, setting=setting, is_open=False
        )
        label = cell.label
        texts.append(cell.shown.text)
    return ClashShown(clash.name, label, who, *texts)


def _values_with(record: Record, name: str, value: Any) -> dict[str, Any]:
    if name.startswith(CUSTOM):
        return {"custom": {name.removeprefix(CUSTOM): value}}
    field_of = record._meta.get_field(name)
    currencies = {currency: getattr(record, currency) for currency in record.kind.money.values()}
    return {**currencies, field_of.attname: value}  # type: ignore[union-attr]
