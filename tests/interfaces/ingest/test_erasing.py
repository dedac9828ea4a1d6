"""A person who is erased is forgotten by imports too: in rejected rows and in samples."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tenure.business.accounts.models import Contact
from tenure.foundation.access.actions import erase_person
from tenure.interfaces.ingest.models import ImportBatch, RejectedRow
from tests.interfaces.ingest.conftest import NOW, imported

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

MAPPING = """
source: crm
targets:
- kind: contact
  id: id
  fields: {name: name, email: email, active_from: from}
"""
FILE = (
    "id,name,email,from\n"
    "c-1,Lee Ann,lee@acme.com,2025-01-01\n"
    "c-2,Lee Ann again,LEE@acme.com,never\n"
    "c-3,Bo,bo@bolt.com,never\n"
)


def test_rows_and_samples_that_tell_of_an_erased_person_are_blanked(
    ann: Any, write: Callable[[str, str], Path]
) -> None:
    imported(MAPPING, write("c.csv", FILE), by=ann)
    assert RejectedRow.objects.count() == 2

    erase_person(by=ann, record=Contact.objects.get(), path="test", now=NOW, reason="asked for")

    first, second = RejectedRow.objects.order_by("number")
    assert (first.values, first.reason) == ({}, "erased")
    assert second.values["name"] == "Bo"
    assert "Lee" not in json.dumps(ImportBatch.objects.get().counts)
