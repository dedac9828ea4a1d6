"""History is mirrored once and whole; a reader sees it all, whatever is mirrored and whatever is not yet."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from django.db import connection
from django.db.models import Max

from tenure.business.accounts.models import Account
from tenure.engine.lake.manifest import DamagedLakeError
from tenure.engine.lake.records import mirroring
from tenure.engine.lake.records.attaching import MirrorReader
from tenure.engine.lake.records.manifest import MANIFEST, folder_of, read_manifest, refreshing, write_manifest
from tenure.engine.lake.records.mirroring import KEPT_SECONDS, refresh
from tenure.engine.lake.records.reading import horizon
from tenure.engine.lake.records.standing import lake_finding, standing
from tenure.engine.lake.records.verifying import verify
from tenure.foundation.health.findings import Health
from tenure.foundation.records.erasure import erase
from tenure.foundation.records.models import Change
from tenure.foundation.records.recording import recording
from tests.business.samples import sample

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
PATIENCE_SECONDS = 60
LAST = "id" if connection.vendor == "sqlite" else "transaction_id"
TABLE = Account.versions_model._meta.db_table


def write(name: str) -> Account:
    with recording(actor=None, path="test", now=NOW):
        return sample("account", name=name)


def rename(account: Account, name: str) -> None:
    with recording(actor=None, path="test", now=NOW):
        account.name = name
        account.save()


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    return tmp_path / "lake"


@pytest.fixture
def reader(lake: Path) -> Any:
    with duckdb.connect() as duck:
        yield MirrorReader(duck, lake=lake)


def refreshed(*, lake: Path, now: datetime) -> None:
    """Mirrors what was written, once no transaction of the server is under way that began before: other tests use the
    same PostgreSQL, and what settles waits for all of it."""
    patience = time.monotonic() + PATIENCE_SECONDS
    while horizon() <= (Change.objects.aggregate(last=Max(LAST))["last"] or 0):
        assert time.monotonic() < patience, "a transaction goes on and on"
        time.sleep(0.05)
    refresh(lake=lake, now=now)


def names(reader: MirrorReader) -> list[str]:
    reader.catch_up()
    view = reader.view_of(TABLE)
    return [row[0] for row in reader.connection.execute(f"SELECT name FROM {view} ORDER BY version_id").fetchall()]


def mirrored(lake: Path) -> int:
    return read_manifest(lake=lake).tables[TABLE].rows


def is_proved(lake: Path) -> bool:
    return all(one.is_equal for one in verify(lake=lake))


def test_a_reader_sees_what_was_committed_before_during_and_after_mirroring(lake: Path, reader: MirrorReader) -> None:
    account = write("Acme")
    assert names(reader) == ["Acme"]

    refreshed(lake=lake, now=NOW)
    rename(account, "Acme Ltd")
    assert (names(reader), mirrored(lake)) == (["Acme", "Acme Ltd"], 1)

    refreshed(lake=lake, now=NOW)
    assert (names(reader), mirrored(lake)) == (["Acme", "Acme Ltd"], 2)
    assert is_proved(lake)


def test_the_word_of_the_reader_stays_until_something_changes(lake: Path, reader: MirrorReader) -> None:
    write("Acme")
    refreshed(lake=lake, now=NOW)
    first = reader.catch_up()

    assert reader.catch_up() == first
    refreshed(lake=lake, now=NOW)
    assert reader.catch_up() == first

    write("Beta")
    assert reader.catch_up() != first


def test_a_refresh_between_the_list_and_the_rest_doubles_nothing(lake: Path, reader: MirrorReader) -> None:
    write("Acme")
    refreshed(lake=lake, now=NOW)
    write("Beta")
    reader.catch_up()

    refreshed(lake=lake, now=NOW)
    write("Gamma")

    view = reader.view_of(TABLE)
    found = reader.connection.execute(f"SELECT name FROM {view} ORDER BY version_id").fetchall()
    assert found == [("Acme",), ("Beta",), ("Gamma",)]


def test_many_small_files_become_one_and_readers_keep_those_that_they_look_at(lake: Path, reader: MirrorReader) -> None:
    for number in range(mirroring.MOST_PARTS):
        write(f"a{number}")
        refreshed(lake=lake, now=NOW)
    reader.catch_up()
    view = reader.view_of(TABLE)
    write("last")

    refreshed(lake=lake, now=NOW)

    assert len(read_manifest(lake=lake).tables[TABLE].parts) == 2
    assert reader.connection.execute(f"SELECT count(*) FROM {view}").fetchone() == (8,)
    assert len(list((folder_of(lake) / TABLE).iterdir())) == 9

    write("much later")
    refreshed(lake=lake, now=NOW + timedelta(seconds=KEPT_SECONDS + 1))

    assert len(list((folder_of(lake) / TABLE).iterdir())) == 3
    assert names(reader)[-2:] == ["last", "much later"]
    assert is_proved(lake)


def test_a_spoilt_row_is_found_and_named(lake: Path) -> None:
    account = write("Acme")
    refreshed(lake=lake, now=NOW)
    [part] = read_manifest(lake=lake).tables[TABLE].parts
    path = folder_of(lake) / part.path
    whole = pq.read_table(path)
    place = whole.schema.get_field_index("name")
    pq.write_table(whole.set_column(place, whole.schema.field(place), [["Evil"]]), path)

    [wrong] = [one for one in verify(lake=lake) if not one.is_equal]

    number = Account.versions_model._default_manager.get(record_id=account.pk).version_id
    assert (wrong.table, wrong.mirrored, wrong.recorded) == (TABLE, 1, 1)
    assert wrong.difference == f"different in the mirror: 1 versions ({number})"


def test_a_spoilt_file_and_a_lost_one_are_found(lake: Path) -> None:
    write("Acme")
    refreshed(lake=lake, now=NOW)
    [part] = read_manifest(lake=lake).tables[TABLE].parts
    assert lake_finding(lake=lake).health is Health.OK

    (folder_of(lake) / part.path).write_bytes(b"no columns at all")
    [wrong] = [one for one in verify(lake=lake) if not one.is_equal]
    assert wrong.table == TABLE
    assert wrong.difference.startswith("A file cannot be read")

    (folder_of(lake) / part.path).unlink()
    finding = lake_finding(lake=lake)
    assert finding.health is Health.FAIL
    assert "tenure lake refresh" in finding.finding


def test_a_damaged_list_says_what_to_do(lake: Path) -> None:
    refreshed(lake=lake, now=NOW)
    (folder_of(lake) / MANIFEST).write_text("{}")

    with pytest.raises(DamagedLakeError, match="made anew from the records"):
        read_manifest(lake=lake)
    assert lake_finding(lake=lake).health is Health.FAIL


def test_the_standing_counts_what_is_behind(lake: Path) -> None:
    write("Acme")
    refreshed(lake=lake, now=NOW)
    write("Beta")

    [one] = [one for one in standing(lake=lake) if one.table == TABLE]

    assert (one.mirrored, one.behind, one.files, one.refreshed_at) == (1, 1, 1, NOW.isoformat())
    assert one.bytes > 0


def test_a_column_that_came_with_an_upgrade_is_read_from_the_records_and_mirrored_anew(
    lake: Path, reader: MirrorReader
) -> None:
    write("Acme")
    refreshed(lake=lake, now=NOW)
    manifest = read_manifest(lake=lake)
    whole = manifest.tables[TABLE]
    before = replace(whole, columns=whole.columns[:-1])  # as a version without the last column wrote it
    with refreshing(lake=lake):
        write_manifest(replace(manifest, tables={**manifest.tables, TABLE: before}), lake=lake)
    assert names(reader) == ["Acme"]

    refreshed(lake=lake, now=NOW)

    assert (names(reader), mirrored(lake)) == (["Acme"], 1)
    assert read_manifest(lake=lake).tables[TABLE].columns == whole.columns
    assert is_proved(lake)


def told_anywhere(lake: Path, word: str) -> bool:
    files = folder_of(lake).glob("*/*.parquet")
    return any(word in str(pq.read_table(path).to_pylist()) for path in files)


def contact_who_is_erased(lake: Path) -> None:
    with recording(actor=None, path="test", now=NOW):
        contact = sample("contact", name="Zelda Fitz", email="zelda@example.com")
    refreshed(lake=lake, now=NOW)
    assert told_anywhere(lake, "Zelda")
    with recording(actor=None, path="test", now=NOW):
        erase(record=contact)


def test_who_is_erased_is_in_no_file_from_then_on(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    lake = tmp_path / "lake"

    contact_who_is_erased(lake)

    assert not told_anywhere(lake, "Zelda")
    refreshed(lake=lake, now=NOW)
    assert not told_anywhere(lake, "Zelda")
    assert is_proved(lake)


def test_who_is_erased_goes_with_the_next_refresh_where_the_program_was_killed(
    settings: Any, tmp_path: Path, lake: Path
) -> None:
    settings.HOME = tmp_path / "elsewhere"  # as if what follows the commit had not run
    contact_who_is_erased(lake)
    assert told_anywhere(lake, "Zelda")

    refreshed(lake=lake, now=NOW)

    assert not told_anywhere(lake, "Zelda")
    assert is_proved(lake)


def test_what_commits_late_is_neither_missed_nor_doubled(lake: Path, reader: MirrorReader) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite writes one transaction after the other.")
    late = connection.copy()
    try:
        late.set_autocommit(False)
        with late.cursor() as cursor:
            cursor.execute(
                "INSERT INTO records_change (recorded_at, actor_label, reason, path, batch, transaction_id) "
                "VALUES (now(), '', '', 'late', '', 0)"
            )
        write("early")
        refresh(lake=lake, now=NOW)
        assert (names(reader), mirrored(lake)) == (["early"], 0)

        late.commit()
    finally:
        late.close()
    refreshed(lake=lake, now=NOW)

    assert (names(reader), mirrored(lake)) == (["early"], 1)
    assert is_proved(lake)
