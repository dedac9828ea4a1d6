"""What a customer wrote, the customer has seen."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tenure.business.support.models import CaseMessage
from tenure.foundation.records.operations import change, create
from tenure.foundation.records.recording import recording
from tests.business.samples import sample

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def _written(**values: Any) -> CaseMessage:
    case = sample("case", subject="Stuck", opened_at=NOW)
    with recording(actor=None, path="test", now=NOW):
        return create(model=CaseMessage, values={"case": case, "body": "Help", "at": NOW, **values})


def test_a_message_of_the_customer_is_public_without_being_ticked() -> None:
    assert _written(actor="customer").public
    assert _written(actor="customer", public=False).public
    assert not _written(actor="agent").public


def test_a_message_that_turns_out_to_be_the_customer_s_becomes_public_and_cannot_be_hidden() -> None:
    message = _written(actor="agent")

    with recording(actor=None, path="test", now=NOW):
        change(record=message, values={"actor": "customer"})
    with recording(actor=None, path="test", now=NOW):
        change(record=message, values={"public": False})

    message.refresh_from_db()
    assert (message.actor, message.public) == ("customer", True)
    assert [one.public for one in message.versions_model._default_manager.order_by("version_id")] == [False, True]
