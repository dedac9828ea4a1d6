"""Every kind's declaration fits its model: a page, a form or a rule that follows it finds what it names."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import models
from django.utils.text import slugify

from tenure.foundation.records.fields import AmountField, CurrencyField
from tenure.foundation.records.kinds import record_models
from tenure.foundation.records.model import Record
from tenure.foundation.records.trees import ParentField

KINDS = list(record_models())
OURS = [model for model in KINDS if model.__module__.startswith("tenure.business.")]

pytestmark = pytest.mark.parametrize("model", OURS, ids=lambda model: model.kind.key)


def test_every_date_is_declared_as_happened_or_planned(model: type[Record]) -> None:
    dates = {f.name for f in _own_fields(model) if isinstance(f, models.DateField) and f.name != "deleted_at"}

    declared = [*model.kind.happened, *model.kind.planned]

    assert dates == set(declared)
    assert len(declared) == len(set(declared))


def test_every_name_in_the_declaration_is_a_field(model: type[Record]) -> None:
    kind = model.kind
    revealed = [name for names in kind.happened.values() for name in names]
    single = [name for name in (kind.title, kind.born, kind.owner, kind.account, kind.part_of, kind.stage) if name]
    sections = [name for section in kind.sections for name in section.fields]
    named = [
        *single, *kind.columns, *revealed, *kind.search, *kind.asks, *kind.personal, *kind.sensitive, *sections,
        *kind.markdown, *kind.money, *kind.money.values(),
    ]  # fmt: skip

    assert set(named) - {field.name for field in _own_fields(model)} == set()


def test_every_editable_field_stands_in_exactly_one_section(model: type[Record]) -> None:
    editable = [f.name for f in _own_fields(model) if f.editable and f.name not in ("id", "custom")]

    shown = [name for section in model.kind.sections for name in section.fields]

    assert sorted(shown) == sorted(editable)


def test_every_amount_names_its_currency(model: type[Record]) -> None:
    amounts = {f.name for f in _own_fields(model) if isinstance(f, AmountField)}

    assert set(model.kind.money) == amounts
    for currency in model.kind.money.values():
        assert isinstance(model._meta.get_field(currency), CurrencyField)


def test_the_database_asks_for_the_currency_of_every_amount(model: type[Record]) -> None:
    guarded = {
        name
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint) and constraint.name.endswith("_has_currency")
        for name in model.kind.money
        if f"'{name}__isnull'" in repr(constraint.condition)
    }

    assert guarded == set(model.kind.money)


def test_the_title_is_never_empty(model: type[Record]) -> None:
    title = model._meta.get_field(model.kind.title)

    assert not title.blank or model.kind.numbering is not None  # a draft has no number yet


def test_links_lead_to_numbered_rows_and_hold_them(model: type[Record]) -> None:
    for field in _own_fields(model):
        if isinstance(field, models.ForeignKey):
            assert isinstance(field.target_field, models.BigAutoField)
            assert field.remote_field.on_delete is models.PROTECT


def test_a_link_to_its_own_kind_closes_no_circle(model: type[Record]) -> None:
    own = [field for field in _own_fields(model) if field.related_model is model and field.name != "merged_into"]

    assert all(isinstance(field, ParentField) for field in own)


def test_search_reads_text_only_and_the_list_shows_a_handful_of_columns(model: type[Record]) -> None:
    kind = model.kind

    assert all(isinstance(model._meta.get_field(name), models.CharField | models.TextField) for name in kind.search)
    assert 3 <= len(kind.columns) <= (9 if kind.part_of else 8)  # parts stand in tables of their whole
    assert kind.born is None or kind.born in kind.happened


def test_owner_account_and_part_of_are_links_of_the_right_kind(model: type[Record]) -> None:
    kind = model.kind
    for name, target in ((kind.owner, "person"), (kind.account, "account")):
        if name:
            assert model._meta.get_field(name).related_model.kind.key == target
    if kind.part_of:
        assert issubclass(model._meta.get_field(kind.part_of).related_model, Record)


def test_it_says_what_it_is_in_one_sentence(model: type[Record]) -> None:
    assert (model.__doc__ or "").strip().endswith(".")


def test_key_prefix_and_address_are_its_own(model: type[Record]) -> None:
    def used(value: object) -> int:
        everything = [(m.kind.key, m.kind.prefix, slugify(m.kind.plural)) for m in KINDS]
        return max(Counter(column)[value] for column in zip(*everything, strict=True))

    assert used(model.kind.key) == used(model.kind.prefix) == used(slugify(model.kind.plural)) == 1
    assert len(model.kind.prefix) == 3


def _own_fields(model: type[Record]) -> list[models.Field]:
    return [field for field in model._meta.local_concrete_fields if field.name not in ("public_id", "deleted_at")]
