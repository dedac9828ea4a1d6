"""The migrations make the tables that the models describe."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.management import call_command

from tenure.configuration.settings import ROOMS


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration(capsys: pytest.CaptureFixture[str]) -> None:
    assert getattr(settings, "MIGRATION_MODULES", {}) == {}, "a room has no 0001_initial yet"
    labels = [room.rpartition(".")[2] for room in ROOMS]

    call_command("makemigrations", *labels, check=True, dry_run=True)

    assert "No changes detected" in capsys.readouterr().out
