"""`python -m bench [lists] [bulk] [writers] [search] [importing] [usage] [conditions] [demo]`: measure and target.

Ends with 1 if one is missed. Each part runs in a process and a home of its own; bulk, writers, search and importing on
both databases.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

from rich.console import Console
from rich.table import Table

BOTH = ("sqlite", "postgresql")
PARTS = {"lists": ("sqlite",), "bulk": BOTH, "writers": BOTH, "search": BOTH, "importing": BOTH}
PARTS |= {"usage": ("sqlite",), "conditions": ("sqlite",), "demo": ("sqlite",)}


def main() -> int:
    """Runs the chosen parts, or all."""
    chosen = sys.argv[1:] or list(PARTS)
    table = Table("measure", "database", "value", "target", "")
    is_met = True
    for part in chosen:
        for database in PARTS[part]:
            for result in _run(part, database):
                is_met &= result["is_met"]
                sign = "met" if result["is_met"] else "MISSED"
                table.add_row(result["name"], database, result["value"], result["target"], sign)
    Console(width=140).print(table)
    return 0 if is_met else 1


def _run(part: str, database: str) -> list[dict]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "TENURE_TEST_DATABASE": database,
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }
    command = [sys.executable, "-m", f"bench.{part}"]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    raise SystemExit(main())
