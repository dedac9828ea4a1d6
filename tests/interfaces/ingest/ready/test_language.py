"""What ready mappings need of the language of mappings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tenure.business.accounts.models import Account
from tenure.foundation.records.kinds import model_of
from tenure.interfaces.ingest.applying.cells import Formats
from tenure.interfaces.ingest.columns.numbers import NumberStyle
from tenure.interfaces.ingest.mapping.errors import MappingError
from tenure.interfaces.ingest.mapping.expressions import read_expression
from tenure.interfaces.ingest.mapping.fitting import NothingFitsError, fit
from tenure.interfaces.ingest.mapping.reading import read_mapping, write_mapping
from tenure.interfaces.ingest.reading import open_tables
from tenure.interfaces.ingest.ready.shelf import ready_mapping, ready_mappings
from tests.interfaces.ingest.conftest import imported


def test_that_other_values_mean_nothing_is_kept_when_a_mapping_is_written_and_read_again() -> None:
    mapping = read_mapping(
        "source: crm\ntargets: [{kind: opportunity, fields: "
        "{name: deal, outcome: {column: stage, values: {Won: won}, otherwise: null}}}]"
    )

    again = read_mapping(write_mapping(mapping))

    assert "otherwise" in again.targets[0].fields["outcome"].model_fields_set
    assert "otherwise" not in again.targets[0].fields["name"].model_fields_set


def write(folder: Path, **files: str) -> list[Path]:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text)
    return sorted(folder.glob("*.csv"))


def mapping_of(target: str, head: str = "") -> str:
    return f"source: crm\n{head}targets:\n  - {target}\n"


@pytest.mark.django_db
def test_a_name_stands_for_an_expression_in_rules_conditions_and_other_names(ann: Any, tmp_path: Path) -> None:
    files = write(tmp_path, accounts="id,first,last,size\n1,Ann,Lee,4\n2,Bob,,\n")
    mapping = mapping_of(
        "{kind: account, id: id, when: twice is not None, let: {twice: size * 2}, fields: {name: whole, size: twice}}",
        "let: {whole: \"join(' ', first, last)\"}\n",
    )

    imported(mapping, *files, by=ann)

    assert list(Account.objects.values_list("name", "size")) == [("Ann Lee", 8)]


@pytest.mark.django_db
def test_a_name_that_calls_itself_is_told(ann: Any, tmp_path: Path) -> None:
    files = write(tmp_path, accounts="id\n1\n")

    with pytest.raises(MappingError, match="does a name in it call itself"):
        imported(mapping_of("{kind: account, let: {a: a + 1}, fields: {name: a}}"), *files, by=ann)


@pytest.mark.django_db
def test_columns_that_go_by_other_names_and_the_number_of_rows_that_join(ann: Any, tmp_path: Path) -> None:
    files = write(tmp_path, firms="Id,Company\n1,Acme\n2,Bolt\n", people="firm,who\n1,Ann\n1,Bob\n")
    mapping = mapping_of(
        "{kind: account, table: none|firms, also_called: {name: [Firm, Company]}, id: Id, "
        "join: {staff: {table: people, on: {firm: Id}}}, "
        "fields: {name: name, size: staff.count, description: staff.who}}"
    )

    imported(mapping, *files, by=ann)

    assert list(Account.objects.order_by("name").values_list("name", "size", "description")) == [
        ("Acme", 2, "Ann"),
        ("Bolt", None, ""),
    ]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("from_minor(cents, 'USD')", Decimal("10.50")),
        ("from_minor(cents, 'JPY')", Decimal(1050)),
        ("from_minor(cents, 'KWD')", Decimal("1.05")),
        ("from_minor(nothing, 'USD')", None),
        ("day(at)", date(2026, 1, 10)),
        ("text(plus_minutes(on, 75))", "2026-01-10T01:15:00"),
        ("max(on, at)", date(2026, 1, 10)),
        ("min(number('2'), 10)", Decimal(2)),
    ],
)
def test_functions_for_money_and_days(expression: str, value: Any) -> None:
    formats = Formats(numbers=NumberStyle.POINT, dates=None, zone=ZoneInfo("UTC"))
    row = {"cents": "1050", "on": "2026-01-10", "at": "2026-01-10 23:59:00", "nothing": ""}

    found = read_expression(expression, reader=formats.reader()).evaluate(row)

    assert found == value


@pytest.mark.django_db
def test_a_mapping_is_cut_to_what_the_tables_have(ann: Any, tmp_path: Path) -> None:
    files = write(tmp_path, odd="KEY,title,Plan\n1,Acme,Pro\n", other="x\n1\n")
    mapping = read_mapping(
        """
source: crm
custom_fields:
  - {kind: account, key: plan, label: Plan, type: text}
  - {kind: account, key: color, label: Colour, type: text}
targets:
  - kind: account
    recognised_by: [Key, Name]
    also_called: {Key: [ID], Name: [Title]}
    id: Key
    match: domain
    fields:
      name: Name
      domain: {expression: domain(Website)}
      industry: {expression: "coalesce(Sector, 'Unknown')"}
      size: {expression: "coalesce(Staff, Heads)"}
      custom.plan: Plan
      custom.color: Colour
  - kind: contact
    recognised_by: [Mail]
    fields: {name: Mail}
"""
    )

    fitted = fit(mapping=mapping, tables=[table for file in files for table in open_tables(file)])

    (target,) = fitted.mapping.targets
    assert list(target.fields) == ["name", "industry", "custom.plan"]
    assert (target.table, target.also_called, target.match) == ("odd", {"Key": ["KEY"], "Name": ["title"]}, [])
    assert [one.key for one in fitted.mapping.custom_fields] == ["plan"]
    assert (fitted.used, fitted.unused) == (["odd"], ["other"])
    imported(write_mapping(fitted.mapping), *files, by=ann)
    assert Account.objects.values_list("name", "industry").get() == ("Acme", "Unknown")


@pytest.mark.django_db
def test_files_of_which_a_mapping_knows_none_are_refused(tmp_path: Path) -> None:
    tables = open_tables(write(tmp_path, odd="x\n1\n")[0])

    with pytest.raises(NothingFitsError, match=r"None of the files fits the mapping crm. It knows: account"):
        fit(
            mapping=read_mapping(mapping_of("{kind: account, recognised_by: [Name], fields: {name: Name}}")),
            tables=tables,
        )


def test_every_mapping_that_comes_with_the_product_can_be_read_and_names_fields_that_there_are() -> None:
    for ready in ready_mappings():
        mapping = ready_mapping(name=ready.name)
        assert mapping.name
        assert mapping.source == ready.name
        for target in mapping.targets:
            known = {field.name for field in model_of(target.kind)._meta.local_concrete_fields}
            assert set(target.fields) <= known, (ready.name, target.kind, set(target.fields) - known)
            for rule in (*target.fields.values(), *([target.id] if target.id else [])):
                if rule.expression is not None:
                    read_expression(rule.expression, reader=PLAIN, lets={**mapping.let, **target.let})
            for text in (target.when, *target.let.values(), *mapping.let.values()):
                if text is not None:
                    read_expression(text, reader=PLAIN, lets={**mapping.let, **target.let})


PLAIN = Formats(numbers=NumberStyle.POINT, dates=None, zone=ZoneInfo("UTC")).reader()
