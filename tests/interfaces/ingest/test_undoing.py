"""An import is taken back exactly; what was edited since is named first."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tenure.business.accounts.models import Account
from tenure.foundation.access.actions import change_record, create_record
from tenure.foundation.records.models import CustomField, ExternalId
from tenure.foundation.records.reverting import EditedSinceError
from tenure.interfaces.ingest.applying.batches import BatchStateError
from tenure.interfaces.ingest.applying.tallies import Outcome
from tenure.interfaces.ingest.applying.undoing import edits_since, undo
from tenure.interfaces.ingest.models import RowDigest
from tests.interfaces.ingest.conftest import NOW, imported

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

Write = Callable[[str, str], Path]
LATER = datetime(2026, 4, 1, 9, tzinfo=UTC)
MAPPING = """
source: crm
custom_fields:
  - {kind: account, key: grade, label: Grade, type: text}
targets:
  - kind: account
    id: Id
    fields: {name: Company, size: Employees, custom.grade: Grade}
"""
FILE = "Id,Company,Employees,Grade\n1,Acme,120,A\n2,Bolt,30,B\n"


def test_what_was_created_goes_and_can_be_imported_again(ann: Any, write: Write) -> None:
    path = write("a.csv", FILE)
    first = imported(MAPPING, path, by=ann)

    done = undo(batch=first.batch, by=ann, now=LATER)

    assert (done.removed, done.set_back) == (2, 0)
    assert not Account.objects.exists()
    assert not ExternalId.objects.exists()
    assert not CustomField.objects.exists()
    assert not RowDigest.objects.exists()
    assert imported(MAPPING, path, by=ann, now=LATER).count(Outcome.CREATED) == 2


def test_what_was_changed_gets_its_old_values_and_the_same_file_changes_it_again(ann: Any, write: Write) -> None:
    imported(MAPPING, write("a.csv", FILE), by=ann)
    newer = write("b.csv", FILE.replace("120", "150").replace(",B", ",C"))
    second = imported(MAPPING, newer, by=ann, now=LATER)

    done = undo(batch=second.batch, by=ann, now=LATER)

    assert (done.removed, done.set_back) == (0, 2)
    assert list(Account.objects.order_by("name").values_list("name", "size", "custom")) == [
        ("Acme", 120, {"grade": "A"}),
        ("Bolt", 30, {"grade": "B"}),
    ]
    assert imported(MAPPING, newer, by=ann, now=LATER).count(Outcome.UPDATED) == 2


def test_what_was_edited_since_is_named_and_nothing_is_undone(ann: Any, write: Write) -> None:
    first = imported(MAPPING, write("a.csv", FILE), by=ann)
    acme = Account.objects.get(name="Acme")
    change_record(by=ann, record=acme, values={"size": 121}, path="test", now=NOW)

    with pytest.raises(EditedSinceError, match="Account Acme"):
        undo(batch=first.batch, by=ann, now=LATER)

    assert edits_since(batch=first.batch) == ["Account Acme"]
    assert Account.objects.count() == 2
    done = undo(batch=first.batch, by=ann, now=LATER, keep_later_edits=True)
    assert done.removed == 1
    assert [account.name for account in Account.objects.all()] == ["Acme"]


def test_a_record_that_another_was_linked_to_since_is_named(ann: Any, write: Write) -> None:
    first = imported(MAPPING, write("a.csv", FILE), by=ann)
    acme = Account.objects.get(name="Acme")
    create_record(by=ann, kind="contact", values={"name": "Lee", "account": acme}, path="test", now=NOW)

    assert edits_since(batch=first.batch) == ["Contact Lee is linked to Account Acme"]


def test_an_import_is_undone_once(ann: Any, write: Write) -> None:
    first = imported(MAPPING, write("a.csv", FILE), by=ann)
    undo(batch=first.batch, by=ann, now=LATER)

    with pytest.raises(BatchStateError, match="nothing to undo"):
        undo(batch=first.batch, by=ann, now=LATER)
