"""A dry run says exactly what an import would do, and leaves nothing; rejected rows come back harmless."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tenure.business.accounts.models import Account
from tenure.foundation.jobs.models import State
from tenure.foundation.jobs.running import Run, run_claimed
from tenure.foundation.records.models import Change, CustomField, ExternalId
from tenure.interfaces.ingest.applying.batches import BatchStateError, prepare, preview, run
from tenure.interfaces.ingest.applying.copies import folder_of
from tenure.interfaces.ingest.applying.rejecting import rejected_file
from tenure.interfaces.ingest.applying.tallies import Outcome
from tenure.interfaces.ingest.jobs import enqueue_import
from tenure.interfaces.ingest.mapping.reading import read_mapping
from tenure.interfaces.ingest.mapping.saving import saved_mapping
from tenure.interfaces.ingest.models import ImportBatch, MergeProposal, RejectedRow
from tenure.interfaces.ingest.reading import open_tables
from tests.interfaces.ingest.conftest import NOW, imported

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

Write = Callable[[str, str], Path]
MAPPING = """
source: crm
custom_fields: [{kind: account, key: note, label: Note}]
targets:
- kind: account
  id: id
  fields: {name: name, domain: domain, size: size, created_on: from, customer_since: since, custom.note: note}
"""
FILE = (
    "id,name,domain,size,from,since,note\n"
    "1,Acme,acme.com,10,2025-01-01,2024-01-01,x\n"
    "2,Acme Ltd,acme.com,20,2025-01-01,,\n"
    "3,Bolt,,many,,,=1+1\n"
    "2,Acme Ltd,acme.com,20,2025-01-01,,\n"
)


def test_a_dry_run_says_what_an_import_would_do_and_leaves_nothing(ann: Any, write: Write) -> None:
    path = write("a.csv", FILE)
    changes = Change.objects.count()

    tried = preview(mapping=read_mapping(MAPPING), tables=open_tables(path), by=ann, now=NOW)

    assert {outcome.value: tried.count(outcome) for outcome in Outcome if tried.count(outcome)} == {
        "created": 2,
        "duplicate": 1,
        "rejected": 1,
    }
    assert [(oddity.key, oddity.count) for oddity in tried.oddities if "customer_since" in oddity.key] == [
        ("account_customer_since_before_created_on", 1)
    ]
    assert [(pair.score, pair.reason) for pair in tried.pairs] == [(100, "the same domain: acme.com")]
    assert tried.rejected[0]["number"] == 4
    for model in (Account, ExternalId, CustomField, ImportBatch, RejectedRow, MergeProposal):
        assert not model._default_manager.exists()
    assert Change.objects.count() == changes
    done = imported(MAPPING, path, by=ann)
    assert done.tallies.as_json()["targets"] == tried.tallies.as_json()["targets"]


def test_rejected_rows_come_back_with_their_reason_and_without_formulas(ann: Any, write: Write) -> None:
    done = imported(MAPPING, write("a.csv", FILE), by=ann)

    rows = list(csv.DictReader(io.StringIO("".join(rejected_file(done.batch)).removeprefix("\ufeff"))))

    assert len(rows) == 1
    assert (rows[0]["row"], rows[0]["name"], rows[0]["note"]) == ("4", "Bolt", "'=1+1")
    assert rows[0]["reason"].startswith("size: ")


def test_an_import_runs_as_a_job_and_keeps_its_mapping_but_not_its_files(ann: Any, write: Write) -> None:
    batch = prepare(mapping=read_mapping(MAPPING), paths=[write("a.csv", FILE)], by=ann, now=NOW)
    assert folder_of(batch.key).is_dir()
    job = enqueue_import(batch=batch)
    assert enqueue_import(batch=batch) == job
    job.state, job.attempts, job.lease_owner = State.RUNNING, 1, "test"
    job.lease_until = NOW + timedelta(days=1)
    job.save()

    run_claimed(run=Run(job=job))

    job.refresh_from_db()
    assert (job.state, job.error) == (State.DONE, "")
    assert Account.objects.count() == 2
    assert saved_mapping(source="crm") == read_mapping(MAPPING)
    assert not folder_of(batch.key).exists()
    batch.refresh_from_db()
    with pytest.raises(BatchStateError, match="start another one"):
        run(batch=batch, now=NOW)


def test_amounts_of_the_row_before_are_not_carried_over_where_nothing_stands(ann: Any, write: Write) -> None:
    imported(MAPPING, write("a.csv", "id,name,domain,size,from,since,note\n1,Acme,,10,,,x\n2,Bolt,,,,,\n"), by=ann)

    assert list(Account.objects.order_by("name").values_list("size", "custom")) == [(10, {"note": "x"}), (None, {})]
