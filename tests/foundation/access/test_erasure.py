from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress

from tenure.foundation.access.actions import create_record, erase_person
from tenure.foundation.access.invitations import invite
from tenure.foundation.access.models import Invitation, SignInEvent, SignInKind
from tenure.foundation.access.users import LastAdministratorError
from tenure.foundation.organisation.models import Person
from tenure.foundation.records.versions.table import Change
from tests.foundation.access.people import ADMINISTRATOR, NOW, SELLER, new_user

pytestmark = pytest.mark.django_db


def test_nothing_at_the_door_tells_of_an_erased_colleague() -> None:
    chief = new_user(ADMINISTRATOR, email="chief@example.com", name="Charles")
    invite(by=chief, email="sally@example.com", name="Sally", grants=[SELLER], path="test", now=NOW)
    sally = new_user(SELLER, email="sally@example.com", name="Sally")
    create_record(by=sally, kind="account", values={"name": "Acme"}, path="test", now=NOW)
    SignInEvent.objects.create(at=NOW, kind=SignInKind.SIGNED_IN, user=sally, email=sally.email, address="192.0.2.1")
    SignInEvent.objects.create(at=NOW, kind=SignInKind.FAILED, email="sally@example.com", address="192.0.2.1")

    erase_person(by=chief, record=Person.objects.get(user=sally), reason="Asked for", path="test", now=NOW)

    assert not EmailAddress.objects.filter(user=sally).exists()
    assert set(SignInEvent.objects.values_list("email", "address")) == {("", None)}
    for model in (Invitation, Invitation.versions_model):
        assert set(model.objects.values_list("email", "name")) == {("erased@erased.invalid", "")}
    assert set(Change.objects.filter(actor=sally).values_list("actor_label", flat=True)) == {"erased"}
    assert not Change.objects.filter(reason__icontains="sally").exists()


def test_the_last_administrator_cannot_be_erased() -> None:
    chief = new_user(ADMINISTRATOR, email="chief@example.com", name="Charles")

    with pytest.raises(LastAdministratorError):
        erase_person(by=chief, record=Person.objects.get(user=chief), reason="Asked for", path="test", now=NOW)

    chief.refresh_from_db()
    assert chief.name == "Charles"
