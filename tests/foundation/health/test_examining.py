"""What the checks find, as the doctor and the page both tell it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tenure.business.accounts.models import Account
from tenure.foundation.files.files import attach
from tenure.foundation.files.store import path_of
from tenure.foundation.health.examining import examine
from tenure.foundation.health.findings import Finding, Health
from tenure.foundation.organisation.models import Company
from tenure.foundation.records.recording import recording
from tests.foundation.access.people import ADMINISTRATOR, new_user
from tests.support.mailboxes import Mailbox

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """A home of its own, with a company."""
    settings.HOME = tmp_path
    with recording(actor=None, path="test", now=NOW):
        Company.objects.create(name="Northwind", currency="EUR", zone="Europe/Berlin")
    return tmp_path


def found(home: Path, check: str, *, is_thorough: bool = True) -> Finding:
    """What is said of one thing."""
    (finding,) = [each for each in examine(home=home, now=NOW, is_thorough=is_thorough) if each.check == check]
    return finding


def test_a_missing_file_is_found_at_once_and_an_altered_one_by_reading(home: Path) -> None:
    chief = new_user(ADMINISTRATOR)
    with recording(actor=None, path="test", now=NOW):
        account = Account.objects.create(name="Acme")
    file = attach(by=chief, record=account, name="a.txt", content=[b"hello"], now=NOW)
    assert found(home, "files") == Finding("files", Health.OK, "Every file is there and as it was stored.")

    path_of(file.sha256).write_bytes(b"altered")

    assert found(home, "files", is_thorough=False).health is Health.OK
    assert found(home, "files").health is Health.FAIL
    assert found(home, "files").finding.startswith("a.txt: the content is not what was stored (")

    path_of(file.sha256).unlink()

    assert found(home, "files", is_thorough=False).finding.startswith("a.txt: the content is missing (")


def test_the_mail_server_is_called_only_by_a_thorough_look(home: Path, mailbox: Mailbox, settings: Any) -> None:
    assert found(home, "mail server").health is Health.OK

    settings.EMAIL_PORT = 1

    assert found(home, "mail server").health is Health.FAIL
    assert found(home, "mail server", is_thorough=False).health is Health.OK


def test_a_home_that_is_gone_is_found(home: Path, tmp_path: Path) -> None:
    assert found(home, "home").health is Health.OK

    (first, *_) = examine(home=Path("/proc/nowhere"), now=NOW)

    assert (first.check, first.health) == ("home", Health.FAIL)
