"""An import that is killed leaves nothing, or goes on where it left off: with the same records either way."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.interfaces.cli.conftest import INIT
from tests.support.installations import Installation, new_home

ROWS = 3_000
EVERY_NTH_IS_WRONG = 10
MOMENTS = 20
SMALL_CHUNKS = """
from tenure.interfaces.cli.application import set_up_django
set_up_django()
from tenure.interfaces.ingest.applying import running
running.CHUNK_ROWS = 100
from tenure.interfaces.cli import main
main()
"""
COUNT = """
import json
from tenure.interfaces.cli.application import set_up_django
set_up_django()
from tenure.business.accounts.models import Account
from tenure.foundation.records.models import ExternalId
from tenure.interfaces.ingest.models import RejectedRow
ids = ExternalId.objects.filter(source="{source}").values_list("target_id", flat=True)
print(json.dumps({{
    "records": Account.objects.filter(pk__in=ids).count(),
    "linked": Account.objects.filter(pk__in=ids, parent__isnull=False).count(),
    "versions": Account.versions_model.objects.filter(record_id__in=ids).count(),
    "rejected": RejectedRow.objects.filter(batch__source="{source}").count(),
}}))
"""
MAPPING = """
source: {source}
targets:
- kind: account
  id: id
  fields:
    name: name
    size: size
    parent: {{column: parent, find: id}}
"""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """An installation that is set up."""
    with new_home(tmp_path_factory.mktemp("company")) as installation:
        installation.run("init", *INIT)
        yield installation


def python(installation: Installation, program: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        env=installation.environment,
        cwd=installation.home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def counted(installation: Installation, source: str) -> dict[str, int]:
    out, errors = python(installation, COUNT.format(source=source)).communicate(timeout=60)
    assert out, errors
    return json.loads(out)


def batches(installation: Installation, source: str) -> list[dict[str, str]]:
    listed = json.loads(installation.run("import", "list", "--format", "json").stdout)
    return [batch for batch in listed if batch["source"] == source]


def files(folder: Path, source: str) -> tuple[Path, Path]:
    lines = ["id,name,size,parent"]
    for number in range(ROWS):
        size = "many" if number % EVERY_NTH_IS_WRONG == 0 else str(number)
        parent = str(ROWS - 1) if number == 1 else ""
        lines.append(f"{number},Company {number} of {source},{size},{parent}")
    (folder / f"{source}.csv").write_text("\n".join(lines) + "\n")
    (folder / f"{source}.yaml").write_text(MAPPING.format(source=source))
    return folder / f"{source}.csv", folder / f"{source}.yaml"


@pytest.mark.slow
@pytest.mark.parametrize("moment", range(MOMENTS))
def test_a_killed_import_leaves_nothing_or_goes_on(company: Installation, tmp_path: Path, moment: int) -> None:
    source = f"kill{moment}"
    file, mapping = files(tmp_path, source)

    importing = python(company, SMALL_CHUNKS, "import", str(file), "--map", str(mapping))
    assert importing.stderr is not None
    told = ""
    while "Import imp_" not in told:
        line = importing.stderr.readline()
        assert line, f"The import ended before it began: {told}"
        told += line
    time.sleep(random.Random(moment).uniform(0, 3))
    importing.kill()
    importing.communicate()

    (batch,) = batches(company, source)
    if batch["state"] != "done":
        before = counted(company, source)
        assert (before["records"] + before["rejected"]) % 100 == 0
        company.run("import", "resume", batch["batch"])
    assert counted(company, source) == {
        "records": ROWS - ROWS // EVERY_NTH_IS_WRONG,
        "linked": 1,
        "versions": ROWS - ROWS // EVERY_NTH_IS_WRONG + 1,
        "rejected": ROWS // EVERY_NTH_IS_WRONG,
    }
