"""Looking an installation over."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from contextlib import closing

import psycopg
import pytest

from tests.interfaces.cli.conftest import INIT, workday
from tests.support.installations import PROGRAM, Installation

pytestmark = [pytest.mark.postgresql, pytest.mark.programs]


def health(installation: Installation, *, expect: int) -> dict[str, str]:
    """What the doctor says of each thing."""
    done = installation.run("doctor", "--format", "json", expect=expect)
    return {finding["check"]: finding["health"] for finding in json.loads(done.stdout)}


def write(installation: Installation, statement: str) -> None:
    """A statement in the installation's database, past the product."""
    address = installation.environment.get("DATABASE_URL")
    if address:
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(statement)
        return
    with closing(sqlite3.connect(installation.home / "tenure.sqlite3")) as file:
        file.execute(statement)
        file.commit()


def test_a_fresh_installation_is_well(company: Installation) -> None:
    assert health(company, expect=0) == {
        "home": "ok",
        "disk": "ok",
        "database": "ok",
        "migrations": "ok",
        "history": "ok",
        "programs": "warn",
        "jobs": "ok",
        "mail server": "warn",
        "mails": "ok",
        "files": "ok",
        "lake": "ok",
        "metrics": "ok",
    }


def test_an_empty_home_is_told_to_be_set_up(installation: Installation) -> None:
    done = installation.run("doctor", expect=1)

    assert "tenure init" in " ".join(done.stdout.split())


def test_a_database_that_is_away_is_told_in_words(installation: Installation) -> None:
    installation.environment["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/none"

    assert health(installation, expect=1)["database"] == "fail"
    told = installation.run("users", "list", expect=1).stderr
    assert told.startswith("The database cannot be reached (")
    assert told.count("\n") == 1


def test_a_missing_trigger_is_found_and_mended_by_an_upgrade(installation: Installation) -> None:
    installation.run("init", *INIT)
    trigger = "accounts_account_tenure_write" if installation.environment.get("DATABASE_URL") else ""
    on = " ON accounts_account" if trigger else ""
    write(installation, f"DROP TRIGGER {trigger or 'accounts_account_tenure_update'}{on}")

    assert health(installation, expect=1)["history"] == "fail"
    refused = installation.run("serve", expect=1).stderr
    assert "run `tenure upgrade`" in refused
    installation.run("upgrade")

    assert health(installation, expect=0)["history"] == "ok"


def test_stuck_work_and_undecided_mails_are_found(installation: Installation) -> None:
    workday(installation, "fill")  # a mail and its job wait since January 2026
    write(installation, "UPDATE mail_mail SET state = 'uncertain'")

    found = health(installation, expect=1)

    assert (found["jobs"], found["mails"], found["mail server"]) == ("fail", "warn", "warn")


def test_a_mail_server_that_is_away_is_found(company: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(company.environment, "TENURE_SMTP_URL", "smtp://127.0.0.1:1")

    assert health(company, expect=1)["mail server"] == "fail"


def test_a_wrong_setting_is_one_line(company: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(company.environment, "TENURE_SMTP_URL", "mail.example.com")

    done = company.run("doctor", expect=1)

    assert done.stderr.startswith("TENURE_SMTP_URL must read smtp://")
    assert done.stderr.count("\n") == 1


def test_a_reader_that_stops_reading_is_met_in_silence(company: Installation) -> None:
    process = subprocess.Popen(
        [*PROGRAM, "users", "list"],
        env=company.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()

    assert process.stderr is not None
    with process.stderr as said:
        assert said.read() == b""
    assert process.wait(60) == 1
    assert not (company.home / "error.log").exists()
