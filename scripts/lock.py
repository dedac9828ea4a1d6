"""Locks the libraries anew: exact versions with hashes, for every platform, without the address of any registry."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent
COMPILE = [
    *(str(BIN / "uv"), "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--python-version", "3.11"),
    *("--no-emit-index-url", "--no-header", "pyproject.toml"),
]


def main() -> None:
    """Writes `requirements/runtime.txt`, `dev.txt`, from the latter `uv.txt`, and `spark.txt`, which fits it."""
    subprocess.run([*COMPILE, "-o", "requirements/runtime.txt"], check=True)
    subprocess.run([*COMPILE, "--group", "dev", "-o", "requirements/dev.txt"], check=True)
    spark = ["--extra", "spark", "--constraint", "requirements/dev.txt", "-o", "requirements/spark.txt"]
    subprocess.run([*COMPILE, *spark], check=True)
    Path("requirements/uv.txt").write_text(pinned(lock=Path("requirements/dev.txt").read_text(), name="uv"))


def pinned(*, lock: str, name: str) -> str:
    """The lines of one library in a lock file, without its comments."""
    lines: list[str] = []
    for line in lock.splitlines():
        if line.startswith(f"{name}==") or (lines and line.startswith("    --hash")):
            lines.append(line)
        elif lines:
            break
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
