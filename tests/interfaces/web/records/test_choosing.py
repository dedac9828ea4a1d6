"""What a picker offers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import Http404

from tenure.business.accounts.models import Account, Contact
from tenure.business.billing.models import Contract, ContractLine, Product
from tenure.business.sales.models import Opportunity
from tenure.foundation.access.models import RightsRule, User
from tenure.foundation.access.roles import Level, Role
from tenure.foundation.records import operations
from tenure.foundation.records.recording import recording
from tenure.interfaces.web.records.choosing import choices_for, new_address

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

Act = Callable[..., Any]


def texts(model: Any, text: str, user: User) -> list[str]:
    return [choice.text for choice in choices_for(model=model, text=text, user=user)]


def test_typing_errors_are_forgiven(seller: User, act: Act) -> None:
    with act():
        for name in ("Northwind Traders", "Southwind"):
            operations.create(model=Account, values={"name": name})

    assert texts(Account, "nortwhind tradrs", seller) == ["Northwind Traders"]
    assert texts(Account, "south", seller) == ["Southwind"]


def test_a_record_is_found_by_its_public_id(seller: User, account: Account) -> None:
    assert texts(Account, account.public_id, seller) == ["Acme"]


def test_nothing_typed_offers_what_one_touched_last_before_what_others_did(
    seller: User, account: Account, act: Act
) -> None:
    with act(datetime(2026, 3, 1, tzinfo=UTC)):
        quiet = operations.create(model=Account, values={"name": "Quiet"})
    with recording(actor=seller, path="test", now=datetime(2026, 3, 2, tzinfo=UTC)):
        operations.change(record=account, values={"region": "North"})
    with act(datetime(2026, 3, 3, tzinfo=UTC)):
        operations.change(record=quiet, values={"region": "South"})
        operations.delete(record=operations.create(model=Account, values={"name": "Gone"}))

    assert texts(Account, "", seller) == ["Acme", "Quiet"]


def test_a_record_named_by_another_is_found_by_that_one(admin: User, account: Account, act: Act) -> None:
    with act():
        contract = operations.create(
            model=Contract, values={"number": "C-1", "account": account, "status": "signed", "currency": "EUR"}
        )
        for name in ("Core platform", "Support"):
            product = operations.create(model=Product, values={"name": name})
            operations.create(
                model=ContractLine,
                values={"contract": contract, "product": product, "account": account, "currency": "EUR"},
            )

    assert texts(ContractLine, "core platfrm", admin) == ["Core platform"]


def test_what_is_hidden_from_a_person_finds_nothing_for_them(
    hire: Callable[..., User], contact: Contact, act: Act
) -> None:
    with act():
        for kind, field in (("contact", "email"), ("opportunity", ""), ("product", "name")):
            whose = {"role": Role.MEMBER, "function": "support"}
            RightsRule.objects.create(**whose, kind_key=kind, field=field, level=Level.HIDDEN)
        operations.create(model=Product, values={"name": "Secret"})
    user = hire("Sue", role=Role.MEMBER, function="support")

    assert texts(Contact, "carla@acme.example", user) == []
    assert texts(Contact, "carla", user) == ["Carla Cole"]
    assert texts(Product, "secret", user) == []
    with pytest.raises(Http404):
        choices_for(model=Opportunity, text="", user=user)


def test_a_new_one_is_offered_to_whom_may_add_it_and_only_where_it_stands_alone(seller: User, viewer: User) -> None:
    assert new_address(model=Contact, text="Dora", user=seller) == "/contacts/new/?short=1&name=Dora"
    assert new_address(model=Contact, text="Dora", user=viewer) == ""
    assert new_address(model=ContractLine, text="x", user=seller) == ""
