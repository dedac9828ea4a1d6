"""Columns that a ready mapping does not know become fields of the company's own, where that is wanted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tenure.business.accounts.models import Account
from tenure.business.support.models import CaseMessage
from tenure.foundation.access.actions import create_record
from tenure.foundation.records.models import CustomField
from tenure.interfaces.ingest.mapping.keeping import unmapped, with_unmapped
from tenure.interfaces.ingest.mapping.reading import read_mapping, write_mapping
from tenure.interfaces.ingest.reading import open_tables
from tenure.interfaces.ingest.ready.shelf import fitting
from tests.interfaces.ingest.conftest import NOW, imported

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

ACCOUNTS = (
    "Id,Name,BillingCity,OwnerId,Website,Segment__c,Seats__c,Nothing__c,_fivetran_synced\n"
    "1,Acme,Bonn,7,acme.example,Gold,12,,2026-01-01\n"
    "2,Bolt,Kiel,7,bolt.example,Tin,3,,2026-01-01\n"
)


def test_what_a_ready_mapping_does_not_know_becomes_fields_of_one_s_own(ann: Any, tmp_path: Path) -> None:
    path = tmp_path / "Account.csv"
    path.write_text(ACCOUNTS)
    tables = open_tables(path)
    fitted = fitting(name="salesforce", tables=tables).mapping

    assert unmapped(mapping=fitted, tables=tables) == {"Account": ["Segment__c", "Seats__c"]}
    mapping, questions = with_unmapped(mapping=fitted, tables=tables)
    imported(write_mapping(mapping), path, by=ann)

    assert questions == []
    labels = dict(CustomField.objects.values_list("label", "type"))
    assert len(labels) == 2
    assert [set(one.custom.values()) for one in Account.objects.order_by("name")] == [{"Gold", 12}, {"Tin", 3}]
    assert unmapped(mapping=mapping, tables=tables) == {}


def test_what_is_read_by_joins_expressions_and_other_names_is_not_kept_twice(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text("id,Firm,paid,note\n1,c1,10,x\n")
    (tmp_path / "firms.csv").write_text("key,called,since\nc1,Acme,2026\n")
    tables = [*open_tables(tmp_path / "deals.csv"), *open_tables(tmp_path / "firms.csv")]
    mapping = read_mapping("""
source: x
targets:
- kind: opportunity
  table: deals
  id: id
  also_called: {firm: [Firm]}
  join: {of: {table: firms, on: {key: firm}}}
  let: {twice: paid * 2}
  fields: {name: {expression: "join(' ', of.called, twice)"}}
""")

    assert unmapped(mapping=mapping, tables=tables) == {"deals": ["note"]}


def test_a_date_that_can_be_read_two_ways_is_asked_about(db: None, tmp_path: Path) -> None:
    (tmp_path / "Account.csv").write_text("Id,Name,BillingCity,OwnerId,Seen\n1,Acme,Bonn,7,03/04/2026\n")
    tables = open_tables(tmp_path / "Account.csv")

    _, questions = with_unmapped(mapping=fitting(name="salesforce", tables=tables).mapping, tables=tables)

    assert [(one.field, one.question.column) for one in questions] == [("custom.seen", "Seen")]


def test_a_customer_s_own_message_is_seen_by_the_customer_whatever_the_file_says(ann: Any, tmp_path: Path) -> None:
    case = create_record(by=ann, kind="case", values={"subject": "Stuck", "opened_at": NOW}, path="test", now=NOW)
    path = tmp_path / "messages.csv"
    path.write_text("id,who,text,open\n1,customer,Help,no\n2,agent,Look,no\n3,agent,Done,yes\n4,,Hm,\n")
    fields = f"{{body: text, actor: who, public: open, at: {{constant: 2026-03-01}}, case: {{constant: {case.public_id}"
    mapping = f"source: x\ntargets:\n- {{kind: case_message, id: id, fields: {fields}, find: public_id}}}}}}\n"

    imported(mapping, path, by=ann)

    found = CaseMessage.objects.order_by("pk").values_list("body", "public")
    assert list(found) == [("Help", True), ("Look", False), ("Done", True), ("Hm", False)]
