"""What a mapping can say comes out in the records: joins, formats, look-ups, records of another source taken over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tenure.business.accounts.models import Account
from tenure.business.sales.models import Opportunity
from tenure.foundation.records.models import ExternalId
from tenure.interfaces.ingest.applying.tallies import Outcome
from tests.interfaces.ingest.conftest import imported

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

Write = Callable[[str, str], Path]
HUB = """
source: hub
currency: USD
targets:
- kind: account
  table: company
  when: is_deleted != 'true'
  id: id
  fields: {name: name}
- kind: opportunity
  table: deal
  id: id
  join:
    link: {table: deal_company, on: {deal_id: id}}
    company: {table: company, on: {id: link.company_id}}
  fields:
    name: {expression: "join(' – ', company.name, name)"}
    account: {column: link.company_id, find: id, missing: ignore}
    stage: {column: stage, values: {s1: Demo}, otherwise: Other}
    arr: {expression: "(monthly_cents / 100) * 12"}
"""


def test_columns_of_other_tables_are_joined_by_their_keys(ann: Any, write: Write) -> None:
    companies = write("company.csv", "id,name,is_deleted\n1,Acme,false\n2,Gone,true\n")
    deals = write("deal.csv", "id,name,stage,monthly_cents\n10,Seats,s1,12345\n11,More,s9,\n12,Lone,,100\n")
    links = write("deal_company.csv", "deal_id,company_id\n10,1\n11,2\n")

    done = imported(HUB, companies, deals, links, by=ann)

    assert done.count(Outcome.LEFT_OUT) == 1
    found = Opportunity.objects.order_by("name").values_list("name", "account__name", "stage", "arr")
    assert list(found) == [
        ("Acme – Seats", "Acme", "Demo", Decimal("1481.40")),
        ("Gone – More", None, "Other", None),
        ("Lone", None, "", Decimal("12.00")),
    ]


def test_numbers_days_and_times_are_read_as_the_source_writes_them(ann: Any, write: Write) -> None:
    mapping = """
source: sheet
zone: America/New_York
numbers: 1.234,50
dates: day first
currency: EUR
targets:
- kind: account
  id: name
  fields: {name: name, created_on: since, domain: {expression: domain(site)}}
- kind: opportunity
  id: name
  fields:
    name: name
    account: {column: site, find: domain}
    arr: arr
    created_at: created
    close_date: {column: close, dates: month first}
"""
    row = "Acme;03/04/2025;https://www.Acme.com/x;(1.234,50);01/02/2026 20:00;02/01/2026\n"
    imported(mapping, write("s.csv", f"name;since;site;arr;created;close\n{row}"), by=ann)

    deal = Opportunity.objects.get()
    assert deal.account == Account.objects.get(domain="acme.com", created_on=date(2025, 4, 3))
    assert (deal.arr, deal.currency, deal.close_date) == (Decimal("-1234.50"), "EUR", date(2026, 2, 1))
    assert deal.created_at == datetime(2026, 2, 2, 1, tzinfo=UTC)


def test_a_record_that_another_source_brought_is_taken_over_by_its_domain(ann: Any, write: Write) -> None:
    first = "source: crm\ntargets:\n- {kind: account, id: id, fields: {name: name, domain: site}}\n"
    second = "source: bill\ntargets:\n- {kind: account, id: nr, match: domain, fields: {domain: site, size: size}}\n"
    imported(first, write("a.csv", "id,name,site\n1,Acme,acme.com\n"), by=ann)

    done = imported(second, write("b.csv", "nr,site,size\nX9,ACME.com,12\n"), by=ann)

    assert done.count(Outcome.UPDATED) == 1
    assert Account.objects.get().size == 12
    assert set(ExternalId.objects.values_list("source", "external_id")) == {("crm", "1"), ("bill", "X9")}


def test_a_link_that_could_be_two_records_is_not_guessed(ann: Any, write: Write) -> None:
    twins = "source: a\ntargets:\n- {kind: account, id: id, fields: {name: name}}\n"
    imported(twins, write("a.csv", "id,name\n1,Acme\n2,Acme\n"), by=ann)
    deals = (
        "source: b\ntargets:\n- kind: opportunity\n  id: id\n  fields: {name: id, account: {column: a, find: name}}\n"
    )

    done = imported(deals, write("b.csv", "id,a\nD1,Acme\nD2,Nobody\n"), by=ann)

    assert list(done.batch.rejected_rows.order_by("number").values_list("reason", flat=True)) == [
        "account: there is more than one account with the name “Acme”",
        "account: there is no account “Nobody” (by name)",
    ]


def test_records_that_are_there_stay_as_they_are_where_the_mapping_says_so(ann: Any, write: Write) -> None:
    mapping = "source: a\ntargets:\n- {kind: account, id: id, update: false, fields: {name: name}}\n"
    imported(mapping, write("a.csv", "id,name\n1,Acme\n"), by=ann)

    done = imported(mapping, write("b.csv", "id,name\n1,Other\n2,Bolt\n"), by=ann)

    assert (done.count(Outcome.CREATED), done.count(Outcome.UPDATED)) == (1, 0)
    assert Account.objects.filter(name="Acme").exists()


def test_accounts_cannot_become_parts_of_themselves(ann: Any, write: Write) -> None:
    mapping = "source: a\ntargets:\n- kind: account\n  id: n\n  fields: {name: n, parent: {column: p, find: id}}\n"

    done = imported(mapping, write("a.csv", "n,p\nA,B\nB,A\nC,C\n"), by=ann)

    assert Account.objects.filter(parent__isnull=False).count() == 1
    assert [row.reason for row in done.batch.rejected_rows.order_by("number")] == [
        "parent: the record would become a part of itself; it was written without",
        "parent: the record would become a part of itself; it was written without",
    ]


def test_a_record_deleted_here_is_not_brought_back_by_the_source(ann: Any, write: Write) -> None:
    from tenure.foundation.access.actions import delete_record
    from tests.interfaces.ingest.conftest import NOW

    mapping = "source: a\ntargets:\n- {kind: account, id: id, fields: {name: name}}\n"
    imported(mapping, write("a.csv", "id,name\n1,Acme\n"), by=ann)
    delete_record(by=ann, record=Account.objects.get(), path="test", now=NOW)

    done = imported(mapping, write("b.csv", "id,name\n1,Acme changed\n"), by=ann)

    assert done.count(Outcome.DELETED_HERE) == 1
    assert not Account.objects.exists()
