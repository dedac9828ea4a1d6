"""The database guards structure, whoever writes; the order of business dates it leaves to quality rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from tenure.business.accounts.models import Account
from tenure.foundation.records.kinds import record_models
from tenure.foundation.records.recording import recording
from tests.business.samples import NOW, sample, unsaved

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

KINDS = [m.kind.key for m in record_models() if m.__module__.startswith("tenure.business.")]
WITH_MONEY = [m.kind.key for m in record_models() if m.__module__.startswith("tenure.business.") and m.kind.money]


@pytest.fixture(autouse=True)
def _act(db: None) -> Iterator[None]:
    with recording(actor=None, path="test", now=NOW):
        yield


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_written_with_little_more_than_its_name(kind: str) -> None:
    record = sample(kind)

    record.full_clean()
    assert str(record)
    assert record.public_id.startswith(f"{record.kind.prefix}_")
    assert record.versions_model._default_manager.filter(record_id=record.pk).count() == 1


@pytest.mark.parametrize("kind", WITH_MONEY)
def test_an_amount_without_a_currency_is_refused(kind: str) -> None:
    record = unsaved(kind)
    amount, currency = next(iter(record.kind.money.items()))
    setattr(record, amount, Decimal(5))
    setattr(record, currency, "")

    with pytest.raises(ValidationError, match="in which currency"):
        record.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        record.save()


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("product", {"code": "P-1"}),
        ("price_book", {"name": "Standard"}),
        ("discount", {"code": "SPRING"}),
        ("contract", {"number": "C-1"}),
        ("invoice", {"number": "2026-001"}),
        ("credit_note", {"number": "CN-1"}),
        ("quote", {"number": "Q-1"}),
        ("partner", {"name": "Ally"}),
        ("competitor", {"name": "Rival"}),
        ("territory", {"name": "North"}),
        ("lead_source", {"name": "Webinar"}),
        ("project_template", {"name": "Six weeks"}),
        ("kb_article", {"slug": "how-to"}),
        ("macro", {"name": "Thanks"}),
        ("cash", {"bank_account": "Giro", "on": date(2026, 3, 31), "currency": "EUR"}),
        ("plan_figure", {"metric": "arr", "version": "Board", "period": date(2026, 1, 1)}),
    ],
)
def test_what_names_a_record_is_used_once_among_those_in_use(kind: str, values: dict[str, Any]) -> None:
    first = sample(kind, **values)

    with pytest.raises(IntegrityError), transaction.atomic():
        sample(kind, **values)

    type(first).everything.filter(pk=first.pk).update(deleted_at=NOW)
    sample(kind, **values)


def test_an_empty_code_is_no_name() -> None:
    sample("product", code="")
    sample("product", code="")


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("contract_line", {"qty": Decimal(-1)}),
        ("contract_line", {"fx_rate": Decimal(0)}),
        ("opp_split", {"split_pct": Decimal("1.5")}),
        ("tax_rate", {"rate": Decimal(20)}),
        ("payment", {"amount": Decimal(-5), "currency": "EUR"}),
        ("time_entry", {"hours": Decimal(-1)}),
        ("quota", {"from_on": date(2026, 4, 1), "to_on": date(2026, 3, 31)}),
        ("price_book", {"valid_from": date(2026, 4, 1), "valid_to": date(2026, 3, 31)}),
    ],
)
def test_a_value_outside_its_structure_is_refused(kind: str, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        sample(kind, **values)


def test_a_campaign_member_is_someone_once() -> None:
    member = sample("campaign_member", lead=sample("lead"))

    with pytest.raises(IntegrityError), transaction.atomic():
        sample("campaign_member", campaign=member.campaign, lead=member.lead)
    with pytest.raises(IntegrityError), transaction.atomic():
        sample("campaign_member", campaign=member.campaign, lead=None)


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("contract_line", {"service_start": date(2026, 4, 1), "service_end": date(2026, 3, 31)}),
        ("invoice", {"issued_on": date(2026, 4, 1), "due_on": date(2026, 3, 31)}),
        ("contract", {"start_on": date(2026, 4, 1), "end_on": date(2026, 3, 31)}),
    ],
)
def test_business_dates_out_of_order_are_accepted(kind: str, values: dict[str, Any]) -> None:
    assert sample(kind, **values).pk


def test_an_account_that_others_name_cannot_vanish() -> None:
    contract = sample("contract")

    with pytest.raises(ProtectedError):
        Account.everything.filter(pk=contract.account_id).delete()


def test_a_free_line_is_not_an_unknown_line() -> None:
    free = sample("contract_line", amount=Decimal(0), currency="EUR")
    unknown = sample("contract_line")

    free.refresh_from_db()
    unknown.refresh_from_db()
    assert free.amount == Decimal(0)
    assert unknown.amount is None
