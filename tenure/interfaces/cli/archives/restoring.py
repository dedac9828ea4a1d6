"""Restoring a backup into an empty home and database: whole, or not at all, whatever stops it on the way."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps
from django.db import connection, transaction

from tenure.foundation.health.database import has_tables, require_database
from tenure.foundation.records.versions.table import Change
from tenure.interfaces.cli.archives.loading import fill_database
from tenure.interfaces.cli.archives.manifest import Manifest, check_members, opened, read_manifest
from tenure.interfaces.cli.archives.writing import FOLDERS, SECRET

STAGING = "restoring"
MODULE = "restoring"


class NotEmptyError(ValueError):
    """There is something already where a backup was to be restored."""


def restore_backup(*, source: Path, home: Path) -> Manifest:
    """Brings back everything in a backup, into a home and a database that hold nothing yet.

    The files are laid out beside their place and the database is filled out of sight; both come into place together
    at the end, and are taken away again if anything fails. What a killed restore left is cleared by the next.
    Raises `NotABackupError`, `NotEmptyError`, `OtherSchemaError`, `OSError`.
    """
    with opened(source=source) as archive:
        manifest = read_manifest(archive=archive)
        check_members(archive=archive, manifest=manifest)
        home.mkdir(parents=True, exist_ok=True)
        with _no_new_database_on_failure():
            require_database()
            _clear_killed(home)
            _require_empty(home)
            _restore(archive, manifest, home)
    shutil.rmtree(home / STAGING)
    return manifest


@contextmanager
def _no_new_database_on_failure() -> Iterator[None]:
    """Asking SQLite for a database makes an empty file; it goes again if the inside fails."""
    path = Path(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else None
    is_new = path is not None and not path.exists()
    try:
        yield
    except BaseException:
        connection.close()
        if path is not None and is_new:
            path.unlink(missing_ok=True)
        raise


def _require_empty(home: Path) -> None:
    if _holds_records():
        raise NotEmptyError(
            "The database holds records already. Restore into an empty one: set TENURE_HOME (and DATABASE_URL) anew."
        )
    for folder in FOLDERS:
        if any((home / folder).rglob("*")):
            raise NotEmptyError(f"{home / folder} holds files already. Restore into an empty TENURE_HOME.")


def _holds_records() -> bool:
    return has_tables() and Change.objects.exists()


def _clear_killed(home: Path) -> None:
    """Removes what a restore that was killed had put in place: its files, unless its database came to be as well."""
    if (home / STAGING).is_dir():
        if not _holds_records():
            _remove_placed(home)
        shutil.rmtree(home / STAGING)


def _restore(archive: zipfile.ZipFile, manifest: Manifest, home: Path) -> None:
    secret = home / SECRET
    own_secret = secret.read_bytes() if secret.exists() else b""
    (home / STAGING).mkdir()
    try:
        _lay_out(archive, manifest, home / STAGING)
        if connection.vendor == "sqlite":
            _restore_sqlite(archive, manifest, home)
        else:
            _restore_postgresql(archive, manifest, home)
    except BaseException:
        _remove_placed(home)
        if own_secret:
            secret.write_bytes(own_secret)
        shutil.rmtree(home / STAGING, ignore_errors=True)
        raise


def _restore_sqlite(archive: zipfile.ZipFile, manifest: Manifest, home: Path) -> None:
    """Fills a database beside the final one, which it then becomes."""
    final, beside = Path(connection.settings_dict["NAME"]), home / STAGING / "database"
    connection.close()
    connection.settings_dict["NAME"] = str(beside)
    try:
        fill_database(archive=archive, manifest=manifest)
        _tell_rooms(manifest)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(final)
    _place(home)
    beside.replace(final)


def _restore_postgresql(archive: zipfile.ZipFile, manifest: Manifest, home: Path) -> None:
    """Fills the database in one transaction, whose end is the end of the restore."""
    with transaction.atomic():
        fill_database(archive=archive, manifest=manifest)
        _tell_rooms(manifest)
        _place(home)


def _lay_out(archive: zipfile.ZipFile, manifest: Manifest, staging: Path) -> None:
    for member in manifest.files:
        target = staging / member.name
        target.parent.mkdir(parents=True, exist_ok=True)
        with (
            archive.open(member.name) as source,
            os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as to,
        ):
            shutil.copyfileobj(source, to)
            to.flush()
            os.fsync(to.fileno())


def _place(home: Path) -> None:
    for path in sorted((home / STAGING / "home").glob("*")):
        path.replace(home / path.name)


def _remove_placed(home: Path) -> None:
    for folder in FOLDERS:
        shutil.rmtree(home / folder, ignore_errors=True)


def _tell_rooms(manifest: Manifest) -> None:
    """Lets each room with a module `restoring.py` set right what a restored installation must not simply go on with."""
    made_at = datetime.fromisoformat(manifest.made_at)
    for config in apps.get_app_configs():
        name = f"{config.name}.{MODULE}"
        if config.name.startswith("tenure.") and find_spec(name) is not None:
            import_module(name).after_restore(made_at=made_at)
