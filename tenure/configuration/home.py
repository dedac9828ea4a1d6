"""Where an installation keeps what it owns: one folder, `TENURE_HOME`."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def home() -> Path:
    """The installation's folder: `TENURE_HOME`, else `.tenure` in the user's home."""
    return Path(os.environ.get("TENURE_HOME") or Path.home() / ".tenure").expanduser().resolve()


def secret_key(*, folder: Path) -> str:
    """The installation's signing key, made on first use and readable by its owner only.

    `TENURE_SECRET_KEY` wins over the file, so that several machines can share one.
    """
    given = os.environ.get("TENURE_SECRET_KEY")
    if given:
        return given
    path = folder / "secret_key"
    try:
        return path.read_text()
    except FileNotFoundError:
        folder.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text()
    key = secrets.token_urlsafe(48)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key
