"""A mapping is read with every fault named by its place, and written so that it reads the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tenure.foundation.access.policy import Grant
from tenure.foundation.access.rights import NotAllowedError
from tenure.foundation.access.roles import Role
from tenure.foundation.records.kinds import Function
from tenure.interfaces.ingest.applying.cells import Formats
from tenure.interfaces.ingest.columns.numbers import NumberStyle
from tenure.interfaces.ingest.mapping.checking import check
from tenure.interfaces.ingest.mapping.errors import MappingError
from tenure.interfaces.ingest.mapping.expressions import ExpressionError, read_expression
from tenure.interfaces.ingest.mapping.reading import read_mapping, write_mapping
from tenure.interfaces.ingest.mapping.suggesting import answered, suggest_mapping
from tenure.interfaces.ingest.reading import open_tables
from tests.interfaces.ingest.conftest import user_with

READER = Formats(numbers=NumberStyle.POINT, dates=None, zone=ZoneInfo("UTC")).reader()
WHOLE = """
version: 1
source: shop
zone: Europe/Berlin
numbers: 1.234,50
dates: day first
empty: [Select]
targets:
- kind: account
  table: customers
  when: country == 'DE'
  id: nr
  match: [domain]
  known_from: {column: changed, zone: UTC}
  join:
    owner: {table: owners, on: {id: owner_id}}
  fields:
    name: name
    domain: {expression: domain(site)}
    status: {column: state, values: {'yes': customer}, otherwise: prospect}
    owner: {column: owner.email, find: email, missing: create}
    is_internal: false
"""


def faults(text: str) -> list[str]:
    with pytest.raises(MappingError) as caught:
        read_mapping(text)
    return [str(fault) for fault in caught.value.faults]


def test_a_mapping_that_was_written_reads_the_same() -> None:
    mapping = read_mapping(WHOLE)

    assert read_mapping(write_mapping(mapping)) == mapping


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("source: shop", "sorce: shop", "Line 3, sorce: there is no such setting. Did you mean “source”?"),
        ("known_from: {column: changed", "known_from: {colum: changed", "Did you mean “column”?"),
        (
            "find: email, missing: create",
            "find: email, missing: make",
            "Line 21, targets › 1 › fields › owner › missing",
        ),
        ("numbers: 1.234,50", "numbers: german", "Line 5, numbers: Input should be '1,234.50' or '1.234,50'."),
        ("domain: {expression: domain(site)}", "domain: {}", "give exactly one of column, expression, constant."),
        ("on: {id: owner_id}", "on: {}", "say which column equals which"),
        ("  id: nr", "  id: [1", "Check the indentation"),
    ],
)
def test_a_fault_is_told_with_its_line_and_what_to_do(old: str, new: str, told: str) -> None:
    assert any(told in fault for fault in faults(WHOLE.replace(old, new)))


def test_a_mapping_is_held_against_the_tables_and_kinds(ann: Any, tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_text("nr,name,site\n1,Acme,acme.com\n")
    text = "source: s\ntargets:\n- {kind: acount, fields: {name: name}}\n- kind: account\n  id: nr\n  fields:\n"
    text += "    nme: name\n    name: nam\n    owner: site\n    domain: {expression: domain(sit)}\n"

    with pytest.raises(MappingError) as caught:
        check(mapping=read_mapping(text), tables=open_tables(tmp_path / "customers.csv"), by=ann)

    told = [str(fault) for fault in caught.value.faults]
    assert told[0] == "targets › 1 › kind: there is no kind of record “acount”. Did you mean “account”?"
    assert "targets › 2 › fields › nme: Accounts have no field “nme”. Did you mean “name”?" in told
    assert "targets › 2 › fields › name: the table has no column “nam”. Did you mean “name”?" in told
    assert any("owner: this is a link: say with `find`" in fault for fault in told)
    assert "targets › 2 › fields › domain › expression: the table has no column “sit”. Did you mean “site”?" in told


def test_nobody_imports_what_they_may_not_write(ann: Any, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name\nAcme\n")
    tables = open_tables(tmp_path / "a.csv")
    mapping = read_mapping("source: s\ntargets:\n- {kind: account, match: name, fields: {name: name}}\n")

    check(mapping=mapping, tables=tables, by=ann)
    for role in (Grant(Role.VIEWER, None), Grant(Role.MEMBER, Function.SALES)):
        with pytest.raises(NotAllowedError):
            check(mapping=mapping, tables=tables, by=user_with(f"{role.role}@example.com", role))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("amount / 100", Decimal("12.34")),
        ("amount * 2 - 1", Decimal(2467)),
        ("nothing + 1", None),
        ("amount / nothing", None),
        ("amount / 0", None),
        ("coalesce(nothing, `Close Date`)", "2026-01-31"),
        ("plus_days(`Close Date`, 1)", date(2026, 2, 1)),
        ("plus_months(`Close Date`, 1)", date(2026, 2, 28)),
        ("days_between(`Close Date`, '2026-02-02')", Decimal(2)),
        ("concat(name, ' & ', nothing)", "Acme & "),
        ("join('-', name, nothing, 'x')", "Acme-x"),
        ("min(amount, 7)", Decimal(7)),
        ("max(amount, 7)", Decimal(1234)),
        ("domain('https://www.Acme.com/x')", "acme.com"),
        ("domain('ann@acme.co.uk')", "acme.co.uk"),
        ("part('a > b > c', '>', -1)", "c"),
        ("amount if name == 'ACME' else 0", "1234"),
        ("name in ('Bolt', 'acme')", True),
        ("amount > 1000 and not nothing", True),
        ("nothing is None", True),
        ("round(amount / 1000, 1)", Decimal("1.2")),
        ("text(amount / 100)", "12.34"),
    ],
)
def test_an_expression_says_what_it_says(text: str, value: Any) -> None:
    row = {"amount": "1234", "name": "Acme", "nothing": "", "Close Date": "2026-01-31"}

    assert read_expression(text, reader=READER).evaluate(row) == value


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "name.upper()",
        "[x for x in name]",
        "lambda: 1",
        "name[0]",
        "open('x')",
        "1 +",
        "2 ** 9",
        "a.b.c",
    ],
)
def test_an_expression_can_do_nothing_else(text: str) -> None:
    with pytest.raises(ExpressionError):
        read_expression(text, reader=READER)


def test_a_suggestion_asks_which_day_is_meant_and_takes_the_answer(ann: Any, write: Callable[[str, str], Path]) -> None:
    path = write("accounts.csv", "Name,Created\nAcme,03/04/2024\nBolt,05/06/2024\n")

    found = suggest_mapping(open_tables(path), kind="account")

    (question,) = found.questions
    assert (question.field, question.question.column) == ("created_on", "Created")
    done = answered(found, question=question, value="day first")
    assert done.questions == []
    assert done.mapping.targets[0].fields["created_on"].dates == "day first"


def test_a_suggestion_offers_fields_of_our_own_for_what_is_left(ann: Any, write: Callable[[str, str], Path]) -> None:
    path = write("accounts.csv", "Id,Name,Shoe size\n1,Acme,41\n2,Bolt,42\n3,Cask,39\n")

    left = suggest_mapping(open_tables(path), kind="account", source="crm")
    kept = suggest_mapping(open_tables(path), kind="account", source="crm", keep_unmapped=True)

    assert left.unmapped == {"accounts": ["Shoe size"]}
    assert [(one.key, one.type) for one in kept.mapping.custom_fields] == [("shoe_size", "number")]
    check(mapping=kept.mapping, tables=open_tables(path), by=ann)
