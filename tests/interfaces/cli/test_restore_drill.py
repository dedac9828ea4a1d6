"""The restore drill: a second home holds the same data, files and history, and goes on from there."""

from __future__ import annotations

import hashlib
import json
import resource
import stat
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.environment import on_postgresql, postgresql_server
from tests.interfaces.cli.conftest import workday
from tests.support.installations import PROGRAM, Installation, on_server

pytestmark = [pytest.mark.postgresql, pytest.mark.programs]


@pytest.fixture(scope="module")
def backup(filled: Installation) -> Path:
    """A backup of the filled installation."""
    filled.run("backup", "it.backup")
    return filled.home / "it.backup"


def test_a_second_home_holds_the_same_and_history_goes_on_there(
    filled: Installation, backup: Path, new_installation: Callable[[], Installation]
) -> None:
    second = new_installation()
    done = second.run("restore", str(backup))
    before, after = workday(filled, "contents"), workday(second, "contents")

    assert done.stdout.startswith("Restored the backup of ")
    assert len(before["rows"]["accounts_account_version"]) == 2
    assert len(before["files"]) == 2
    assert before.pop("mails") == [["Hello", "queued"]]
    assert after.pop("mails") == [["Hello", "uncertain"]]
    assert after == before
    further = workday(second, "work_on")
    assert further["tiers"] == ["gold", "silver", "bronze"]
    assert "History cannot be altered" in further["refused"]
    assert further["indexed"] == 3  # the account, its note and its task; the deal was deleted
    assert _left_behind(second) == ["files", *([] if on_postgresql() else ["tenure.sqlite3"])]


def test_a_backup_of_one_database_is_restored_on_the_other(
    filled: Installation, backup: Path, new_installation: Callable[[], Installation], other_database: str
) -> None:
    second = new_installation()
    second.environment.pop("DATABASE_URL", None)
    if other_database:
        second.environment["DATABASE_URL"] = other_database
    second.run("restore", str(backup))
    before, after = workday(filled, "contents"), workday(second, "contents")

    del before["mails"], after["mails"]
    assert after == before
    assert workday(second, "work_on")["tiers"] == ["gold", "silver", "bronze"]


@pytest.fixture
def other_database() -> Iterator[str]:
    """The address of an empty database of the other sort than the run's; empty for SQLite."""
    if on_postgresql():
        yield ""
        return
    on_server("CREATE DATABASE drill")
    yield postgresql_server().replace("/postgres?", "/drill?")
    on_server("DROP DATABASE drill WITH (FORCE)")


def test_a_backup_is_readable_by_its_owner_only_and_is_not_overwritten(filled: Installation, backup: Path) -> None:
    again = filled.run("backup", str(backup), expect=1)

    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert again.stderr == f"{backup} exists; a backup is not overwritten. Choose another name or remove it.\n"


def test_a_backup_is_not_restored_over_records(filled: Installation, backup: Path) -> None:
    before = workday(filled, "contents")

    refused = filled.run("restore", str(backup), expect=1)

    assert refused.stderr.startswith("The database holds records already. Restore into an empty one")
    assert refused.stderr.count("\n") == 1
    assert workday(filled, "contents") == before


def test_a_backup_is_not_restored_over_files(installation: Installation, backup: Path) -> None:
    (installation.home / "files").mkdir()
    (installation.home / "files" / "mine").write_text("mine")

    refused = installation.run("restore", str(backup), expect=1)

    assert "holds files already" in refused.stderr
    assert (installation.home / "files" / "mine").read_text() == "mine"


@pytest.mark.parametrize("harm", ["cut off", "altered", "without a table", "with a stranger", "no archive"])
def test_a_damaged_backup_is_refused_before_anything_is_written(
    installation: Installation, backup: Path, harm: str
) -> None:
    damaged = _harmed(backup, harm)

    refused = installation.run("restore", str(damaged), expect=1)

    assert "backup" in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert "Traceback" not in refused.stderr
    assert _left_behind(installation) == []


def test_a_restore_that_fails_half_way_leaves_nothing_and_can_be_done_again(
    installation: Installation, backup: Path
) -> None:
    link_broken = _rewritten(backup, "rows/sales_opportunity.jsonl", lambda text: text.replace(b",1,", b",777,"))

    refused = installation.run("restore", str(link_broken), expect=1)

    assert refused.stderr.count("\n") == 1
    assert _left_behind(installation) == []
    installation.run("restore", str(backup))


def test_what_a_killed_restore_left_is_cleared_by_the_next(installation: Installation, backup: Path) -> None:
    for name in ("restoring/home", "files/ab"):
        (installation.home / name).mkdir(parents=True)
    (installation.home / "files/ab/half").write_text("half")

    installation.run("restore", str(backup))

    assert not (installation.home / "restoring").exists()
    assert not (installation.home / "files/ab/half").exists()


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_full_disk_is_told_in_one_line_and_nothing_is_half_written(
    filled: Installation, installation: Installation, backup: Path, command: str
) -> None:
    where = filled if command == "backup" else installation
    target = filled.home / "second.backup" if command == "backup" else backup
    before = _left_behind(where)
    largest = 100_000

    done = subprocess.run(
        [*PROGRAM, command, str(target)],
        env={**where.environment, "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=where.home,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)),
    )

    assert done.returncode == 1, done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("There is no room left on the disk")
    assert _left_behind(where) == before
    where.run(command, str(target))


def _left_behind(installation: Installation) -> list[str]:
    """What lies in the home beside the key, and the folder that the tests' settings make."""
    return sorted({path.name for path in installation.home.iterdir()} - {"secret_key", "static"})


def _harmed(backup: Path, harm: str) -> Path:
    target = backup.with_name("harmed.backup")
    if harm == "cut off":
        target.write_bytes(backup.read_bytes()[:-500])
    elif harm == "no archive":
        target.write_text("Dear backup")
    elif harm == "altered":
        return _rewritten(backup, "rows/accounts_account.jsonl", lambda text: text + b"\n", keep_sums=True)
    else:
        with zipfile.ZipFile(backup) as source, zipfile.ZipFile(target, "w") as copy:
            for name in source.namelist():
                if name != "rows/accounts_account.jsonl" or harm != "without a table":
                    copy.writestr(name, source.read(name))
            if harm == "with a stranger":
                copy.writestr("home/../../outside", "gotcha")
    return target


def _rewritten(backup: Path, member: str, change: Callable[[bytes], bytes], *, keep_sums: bool = False) -> Path:
    """A backup with one member changed; its check sum follows unless `keep_sums`."""
    target = backup.with_name("rewritten.backup")
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(target, "w") as copy:
        contents = {name: source.read(name) for name in source.namelist()}
        contents[member] = change(contents[member])
        manifest = json.loads(contents["manifest.json"])
        for table in manifest["tables"]:
            if table["member"]["name"] == member and not keep_sums:
                table["member"]["size"] = len(contents[member])
                table["member"]["sha256"] = hashlib.sha256(contents[member]).hexdigest()
        contents["manifest.json"] = json.dumps(manifest).encode()
        for name, content in contents.items():
            copy.writestr(name, content)
    return target
