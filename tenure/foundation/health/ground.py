"""What the installation stands on: its folder, the disk, the database."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from tenure.foundation.files.checking import missing, verify
from tenure.foundation.health.database import (
    UnreachableDatabaseError,
    has_tables,
    is_set_up,
    pending_migrations,
    require_database,
    unknown_migrations,
)
from tenure.foundation.health.findings import Finding, fail, ok, warn
from tenure.foundation.records.versions.install import MissingTriggersError, check_triggers

BYTES_PER_MB = 1_000_000
LITTLE_MB = 2_000
TOO_LITTLE_MB = 200


def home_writable(home: Path) -> Finding:
    """Whether files can be written into the installation's folder."""
    try:
        with tempfile.NamedTemporaryFile(dir=home, prefix=".doctor") as file:
            file.write(b"?")
            file.flush()
    except OSError as error:
        return fail("home", f"{home} cannot be written to ({error.strerror}). Check its owner and TENURE_HOME.")
    return ok("home", f"{home} can be written to.")


def disk_space(home: Path) -> Finding:
    """Whether there is room on the disk of the folder."""
    try:
        free_mb = shutil.disk_usage(home).free // BYTES_PER_MB
    except OSError as error:
        return fail("disk", f"{home} cannot be looked at ({error.strerror}). Check TENURE_HOME.")
    told = f"{free_mb} MB are free under {home}."
    if free_mb < TOO_LITTLE_MB:
        return fail("disk", f"{told} Make room: writing will soon fail.")
    return warn("disk", f"{told} Make room soon.") if free_mb < LITTLE_MB else ok("disk", told)


def database() -> Finding:
    """Whether the database answers."""
    try:
        require_database()
    except UnreachableDatabaseError as error:
        return fail("database", str(error))
    return ok("database", "The database answers.")


def migrations() -> Finding:
    """Whether the database is of this version."""
    if not has_tables():
        return fail("migrations", "There are no tables yet. Run `tenure init`.")
    if pending := pending_migrations():
        return fail("migrations", f"{len(pending)} migrations are pending. Run `tenure upgrade`.")
    if unknown := unknown_migrations():
        return fail("migrations", f"The database is from a later version ({unknown[-1]}). Install that version.")
    if not is_set_up():
        return fail("migrations", "There is no company yet. Run `tenure init`.")
    return ok("migrations", "The database is of this version.")


def triggers() -> Finding:
    """Whether every change is sure to leave a version."""
    try:
        check_triggers()
    except MissingTriggersError as error:
        return fail("history", str(error))
    return ok("history", "Every change leaves a version.")


def stored_files(*, reads: bool) -> Finding:
    """Whether the files that people attached are all there; where `reads`, also whether each is as it was stored."""
    problems = verify() if reads else missing()
    if problems:
        rest = f" And {len(problems) - 1} more." if len(problems) > 1 else ""
        return fail("files", f"{problems[0]}{rest}")
    return ok("files", "Every file is there and as it was stored." if reads else "Every file is there.")
