from __future__ import annotations

from datetime import timedelta

import pytest

from tenure.foundation.access.actions import change_record, create_record
from tenure.foundation.access.audit import acts, sign_ins
from tenure.foundation.access.models import SignInEvent, SignInKind
from tenure.foundation.access.rights import NotAllowedError
from tests.foundation.access.people import ADMINISTRATOR, HEAD_OF_SALES, NOW, SELLER, new_user

pytestmark = pytest.mark.django_db


def test_acts_are_found_by_who_kind_path_text_and_time() -> None:
    chief, sally = new_user(ADMINISTRATOR, email="chief@example.com"), new_user(SELLER, email="sally@example.com")
    later = NOW + timedelta(hours=1)
    account = create_record(by=sally, kind="account", values={"name": "A"}, path="web:accounts", now=NOW)
    change_record(by=chief, record=account, values={"name": "B"}, reason="Rebranded", path="api:v1", now=later)

    def reasons(**wanted: object) -> list[str]:
        return [act.path for act in acts(by=chief, kind_key="account", **wanted)]  # type: ignore[arg-type]

    assert reasons() == ["api:v1", "web:accounts"]
    assert reasons(actor=sally) == ["web:accounts"]
    assert reasons(path="api:") == ["api:v1"]
    assert reasons(text="rebrand") == ["api:v1"]
    assert reasons(since=later) == ["api:v1"]
    assert reasons(until=later) == ["web:accounts"]
    assert list(acts(by=chief, kind_key="invoice")) == []


def test_the_log_of_the_door_is_found_by_who_kind_and_address() -> None:
    chief, sally = new_user(ADMINISTRATOR, email="chief@example.com"), new_user(SELLER, email="sally@example.com")
    SignInEvent.objects.create(at=NOW, kind=SignInKind.SIGNED_IN, user=sally, email=sally.email, address="192.0.2.1")
    SignInEvent.objects.create(at=NOW, kind=SignInKind.FAILED, email="mallory@example.com", address="198.51.100.7")

    assert [event.email for event in sign_ins(by=chief)] == ["mallory@example.com", "sally@example.com"]
    assert [event.email for event in sign_ins(by=chief, user=sally)] == ["sally@example.com"]
    assert [event.email for event in sign_ins(by=chief, kind=SignInKind.FAILED)] == ["mallory@example.com"]
    assert [event.email for event in sign_ins(by=chief, text="198.51")] == ["mallory@example.com"]


def test_only_administrators_read_the_trail() -> None:
    head = new_user(HEAD_OF_SALES)

    for query in (acts, sign_ins):
        with pytest.raises(NotAllowedError):
            query(by=head)
