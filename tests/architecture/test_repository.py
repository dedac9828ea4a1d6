"""What the repository may not hold, and how its libraries are locked."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from scripts.lock import pinned
from tests.architecture.sources import ROOT, repository_files, text_of

# Written in halves, so that this file does not hold what it forbids.
REGISTRIES = ("pypi" + ".org", "python" + "hosted.org", "registry.npm" + "js.org", "registry.yarn" + "pkg.com")
MACHINE = re.compile(r"(?<![\w.~/$}>-])/" + r"(work|root|home/\w+|Users/\w+|opt/\w+)/")
LARGEST_BYTES = 500_000


@pytest.mark.parametrize("registry", REGISTRIES)
def test_no_file_names_the_address_of_a_registry(registry: str) -> None:
    offenders = [str(path) for path in repository_files() if registry in text_of(path)]

    assert offenders == []


def test_no_file_names_a_folder_of_somebody_s_machine() -> None:
    offenders = [f"{path}: {found[0]}" for path in repository_files() if (found := MACHINE.search(text_of(path)))]

    assert offenders == []


def test_nothing_built_and_nothing_large_is_kept() -> None:
    offenders = [
        str(path)
        for path in repository_files()
        if (ROOT / path).stat().st_size > LARGEST_BYTES or {"built", "node_modules", "dist"} & set(path.parts)
    ]

    assert offenders == []


@pytest.mark.parametrize("lock", ["runtime", "dev", "uv"])
def test_every_library_is_locked_with_its_hashes(lock: str) -> None:
    text = text_of(Path(f"requirements/{lock}.txt"))

    libraries = [line for line in text.splitlines() if re.match(r"\S+==", line)]
    hashed = re.findall(r"^\S+==.*\\\n    --hash=sha256:", text, re.MULTILINE)

    assert libraries
    assert len(hashed) == len(libraries)
    assert "://" not in text


def test_the_installer_is_locked_at_the_version_of_the_development_lock() -> None:
    assert text_of(Path("requirements/uv.txt")) == pinned(lock=text_of(Path("requirements/dev.txt")), name="uv")


def test_every_declared_library_is_in_the_locks() -> None:
    project = tomllib.loads(text_of(Path("pyproject.toml")))
    runtime, dev = (text_of(Path(f"requirements/{lock}.txt")).lower() for lock in ("runtime", "dev"))

    missing = [name for name in map(_name, project["project"]["dependencies"]) if f"\n{name}==" not in f"\n{runtime}"]
    missing += [name for name in map(_name, project["dependency-groups"]["dev"]) if f"\n{name}==" not in f"\n{dev}"]

    assert missing == []


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=!~ ;]", requirement, maxsplit=1)[0].lower()
