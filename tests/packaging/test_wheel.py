"""The wheel is the whole product: it runs where there is neither git, make, Node nor a checkout."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UV = str(Path(sys.executable).parent / "uv")
START_SECONDS = 60
INIT = (
    *("--company", "Brightwater", "--currency", "EUR", "--zone", "Europe/Berlin"),
    *("--admin-name", "Anna Berg", "--admin-email", "anna@example.com"),
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the working tree."""
    folder = tmp_path_factory.mktemp("dist")
    command = [UV, "build", "--quiet", "--wheel", "--no-build-isolation", "--python", sys.executable]
    subprocess.run([*command, "--out-dir", str(folder), str(ROOT)], check=True)
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_holds_what_is_built_and_nothing_that_is_only_for_building(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    assert "tenure/interfaces/web/static/built/app.css" in names
    assert "tenure/interfaces/web/static/built/app.js" in names
    assert "tenure/interfaces/web/templates/account/login.html" in names
    assert "tenure/foundation/records/migrations/0001_initial.py" in names
    assert [name for name in names if name.startswith(("tests/", "bench/", "scripts/")) or "/assets/" in name] == []


@pytest.mark.slow
def test_from_the_wheel_alone_a_company_is_set_up_and_its_pages_are_served(wheel: Path, tmp_path: Path) -> None:
    environment = _install(wheel=wheel, folder=tmp_path)
    tenure = str(tmp_path / "venv" / "bin" / "tenure")

    subprocess.run([tenure, "init", *INIT], env=environment, cwd=tmp_path, check=True, timeout=120)
    with _serving(tenure=tenure, environment=environment, folder=tmp_path) as address:
        page = _read(f"{address}/account/login/")
        styles = re.findall(r'href="(/static/[^"]+\.css[^"]*)"', page)
        sheets = [_read(address + style) for style in styles]

    assert "password" in page
    assert styles
    assert all(len(sheet) > 1000 for sheet in sheets)


def _install(*, wheel: Path, folder: Path) -> Mapping[str, str]:
    """An environment with the locked libraries and the wheel, and a path on which nothing else is found."""
    venv.create(folder / "venv", with_pip=False)
    python = str(folder / "venv" / "bin" / "python")
    lock = str(ROOT / "requirements" / "runtime.txt")
    if subprocess.run([UV, "pip", "sync", "-q", "--require-hashes", "--python", python, lock], check=False).returncode:
        pip = [sys.executable, "-m", "pip", "--python", python, "install", "-q"]
        subprocess.run([*pip, "--require-hashes", "-r", lock], check=True)
    subprocess.run([UV, "pip", "install", "-q", "--offline", "--no-deps", "--python", python, str(wheel)], check=True)
    return {
        "PATH": str(folder / "venv" / "bin"),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "TENURE_HOME": str(folder / "home"),
        "TENURE_ADMIN_PASSWORD": "correct horse battery",
    }


@contextmanager
def _serving(*, tenure: str, environment: Mapping[str, str], folder: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([tenure, "serve", "--port", str(port)], env=dict(environment), cwd=folder)
    try:
        _wait(f"http://127.0.0.1:{port}/account/login/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 0


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while True:
        assert process.poll() is None, "tenure serve ended"
        try:
            _read(address)
            return
        except urllib.error.URLError:
            assert time.monotonic() < until, f"{address} never answered"
            time.sleep(0.2)


def _read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        text: str = answer.read().decode()
        return text
