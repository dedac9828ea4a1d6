"""`python -m bench [PART …] [--rows N]`: each measure beside its target, in one table; ends with 1 if one is missed.

Each part runs in a process and a home of its own, those that write records on both databases. `--rows` makes the parts
that count rows (importing, usage, conditions, mirror, movements) shorter, for a look in between; the targets are for as
many as they take by themselves.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys

from rich.console import Console
from rich.table import Table

BOTH = ("sqlite", "postgresql")
PARTS = {"lists": ("sqlite",), "bulk": BOTH, "writers": BOTH, "search": BOTH, "importing": BOTH, "mirror": BOTH}
PARTS |= {"usage": ("sqlite",), "conditions": ("sqlite",), "demo": ("sqlite",), "metrics": ("sqlite",)}
PARTS |= {"movements": ("sqlite",)}


def main() -> int:
    """Runs the chosen parts, or all."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="The speed targets, as ratios.")
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)}; all if none is named")
    parser.add_argument("--rows", type=int, help="how many rows the parts that count rows take")
    given = parser.parse_args()
    unknown = sorted(set(given.parts) - set(PARTS))
    if unknown:
        parser.error(f"there is no part {', '.join(unknown)}; choose from {', '.join(PARTS)}")
    table = Table("measure", "database", "value", "target", "")
    is_met = True
    for part in given.parts or PARTS:
        for database in PARTS[part]:
            for result in _run(part, database, given.rows):
                is_met &= result["is_met"]
                sign = "met" if result["is_met"] else "MISSED"
                table.add_row(result["name"], database, result["value"], result["target"], sign)
    Console(width=140).print(table)
    return 0 if is_met else 1


def _run(part: str, database: str, rows: int | None) -> list[dict]:
    """The results of one part; of one that breaks off, that it did, so that the others are still measured."""
    print(f"{part} on {database} …", file=sys.stderr, flush=True)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "TENURE_TEST_DATABASE": database,
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        **({} if rows is None else {"TENURE_BENCH_ROWS": str(rows)}),
    }
    command = [sys.executable, "-m", f"bench.{part}"]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        return [{"name": part, "value": "broke off, see above", "target": "runs through", "is_met": False}]
    return json.loads(done.stdout.splitlines()[-1])


if __name__ == "__main__":
    raise SystemExit(main())
