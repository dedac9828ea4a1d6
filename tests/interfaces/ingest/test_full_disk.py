"""A database without room for more, SQLite's or PostgreSQL's: the import says what to do, waits, and is tried again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from tenure.business.accounts.models import Account
from tenure.foundation.jobs.models import State
from tenure.foundation.jobs.worker import run_due_jobs
from tenure.interfaces.ingest.applying import batches
from tenure.interfaces.ingest.applying.batches import NoRoomError, prepare, run
from tenure.interfaces.ingest.jobs import enqueue_import
from tenure.interfaces.ingest.mapping.reading import read_mapping
from tenure.interfaces.ingest.models import BatchState
from tests.interfaces.ingest.conftest import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

Write = Callable[[str, str], Path]
MAPPING = "source: crm\ntargets:\n- {kind: account, id: id, fields: {name: name}}\n"
TOLD = [
    "database or disk is full",
    'could not extend file "base/16384/16385": No space left on device\nHINT:  Check free disk space.',
]


@pytest.fixture
def fill(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Callable[[], None]]:
    """`make_room = fill(what the database says)`: nothing can be written any more before `make_room()`."""

    def fill_up(told: str) -> Callable[[], None]:
        def full(**given: Any) -> Any:
            raise OperationalError(told)

        monkeypatch.setattr(batches, "go_through", full)
        return monkeypatch.undo

    return fill_up


@pytest.mark.parametrize("told", TOLD)
def test_an_import_that_finds_no_room_says_how_to_go_on_and_does(ann: Any, write: Write, fill: Any, told: str) -> None:
    batch = prepare(mapping=read_mapping(MAPPING), paths=[write("a.csv", "id,name\n1,Acme\n")], by=ann, now=NOW)
    make_room = fill(told)

    with pytest.raises(NoRoomError, match=f"Make room, then go on .* `tenure import resume {batch.key}`"):
        run(batch=batch, now=NOW)

    batch.refresh_from_db()
    assert batch.state == BatchState.FAILED
    assert batch.error.startswith("There is no room left on the disk.")

    make_room()
    run(batch=batch, now=NOW)

    assert batch.state == BatchState.DONE
    assert [account.name for account in Account.objects.all()] == ["Acme"]


def test_a_job_that_finds_no_room_is_tried_again(ann: Any, write: Write, fill: Any) -> None:
    batch = prepare(mapping=read_mapping(MAPPING), paths=[write("a.csv", "id,name\n1,Acme\n")], by=ann, now=NOW)
    job = enqueue_import(batch=batch)
    make_room = fill(TOLD[0])

    run_due_jobs(now=job.run_at)

    job.refresh_from_db()
    assert job.state == State.QUEUED
    assert "There is no room left on the disk." in job.error

    make_room()
    run_due_jobs(now=job.run_at + timedelta(seconds=1))

    job.refresh_from_db()
    batch.refresh_from_db()
    assert (job.state, batch.state) == (State.DONE, BatchState.DONE)
    assert Account.objects.count() == 1
