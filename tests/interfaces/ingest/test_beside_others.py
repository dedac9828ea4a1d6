"""While an import is tried out, others can write; and what is tried out writes nothing where they look."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, connections

from tenure.business.accounts.models import Account
from tenure.foundation.access.actions import create_record
from tenure.foundation.snapshots.aside import NoRoomAsideError
from tenure.interfaces.ingest.applying import batches
from tenure.interfaces.ingest.applying.batches import preview
from tenure.interfaces.ingest.applying.oddities import oddities
from tenure.interfaces.ingest.applying.tallies import Outcome
from tenure.interfaces.ingest.mapping.reading import read_mapping
from tenure.interfaces.ingest.models import ImportBatch
from tenure.interfaces.ingest.reading import open_tables
from tests.interfaces.ingest.conftest import NOW

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

Write = Callable[[str, str], Path]
MAPPING = "source: crm\ntargets:\n- {kind: account, id: id, fields: {name: name}}\n"
LATER = datetime(2026, 4, 1, 9, tzinfo=UTC)


def test_somebody_writes_while_an_import_is_tried_out(ann: Any, write: Write, monkeypatch: Any) -> None:
    path = write("a.csv", "id,name\n1,Acme\n2,Bolt\n")
    create_record(by=ann, kind="account", values={"name": "Cask"}, path="test", now=NOW)
    ours = connection.copy()
    asked = oddities

    def meanwhile(**given: Any) -> Any:
        tried = connections["default"]
        assert sorted(Account.objects.values_list("name", flat=True)) == ["Acme", "Bolt", "Cask"]
        connections["default"] = ours
        try:
            assert list(Account.objects.values_list("name", flat=True)) == ["Cask"]
            create_record(by=ann, kind="account", values={"name": "Dune"}, path="test", now=LATER)
        finally:
            ours.close()
            connections["default"] = tried
        return asked(**given)

    monkeypatch.setattr(batches, "oddities", meanwhile)
    found = preview(mapping=read_mapping(MAPPING), tables=open_tables(path), by=ann, now=NOW)

    assert found.count(Outcome.CREATED) == 2
    assert sorted(Account.objects.values_list("name", flat=True)) == ["Cask", "Dune"]
    assert not ImportBatch.objects.exists()


def test_the_copy_is_thrown_away_also_when_the_dry_run_fails(
    ann: Any, home: Path, write: Write, monkeypatch: Any
) -> None:
    def fail(**given: Any) -> Any:
        raise ValueError("no luck")

    monkeypatch.setattr(batches, "oddities", fail)
    tables = open_tables(write("a.csv", "id,name\n1,Acme\n"))

    with pytest.raises(ValueError, match="no luck"):
        preview(mapping=read_mapping(MAPPING), tables=tables, by=ann, now=NOW)

    assert not Account.objects.exists()
    assert not list(home.rglob("copy.sqlite3*"))


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite's database is copied")
def test_without_room_for_a_copy_the_dry_run_says_so(ann: Any, write: Write, monkeypatch: Any) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=0))
    tables = open_tables(write("a.csv", "id,name\n1,Acme\n"))

    with pytest.raises(NoRoomAsideError, match="an import can be undone"):
        preview(mapping=read_mapping(MAPPING), tables=tables, by=ann, now=NOW)
