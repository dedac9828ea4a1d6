"""Brings `.venv` to exactly the locked libraries, with the project itself on top; `--add` brings more of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent


def main() -> None:
    """Tries uv, which is fast; then pip, which knows indexes and certificates that are set up for pip alone."""
    *flags, lock = sys.argv[1:]
    is_added = "--add" in flags
    uv = [str(BIN / "uv"), "pip"]
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    # Compiled at once: where Python may not write bytecode, every start would compile a thousand files again.
    how = ["install", "-r"] if is_added else ["sync"]
    sync = [
        *uv,
        how[0],
        "--quiet",
        "--compile-bytecode",
        "--require-hashes",
        "--python",
        sys.executable,
        *how[1:],
        lock,
    ]
    if _run(sync) != 0:
        print("uv could not reach an index; trying pip with its own settings.", file=sys.stderr)
        subprocess.run([*pip, "--require-hashes", "-r", lock], check=True)
    if is_added:
        return
    project = ["--no-deps", "--no-build-isolation", "--editable", "."]
    subprocess.run([*uv, "install", "--quiet", "--python", sys.executable, "--offline", *project], check=True)
    subprocess.run([sys.executable, "-m", "compileall", "-q", "tenure"], check=True)


def _run(command: list[str]) -> int:
    return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    main()
