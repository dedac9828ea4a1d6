"""A disk without room: whoever writes is told, nothing is half written, reading goes on, and later all is well."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.environment import on_postgresql
from tests.interfaces.cli.conftest import INIT, ROOT
from tests.support.installations import Installation


@pytest.mark.skipif(on_postgresql(), reason="The files of a PostgreSQL server are its own.")
def test_pages_tell_of_a_full_disk_and_leave_nothing_half_written(installation: Installation) -> None:
    installation.run("init", *INIT)

    done = subprocess.run(
        [sys.executable, "-m", "tests.hardship.visitor", "full_disk"],
        env={**installation.environment, "PYTHONDONTWRITEBYTECODE": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["written"][0] == 507
    assert "There is no room left on the disk" in told["written"][1]
    assert "Nothing was half saved." in told["written"][1]
    assert told["uploaded"][0] in (422, 507)
    assert "he disk is full" in told["uploaded"][1] or "no room left on the disk" in told["uploaded"][1]
    assert told["read"] == 200
    assert told["after"] == told["before"]
    assert told["before"][-1] == "ok"
    assert told["again"] == 302
    assert told["names"] == ["Acme", "Bulky"]
