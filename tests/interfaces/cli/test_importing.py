"""`tenure import` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.installations import Installation

ACCOUNTS = "Id,Company,Employees,Shoe size\n1,Acme,120,41\n2,,30,42\n3,=Cask,7,43\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "accounts.csv"
    path.write_text(ACCOUNTS)
    return path


def imports(installation: Installation) -> list[dict[str, str]]:
    listed: list[dict[str, str]] = json.loads(installation.run("import", "list", "--format", "json").stdout)
    return listed


def test_a_file_is_tried_out_imported_and_taken_back(company: Installation, file: Path) -> None:
    before = len(imports(company))
    tried = company.run("import", str(file), "--as", "account", "--dry-run", "--format", "json", "--source", "one")
    assert (json.loads(tried.stdout)[0]["created"], json.loads(tried.stdout)[0]["rejected"]) == (2, 1)
    assert "this was a dry run" in tried.stderr
    assert len(imports(company)) == before

    done = company.run("import", str(file), "--as", "accounts", "--keep-unmapped", "--source", "one", "--yes")

    assert "Rejected (1): name: is empty, and every record needs one" in done.stderr
    returned = (file.parent / "accounts.csv.rejected.csv").read_text(encoding="utf-8-sig").splitlines()
    assert returned[0] == "table,row,kind,reason,Id,Company,Employees,Shoe size"
    assert returned[1].startswith('accounts,3,account,"name: ')
    again = company.run("import", str(file), "--source", "one", "--yes")
    assert "No record was changed." in again.stderr
    batch = next(one for one in imports(company) if one["source"] == "one" and one["created"])
    undone = company.run("import", "undo", batch["batch"])
    assert undone.stdout == "Taken back: 2 records removed, 0 set back.\n"


def test_what_is_open_is_asked_and_never_guessed(company: Installation, tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text("Name,Created\nAcme,03/04/2024\n")

    told = company.run("import", str(path), "--as", "account", expect=1).stderr

    assert "Which day is 03/04/2024 in Created? (day first: 2024-04-03 or month first: 2024-03-04)" in told
    assert "--map" in told


def test_a_suggested_mapping_is_a_mapping(company: Installation, file: Path) -> None:
    suggested = company.run("import", "mapping", "suggest", str(file), "--as", "account", "--source", "two").stdout
    mapping = file.parent / "map.yaml"
    mapping.write_text(suggested)

    company.run("import", str(file), "--map", str(mapping), "--yes")

    assert "source: two" in company.run("import", "mapping", "show", "two").stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("undo", "imp_nothing"), "There is no import imp_nothing. `tenure import list` shows them all."),
        (("mapping", "show", "nowhere"), "Nothing was imported from nowhere yet."),
        (("duplicates", "--accept", "12345"), "There is no proposal 12345."),
        (("missing.csv",), "does not exist"),
    ],
)
def test_a_mistake_of_an_import_is_one_line(company: Installation, arguments: tuple[str, ...], told: str) -> None:
    done = company.run("import", *arguments, expect=1)

    assert told in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_wrong_mapping_is_told_with_its_line(company: Installation, file: Path) -> None:
    mapping = file.parent / "wrong.yaml"
    mapping.write_text("source: x\ntargets:\n- kind: account\n  fields:\n    name: {colum: Company}\n")

    told = company.run("import", str(file), "--map", str(mapping), expect=1).stderr

    assert "Line 5, targets › 1 › fields › name › colum: there is no such setting. Did you mean “column”?" in told


def test_a_mapping_that_comes_with_the_product_is_used_by_its_name(company: Installation, tmp_path: Path) -> None:
    file = tmp_path / "all companies.csv"
    file.write_text("Record ID,Company name,Company Domain Name,Deal count\n1,Acme,acme.com,3\n")

    listed = json.loads(company.run("import", "mapping", "list", "--format", "json").stdout)
    shown = company.run("import", "mapping", "show", "hubspot").stdout
    done = company.run("import", str(file), "--mapping", "hubspot", "--yes", "--format", "json")

    assert {"hubspot", "salesforce", "stripe", "zendesk", "spreadsheet"} <= {one["name"] for one in listed}
    assert shown.startswith("# HubSpot")
    assert "The mapping is hubspot, which comes with Tenure." in done.stderr
    assert json.loads(done.stdout)[0]["created"] == 1


def test_a_mapping_that_does_not_fit_says_what_it_knows(company: Installation, file: Path) -> None:
    wrong = company.run("import", str(file), "--mapping", "stripe", "--yes", expect=1)
    unknown = company.run("import", str(file), "--mapping", "hubspt", "--yes", expect=1)

    assert "None of the files fits the mapping Stripe." in wrong.stderr
    assert "Did you mean “hubspot”?" in unknown.stderr
