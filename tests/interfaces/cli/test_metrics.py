"""`tenure metrics` on the command line: spans by name, comparisons, rights, and what is told of mistakes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.installations import Installation

FILES = {
    "account": "Account ID,Name,Created on\nA1,Acme,2025-01-01\nA2,Bolt,2025-01-01\n",
    "contract": "Contract ID,Account ID,Status,Signed on\nC1,A1,Active,2025-11-01\nC2,A2,Active,2026-02-10\n",
    "contract_line": "Line ID,Contract ID,Product,MRR,Recurring,Service start\n"
    "L1,C1,Suite,100,yes,2025-11-01\nL2,C2,Suite,40.5,yes,2026-02-10\n",
}


@pytest.fixture(scope="module")
def lines(company: Installation, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """Two customers, from files."""
    folder = tmp_path_factory.mktemp("files")
    for kind, text in FILES.items():
        path: Path = folder / f"{kind}s.csv"
        path.write_text(text)
        company.run("import", str(path), "--as", kind, "--yes")
    return company


def shown(installation: Installation, *arguments: str) -> list[dict[str, Any]]:
    answers: list[dict[str, Any]] = json.loads(
        installation.run("metrics", "show", *arguments, "--format", "json").stdout
    )
    return answers


def test_a_span_is_called_by_its_name_and_held_against_others(lines: Installation) -> None:
    [november, december] = [
        one
        for one in shown(lines, "mrr", "--period", "Q4 2025", "--as-of", "2026-03-31", "--compare", "previous")
        if one["series"] == "mrr" and one["period"] >= "2025-11"
    ]
    [quarter] = [
        one
        for one in shown(lines, "mrr", "--period", "Q1 2026", "--grain", "quarter", "--as-of", "2026-03-31",
                         "--compare", "previous", "--compare", "target")
        if one["series"] == "mrr"
    ]  # fmt: skip

    assert (november["value"], november["previous"]) == (100, 0)
    assert (december["value"], december["previous"]) == (100, 100)
    assert (quarter["value"], quarter["previous"], quarter["target"]) == (140.5, 100, None)


def test_mistakes_are_told_in_one_line(lines: Installation) -> None:
    for arguments, told in (
        (("mrr", "--period", "Q7 2025"), "“Q7 2025” is no span of time; write it as 2024, FY2024, Q4 2024"),
        (("mrr", "--period", "2025", "--from", "2025-01-01"), "--period says from when to when"),
        (("mrr", "--compare", "budget"), "--compare: 'budget' is none of previous, year, target."),
        (("mrr", "--as", "nobody@example.com"), "There is no user nobody@example.com."),
        (("mmr",), "There is no metric 'mmr'; did you mean 'mrr'?"),
    ):
        failed = lines.run("metrics", "show", *arguments, expect=1)
        assert told in failed.stderr
        assert failed.stdout == ""
        assert failed.stderr.count("\n") == 1
