"""A file becomes records; the same file again changes nothing; what differs is written, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tenure.business.accounts.models import Account, Contact
from tenure.foundation.access.actions import change_record
from tenure.foundation.records.models import ExternalId
from tenure.interfaces.ingest.applying.tallies import Outcome
from tests.interfaces.ingest.conftest import NOW, imported

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

Write = Callable[[str, str], Path]
LATER = datetime(2026, 4, 1, 9, tzinfo=UTC)
ACCOUNTS = """
source: crm
targets:
  - kind: account
    id: Id
    fields:
      name: Company
      size: Employees
      created_on: Since
"""
FILE = 'Id,Company,Employees,Since\n1,Acme,120,2025-01-10\n2,Bolt,,2025-02-01\n3,Cask,"1,200",2025-03-01\n'


def test_rows_become_records_with_the_ids_of_their_source(ann: Any, write: Write) -> None:
    result = imported(ACCOUNTS, write("accounts.csv", FILE), by=ann)

    assert result.count(Outcome.CREATED) == 3
    assert list(Account.objects.order_by("name").values_list("name", "size", "created_on")) == [
        ("Acme", 120, date(2025, 1, 10)),
        ("Bolt", None, date(2025, 2, 1)),
        ("Cask", 1200, date(2025, 3, 1)),
    ]
    assert set(ExternalId.objects.values_list("source", "external_id")) == {("crm", "1"), ("crm", "2"), ("crm", "3")}


def test_a_record_is_known_from_its_own_date_which_is_marked_as_assumed(ann: Any, write: Write) -> None:
    imported(ACCOUNTS, write("accounts.csv", FILE), by=ann)

    version = Account.versions_model._default_manager.get(name="Acme")
    assert version.known_from == datetime(2025, 1, 10, tzinfo=UTC)
    assert version.known_assumed is True
    assert version.effective_at == datetime(2025, 1, 10, tzinfo=UTC)
    assert version.recorded_at == NOW
    assert version.change.reason == "Import from crm"


def test_a_record_is_known_from_when_the_source_says_it_was_written(ann: Any, write: Write) -> None:
    mapping = ACCOUNTS.replace("    id: Id\n", "    id: Id\n    known_from: Changed\n")
    path = write("a.csv", "Id,Company,Employees,Since,Changed\n1,Acme,1,2025-01-10,2025-06-01T10:00:00Z\n")

    imported(mapping, path, by=ann)

    version = Account.versions_model._default_manager.get()
    assert version.known_from == datetime(2025, 6, 1, 10, tzinfo=UTC)
    assert version.known_assumed is False


def test_the_same_file_again_changes_nothing_and_says_so(ann: Any, write: Write) -> None:
    path = write("accounts.csv", FILE)
    imported(ACCOUNTS, path, by=ann)
    versions = Account.versions_model._default_manager.count()

    again = imported(ACCOUNTS, path, by=ann, now=LATER)

    assert again.tallies.has_changed_nothing
    assert again.count(Outcome.UNCHANGED) == 3
    assert Account.versions_model._default_manager.count() == versions


def test_what_a_colleague_mended_stays_until_the_source_says_something_new(ann: Any, write: Write) -> None:
    path = write("accounts.csv", FILE)
    imported(ACCOUNTS, path, by=ann)
    acme = Account.objects.get(name="Acme")
    change_record(by=ann, record=acme, values={"name": "Acme Corp"}, path="test", now=NOW)

    again = imported(ACCOUNTS, path, by=ann, now=LATER)

    assert again.tallies.has_changed_nothing
    acme.refresh_from_db()
    assert acme.name == "Acme Corp"


def test_only_what_differs_is_written(ann: Any, write: Write) -> None:
    imported(ACCOUNTS, write("accounts.csv", FILE), by=ann)

    changed = imported(ACCOUNTS, write("new.csv", FILE.replace("120", "150")), by=ann, now=LATER)

    assert (changed.count(Outcome.UPDATED), changed.count(Outcome.UNCHANGED)) == (1, 2)
    acme = Account.objects.get(name="Acme")
    assert acme.size == 150
    last = Account.versions_model._default_manager.filter(record_id=acme.pk).order_by("-version_id")[0]
    assert (last.operation, last.effective_at, last.known_from) == ("change", LATER, LATER)


def test_a_wrong_row_is_told_of_and_the_rest_goes_on(ann: Any, write: Write) -> None:
    rows = "1,Acme,many,2025-01-10\n2,,5,2025-02-01\n3,Cask,12,2025-03-01\n,Dome,1,2025-03-01\n5,Etna,-4,2025-01-01\n"

    result = imported(ACCOUNTS, write("accounts.csv", f"Id,Company,Employees,Since\n{rows}"), by=ann)

    assert list(Account.objects.values_list("name", flat=True)) == ["Cask"]
    assert result.count(Outcome.REJECTED) == 4
    told = list(result.batch.rejected_rows.order_by("number").values_list("number", "reason"))
    assert [number for number, _ in told] == [2, 3, 5, 6]
    assert told[0][1].startswith("size: ")
    assert told[1][1] == "name: is empty, and every record needs one"
    assert told[2][1] == "the id is empty"
    assert told[3][1] == "Size cannot be below zero."


def test_a_repeated_id_counts_once(ann: Any, write: Write) -> None:
    result = imported(ACCOUNTS, write("accounts.csv", FILE + "1,Acme again,7,2025-01-10\n"), by=ann)

    assert (result.count(Outcome.CREATED), result.count(Outcome.DUPLICATE)) == (3, 1)
    assert Account.objects.get(size=120).name == "Acme"


def test_a_link_may_lead_to_a_later_row_of_the_same_file(ann: Any, write: Write) -> None:
    mapping = """
source: crm
targets:
  - kind: account
    id: Company
    fields:
      name: Company
      parent: {column: Parent, find: name}
      created_on: Since
"""
    rows = "Acme Labs,Acme,2025-02-01\nAcme,,2025-01-01\nLost,Nowhere,2025-01-01\n"

    result = imported(mapping, write("accounts.csv", f"Company,Parent,Since\n{rows}"), by=ann)

    labs = Account.objects.get(name="Acme Labs")
    assert labs.parent is not None
    assert labs.parent.name == "Acme"
    last = Account.versions_model._default_manager.filter(record_id=labs.pk).order_by("-version_id")[0]
    assert (last.operation, last.effective_at) == ("correct", datetime(2025, 2, 1, tzinfo=UTC))
    assert [row.reason for row in result.batch.rejected_rows.all()] == [
        "parent: there is no account “Nowhere” (by name); the record was written without"
    ]
    again = imported(mapping, write("again.csv", f"Company,Parent,Since\n{rows}"), by=ann, now=LATER)
    assert again.tallies.has_changed_nothing


def test_one_row_becomes_several_records_that_are_linked(ann: Any, write: Write) -> None:
    mapping = """
source: sheet
currency: EUR
targets:
  - kind: account
    match: name
    fields: {name: Customer}
  - kind: contact
    when: email is not None
    id: email
    fields:
      name: {expression: "join(' ', first, last)"}
      email: email
      account: {column: Customer, find: name}
  - kind: opportunity
    id: deal
    fields:
      name: {expression: "concat(Customer, ' deal')"}
      account: {column: Customer, find: name}
      arr: {expression: "mrr_cents / 100 * 12"}
      owner: {column: seller, find: name, missing: create}
"""
    rows = "Acme,Ann,Lee,ann@acme.com,D1,1050,Eve\nAcme,,,,D2,200,Eve\n"

    result = imported(mapping, write("s.csv", f"Customer,first,last,email,deal,mrr_cents,seller\n{rows}"), by=ann)

    account = Account.objects.get()
    assert Contact.objects.get().name == "Ann Lee"
    assert Contact.objects.get().account == account
    deals = list(account.opportunity_set.order_by("arr"))  # type: ignore[attr-defined]
    assert [(deal.arr, deal.currency, str(deal.owner)) for deal in deals] == [
        (Decimal("24.00"), "EUR", "Eve"),
        (Decimal("126.00"), "EUR", "Eve"),
    ]
    assert result.tallies.made_on_the_way == {"person": 1}
