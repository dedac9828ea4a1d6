"""Setting up a company: from options, from answers, from files; once."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from typing import Any

import psycopg
import pytest

from tests.interfaces.cli.conftest import INIT, PASSWORD
from tests.support.installations import Installation

HOURS = """
monday: ["09:00-12:00", "13:00-17:30"]
saturday: "22:00-24:00"
sunday: []
"""


def read(installation: Installation, query: str) -> list[Any]:
    """The rows of a query in the installation's database, as text."""
    address = installation.environment.get("DATABASE_URL")
    if address:
        with psycopg.connect(address) as server:
            return [tuple(map(str, row)) for row in server.execute(query).fetchall()]
    with closing(sqlite3.connect(installation.home / "tenure.sqlite3")) as file:
        return [tuple(map(str, row)) for row in file.execute(query).fetchall()]


def test_a_company_is_set_up_from_options_and_files_and_only_once(installation: Installation) -> None:
    home = installation.home
    (home / "hours.yaml").write_text(HOURS)
    (home / "holidays.csv").write_text("date,name\n2026-12-25,Christmas Day\n\n2027-01-01\n")
    (home / "rates.csv").write_text("usd,0.92\nGBP,1.17\n")
    files = ("--calendar", "hours.yaml", "--holidays", "holidays.csv", "--rates", "rates.csv")

    done = installation.run("init", *INIT, *files, "--fiscal-year-start", "2")
    again = installation.run("init", *INIT, expect=1)

    assert done.stdout == (
        "82 mails, sheets and templates to begin with: Settings, Content.\n"
        "Ours is set up. Run `tenure serve` and sign in as ann@example.com.\n"
    )
    assert again.stderr == "Ours is set up here already. For another company, choose another TENURE_HOME.\n"
    company = read(installation, "SELECT name, currency, zone, fiscal_year_start_month FROM organisation_company")
    assert company == [("Ours", "EUR", "Europe/Berlin", "2")]
    intervals = read(installation, "SELECT weekday, starts, ends FROM organisation_calendarinterval ORDER BY id")
    assert intervals == [
        ("0", "09:00:00", "12:00:00"),
        ("0", "13:00:00", "17:30:00"),
        ("5", "22:00:00", "00:00:00"),
    ]
    holidays = read(installation, 'SELECT "on", name FROM organisation_holiday ORDER BY id')
    assert holidays == [("2026-12-25", "Christmas Day"), ("2027-01-01", "")]
    rates = read(installation, "SELECT from_currency, rate FROM organisation_exchangerate ORDER BY id")
    assert rates == [("USD", "920000000000"), ("GBP", "1170000000000")]


def test_what_is_not_given_is_asked(installation: Installation) -> None:
    answers = f"Ours\n\nEurope/Berlin\nAnn Lee\nann@example.com\n{PASSWORD}\n"

    installation.run("init", stdin=answers)

    users = json.loads(installation.run("users", "list", "--format", "json").stdout)
    assert [(user["email"], user["roles"]) for user in users] == [("ann@example.com", "administrator")]
    assert read(installation, "SELECT name, currency FROM organisation_company") == [("Ours", "EUR")]


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "Name of the company was not given; use --company."),
        ((*INIT, "--currency", "Euro"), "currency: "),
        ((*INIT, "--zone", "Berlin"), "zone: There is no time zone 'Berlin'"),
        ((*INIT, "--admin-password", "short"), "password: "),
        ((*INIT, "--admin-email", "ann"), "email: "),
        ((*INIT, "--fiscal-year-start", "13"), "Invalid value for '--fiscal-year-start'"),
        ((*INIT, "--rates", "nowhere.csv"), "nowhere.csv cannot be read: No such file or directory."),
        ((*INIT, "--rates", "bad"), "bad, line 1: write a currency and a rate, such as USD,0.92."),
        ((*INIT, "--holidays", "bad"), "bad, line 1: 'monday: 9-12' is not a date"),
        ((*INIT, "--calendar", "bad"), "bad: '9-12' is not a span of a day; write 09:00-12:00."),
    ],
)
def test_a_mistake_is_one_line_and_sets_nothing_up(
    installation: Installation, options: tuple[str, ...], told: str
) -> None:
    (installation.home / "bad").write_text("monday: 9-12\n")

    done = installation.run("init", *options, expect=1)

    line = done.stderr.splitlines()[-1]
    assert told in line
    assert "Traceback" not in done.stderr
    assert installation.run("users", "list", expect=1).stderr.startswith("Tenure is not set up here yet.")


def test_a_company_begins_with_content_unless_it_wants_none(installation: Installation) -> None:
    done = installation.run("init", *INIT, "--without-content")

    assert done.stdout == "Ours is set up. Run `tenure serve` and sign in as ann@example.com.\n"
    pieces = json.loads(installation.run("content", "list", "--format", "json").stdout)
    assert (len(pieces), {piece["here"] for piece in pieces}) == (82, {"missing"})
    one = installation.run("content", "load", "mails/welcome")
    assert one.stdout == "1 added, 0 brought up to date, 0 left as they are.\n"
    rest = installation.run("content", "load")
    assert rest.stdout == "81 added, 0 brought up to date, 1 left as they are.\n"
    assert installation.run("content", "load").stdout == "Nothing was missing; nothing was changed.\n"
    unknown = installation.run("content", "load", "mails/none", expect=1)
    assert unknown.stderr == (
        "There is no piece of content called 'mails/none'. `tenure content list` shows them all.\n"
    )
    written = read(installation, "SELECT DISTINCT path FROM records_change WHERE reason = 'What ships with Tenure'")
    assert written == [("content",)]
