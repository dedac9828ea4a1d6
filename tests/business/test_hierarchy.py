"""Accounts as parts of accounts: walked at any depth, added up with their parts, never in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.business.accounts.models import Account
from tenure.business.accounts.operations import HierarchyCircleError, set_parent
from tenure.business.accounts.queries import (
    NotAboutAnAccountError,
    ancestors,
    descendants,
    family,
    records_of,
    sum_by_currency,
)
from tenure.business.billing.queries import balance, open_invoices, running_lines
from tenure.business.sales.queries import open_arr, open_opportunities
from tenure.business.support.queries import open_cases
from tenure.foundation.records.operations import change
from tenure.foundation.records.recording import recording
from tests.business.samples import NOW, sample

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


@pytest.fixture(autouse=True)
def _act(db: None) -> Iterator[None]:
    with recording(actor=None, path="test", now=NOW):
        yield


@pytest.fixture
def group() -> dict[str, Account]:
    """Holding ▸ (North ▸ Oslo, South), and Other beside them."""
    holding = _account("Holding")
    north = _account("North", parent=holding)
    return {
        "holding": holding,
        "north": north,
        "oslo": _account("Oslo", parent=north),
        "south": _account("South", parent=holding),
        "other": _account("Other"),
    }


def test_all_accounts_below_one_are_found_in_one_question(group: dict[str, Account]) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        found = sorted(account.name for account in descendants(account=group["holding"]))

    assert found == ["North", "Oslo", "South"]
    assert len(asked) == 1


def test_the_way_up_is_found(group: dict[str, Account]) -> None:
    assert sorted(a.name for a in ancestors(account=group["oslo"])) == ["Holding", "North"]
    assert list(ancestors(account=group["holding"])) == []


def test_a_family_is_the_account_and_what_is_below(group: dict[str, Account]) -> None:
    assert sorted(a.name for a in family(account=group["north"])) == ["North", "Oslo"]


def test_a_deleted_account_is_left_out_but_its_parts_are_not_lost(group: dict[str, Account]) -> None:
    Account.everything.filter(pk=group["north"].pk).update(deleted_at=NOW)

    assert sorted(a.name for a in descendants(account=group["holding"])) == ["Oslo", "South"]


def test_an_account_moves_with_its_parts(group: dict[str, Account]) -> None:
    set_parent(account=group["north"], parent=group["other"])

    assert sorted(a.name for a in descendants(account=group["other"])) == ["North", "Oslo"]
    assert [a.name for a in descendants(account=group["holding"])] == ["South"]


def test_an_account_is_taken_out_of_its_group(group: dict[str, Account]) -> None:
    set_parent(account=group["oslo"], parent=None)

    assert list(descendants(account=group["north"])) == []


@pytest.mark.parametrize("below", ["holding", "north", "oslo"])
def test_an_account_cannot_become_a_part_of_itself(group: dict[str, Account], below: str) -> None:
    with pytest.raises(HierarchyCircleError, match="is already a part of Holding"):
        set_parent(account=group["holding"], parent=group[below])

    group["holding"].refresh_from_db()
    assert group["holding"].parent is None


def test_a_form_refuses_a_circle_too(group: dict[str, Account]) -> None:
    with pytest.raises(ValidationError, match="a part of itself"):
        change(record=group["holding"], values={"parent": group["oslo"]})


def test_a_circle_that_came_about_otherwise_does_not_hang_the_question(group: dict[str, Account]) -> None:
    Account.objects.filter(pk=group["holding"].pk).update(parent=group["oslo"])

    assert sorted(a.name for a in descendants(account=group["holding"])) == ["North", "Oslo", "South"]


def test_open_arr_is_added_up_with_the_parts_by_currency(group: dict[str, Account]) -> None:
    _deal(group["holding"], arr=Decimal("1000.50"), currency="EUR")
    _deal(group["oslo"], arr=Decimal("200.25"), currency="EUR")
    _deal(group["south"], arr=Decimal("70"), currency="USD")
    _deal(group["south"], arr=Decimal("9999"), currency="USD", outcome="won", closed_at=NOW)
    _deal(group["other"], arr=Decimal("5000"), currency="EUR")

    # 1000.50 + 200.25 = 1200.75
    assert open_arr(account=group["holding"]) == {"EUR": Decimal("1200.75"), "USD": Decimal("70.00")}
    assert open_arr(account=group["holding"], with_parts=False) == {"EUR": Decimal("1000.50")}
    assert open_opportunities(account=group["holding"]).count() == 3


def test_a_deal_without_an_amount_adds_nothing_rather_than_zero(group: dict[str, Account]) -> None:
    _deal(group["oslo"], arr=None)

    assert open_arr(account=group["oslo"]) == {}


def test_cases_that_are_done_are_not_open(group: dict[str, Account]) -> None:
    waiting = sample("case", account=group["oslo"], status="waiting_customer")
    sample("case", account=group["oslo"], status="resolved")

    assert list(open_cases(account=group["holding"])) == [waiting]


def test_a_line_runs_on_its_first_and_last_day(group: dict[str, Account]) -> None:
    contract = sample("contract", account=group["oslo"])
    line = sample(
        "contract_line",
        contract=contract,
        account=group["oslo"],
        service_start=date(2026, 3, 1),
        service_end=date(2026, 3, 31),
    )

    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 1)]
    running = [list(running_lines(account=group["holding"], on=day)) for day in days]

    assert running == [[], [line], [line], []]


def test_what_is_open_of_an_invoice_counts_credits_payments_and_refunds(group: dict[str, Account]) -> None:
    invoice = sample("invoice", account=group["oslo"], total=Decimal(1000), currency="EUR", status="issued")
    sample("credit_note", invoice=invoice, amount=Decimal(100), currency="EUR")
    sample("payment", invoice=invoice, amount=Decimal(500), currency="EUR")
    sample("payment", invoice=invoice, amount=Decimal(50), currency="EUR", is_refund=True)
    sample("payment", invoice=invoice, amount=Decimal(7), currency="USD")

    # 1000 − 100 − 500 + 50 = 450
    assert balance(invoice=invoice) == Decimal(450)
    assert list(open_invoices(account=group["holding"])) == [invoice]


def test_the_balance_of_an_invoice_without_a_total_is_unknown() -> None:
    assert balance(invoice=sample("invoice", total=None)) is None


def test_kinds_that_name_no_account_cannot_be_added_up(group: dict[str, Account]) -> None:
    with pytest.raises(NotAboutAnAccountError, match="Products do not name an account"):
        records_of(account=group["holding"], kind="product")


def test_sums_are_exact_to_the_millionth(group: dict[str, Account]) -> None:
    for _ in range(3):
        _deal(group["oslo"], arr=Decimal("0.100001"), currency="EUR")

    total = sum_by_currency(records=records_of(account=group["oslo"], kind="opportunity"), amount="arr")

    assert total == {"EUR": Decimal("0.300003")}


def _account(name: str, **values: Any) -> Account:
    account: Account = sample("account", name=name, **values)
    return account


def _deal(account: Account, **values: Any) -> Any:
    return sample("opportunity", account=account, **values)
