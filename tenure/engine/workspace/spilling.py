"""Where the engine puts what does not fit into its memory: a folder of each process, in the home's cache."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tenure.engine.lake.place import shelf_file

_FOLDER = "spilled"


class Spill:
    """The folder of this process; those of processes that were killed go when the next one begins, since there may be
    records of people in them."""

    def __init__(self, lake: Path) -> None:
        every = shelf_file(lake).with_name(_FOLDER)
        every.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder = every / str(os.getpid())
        for one in every.glob("*"):
            if not _is_running(one.name):
                shutil.rmtree(one, ignore_errors=True)

    def remove(self) -> None:
        """Lets go of the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _is_running(process: str) -> bool:
    try:
        os.kill(int(process), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return int(process) != os.getpid()
