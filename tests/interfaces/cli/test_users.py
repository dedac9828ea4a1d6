"""Who may sign in, from the command line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.support.installations import Installation


def users(installation: Installation) -> dict[str, Any]:
    """Roles and whether they are let in, by e-mail address."""
    listed = json.loads(installation.run("users", "list", "--format", "json").stdout)
    return {user["email"]: (user["roles"], user["active"]) for user in listed}


def test_somebody_is_added_given_another_password_and_kept_out(company: Installation) -> None:
    company.environment["TENURE_USER_PASSWORD"] = "a long enough secret"

    company.run("users", "add", "ben@example.com", "--name", "Ben", "--role", "member:sales", "--role", "viewer")
    assert users(company)["ben@example.com"] == ("member:sales, viewer", True)
    told = company.run("users", "reset-password", "BEN@example.com").stdout
    assert told == "ben@example.com has a new password; their sessions have ended.\n"
    company.run("users", "deactivate", "ben@example.com")

    assert users(company)["ben@example.com"] == ("", False)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("deactivate", "ann@example.com"), "This is the last administrator. Make somebody else administrator first."),
        (
            ("deactivate", "nobody@example.com"),
            "There is no user nobody@example.com. `tenure users list` shows them all.",
        ),
        (("reset-password", "ann@example.com", "--password", "short"), "password: "),
        (("add", "cy@example.com", "--name", "Cy", "--role", "king", "--password", "x"), "'king' is no role."),
        (("add", "ann@example.com", "--name", "A", "--password", "a long enough secret"), "email: "),
        (("add", "not an address", "--name", "A", "--password", "a long enough secret"), "email: "),
        (("add", "cy@example.com", "--name", "Cy"), "Their password was not given; use --password."),
        (("list", "--format", "xml"), "Invalid value for '--format'"),
        (("list", "--as", "x"), "No such option"),
    ],
)
def test_a_mistake_is_one_line(company: Installation, arguments: tuple[str, ...], told: str) -> None:
    company.environment.pop("TENURE_USER_PASSWORD", None)

    done = company.run("users", *arguments, expect=1)

    assert done.stdout == ""
    assert told in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert users(company)["ann@example.com"] == ("administrator", True)


def test_rows_are_printed_as_csv(company: Installation) -> None:
    lines = company.run("users", "list", "--format", "csv").stdout.splitlines()

    assert lines[:2] == ["email,name,roles,active,last_login", "ann@example.com,Ann Lee,administrator,yes,"]
