"""Numbers of quotes, contracts, invoices, credit notes and cases: each once, without gaps where the law wants it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from tenure.business.accounts.models import Account
from tenure.business.billing.models import CreditNote, Invoice
from tenure.business.sales.models import Quote
from tenure.business.support.models import Case
from tenure.foundation.access.actions import bulk_change_records
from tenure.foundation.access.users import create_administrator
from tenure.foundation.records import operations
from tenure.foundation.records.models import NumberSeries
from tenure.foundation.records.numbering import (
    NumberFormatError,
    NumberKeptError,
    checked_format,
    next_number,
    set_format,
)
from tenure.foundation.records.recording import recording
from tenure.foundation.records.reverting import revert
from tenure.foundation.records.versions.table import Change

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

NOW = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)  # already 2027 in Berlin


@pytest.fixture
def act() -> Iterator[None]:
    with recording(actor=None, path="test", now=NOW, zone=ZoneInfo("Europe/Berlin")):
        yield


@pytest.fixture
def account(act: None) -> Account:
    return operations.create(model=Account, values={"name": "Acme"})


def invoice(account: Account, **values: Any) -> Invoice:
    return operations.create(model=Invoice, values={"account": account, "status": "issued", **values})


def test_a_record_without_a_number_gets_the_next_of_the_year_in_the_companys_zone(account: Account) -> None:
    first = operations.create(model=Quote, values={"account": account})
    second = operations.create(model=Quote, values={"account": account, "issued_on": date(2026, 5, 1)})
    third = operations.create(model=Quote, values={"account": account})

    assert [first.number, second.number, third.number] == ["Q-2027-0001", "Q-2026-0001", "Q-2027-0002"]


def test_a_given_number_is_kept_and_the_next_goes_on_from_the_highest_there_is(account: Account) -> None:
    for number in ("INV-2026-00009", "INV-2026-00120", "OLD-7"):
        invoice(account, number=number)

    assert invoice(account, issued_on=date(2026, 3, 1)).number == "INV-2026-00121"


def test_a_number_written_by_hand_ahead_of_the_series_is_stepped_over(account: Account) -> None:
    assert operations.create(model=Case, values={"subject": "Slow"}).number == "00001"
    operations.create(model=Case, values={"subject": "Down", "number": "00002"})

    assert operations.create(model=Case, values={"subject": "Odd"}).number == "00003"


def test_a_draft_has_no_number_until_it_is_issued(account: Account) -> None:
    draft = operations.create(model=Invoice, values={"account": account})
    assert draft.number == ""

    operations.change(record=draft, values={"status": "issued", "issued_on": date(2026, 12, 1)})

    draft.refresh_from_db()
    assert draft.number == "INV-2026-00001"
    versions: Any = Invoice.versions_model._default_manager.filter(record_id=draft.pk).order_by("version_id")
    assert [version.number for version in versions] == ["", "INV-2026-00001"]


def test_many_drafts_issued_at_once_get_a_number_each(account: Account) -> None:
    user = create_administrator(name="Ann", email="ann@example.com", password="correct horse battery")
    drafts = [operations.create(model=Invoice, values={"account": account}) for _ in range(3)]

    values = {"status": "issued", "issued_on": date(2026, 12, 1)}
    ids = [draft.pk for draft in drafts]
    changed = bulk_change_records(by=user, kind="invoice", ids=ids, values=values, path="test", now=NOW)

    assert changed == 3
    numbers = Invoice.objects.order_by("pk").values_list("number", flat=True)
    assert list(numbers) == ["INV-2026-00001", "INV-2026-00002", "INV-2026-00003"]


def test_what_fails_takes_no_number(account: Account) -> None:
    invoice(account, issued_on=date(2026, 12, 1))
    with pytest.raises(ValidationError):
        invoice(account, issued_on=date(2026, 12, 1), total=5, currency="")
    with pytest.raises(RuntimeError), transaction.atomic():
        invoice(account, issued_on=date(2026, 12, 1))
        raise RuntimeError

    assert invoice(account, issued_on=date(2026, 12, 1)).number == "INV-2026-00002"


def test_a_number_without_gaps_stays_with_its_record(account: Account) -> None:
    issued = invoice(account, issued_on=date(2026, 12, 1))
    note = operations.create(model=CreditNote, values={"invoice": issued, "issued_on": date(2026, 12, 2)})
    assert note.number == "CN-2026-00001"

    with pytest.raises(NumberKeptError, match="INV-2026-00001 cannot be deleted"):
        operations.delete(record=issued)
    with pytest.raises(NumberKeptError, match="Credit note CN-2026-00001 cannot be deleted"):
        operations.delete(record=note)
    with pytest.raises(NumberKeptError, match="INV-2026-00001 may not be missing"):
        operations.change(record=issued, values={"number": "X-1"})
    issued.refresh_from_db()
    operations.change(record=issued, values={"number": "", "status": "void"})
    issued.refresh_from_db()
    assert (issued.number, issued.status) == ("INV-2026-00001", "void")


def test_what_another_system_numbered_can_be_deleted_and_so_can_a_draft_or_a_quote(account: Account) -> None:
    invoice(account, issued_on=date(2026, 12, 1))
    mirrored = invoice(account, number="in_1Kx")
    draft = operations.create(model=Invoice, values={"account": account})
    quote = operations.create(model=Quote, values={"account": account})

    for record in (mirrored, draft, quote):
        operations.delete(record=record)

    assert Invoice.objects.count() == 1
    assert operations.create(model=Quote, values={"account": account}).number == "Q-2027-0002"


@pytest.mark.django_db(transaction=True)
def test_issuing_cannot_be_undone() -> None:
    with recording(actor=None, path="test", now=NOW):
        draft = operations.create(model=Invoice, values={"account": sample_account()})
    with recording(actor=None, path="test", now=NOW) as act:
        operations.change(record=draft, values={"status": "issued", "issued_on": date(2026, 12, 1)})

    change = Change.objects.get(pk=act.change.pk)
    with pytest.raises(NumberKeptError), recording(actor=None, path="test", now=NOW):
        revert(change=change)

    draft.refresh_from_db()
    assert draft.status == "issued"


def test_going_back_to_a_version_without_a_number_keeps_the_number(account: Account) -> None:
    draft = operations.create(model=Invoice, values={"account": account})
    version = Invoice.versions_model._default_manager.get(record_id=draft.pk)
    operations.change(record=draft, values={"status": "issued", "issued_on": date(2026, 12, 1)})

    operations.restore(record=draft, version=version)

    draft.refresh_from_db()
    assert (draft.status, draft.number) == ("draft", "INV-2026-00001")


def test_the_company_chooses_the_format_and_a_format_without_year_never_starts_again(act: None) -> None:
    account = operations.create(model=Account, values={"name": "Acme"})
    set_format(kind=Invoice.kind, text="{number:4}/A")
    assert next_number(kind=Invoice.kind, year=2026) == "0001/A"

    first = invoice(account, issued_on=date(2026, 12, 1))
    second = invoice(account, issued_on=date(2027, 1, 1))

    assert (first.number, second.number) == ("0001/A", "0002/A")
    assert next_number(kind=Invoice.kind, year=2027) == "0003/A"


@pytest.mark.parametrize(
    "text", ["INV", "{year}", "{number}{number}", "{number:99}", "{month}-{number}", "{number", "}"]
)
def test_a_format_from_which_no_numbers_can_be_made_is_refused(text: str) -> None:
    with pytest.raises(NumberFormatError):
        checked_format(text)


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_share_no_number_and_leave_no_gap() -> None:
    with recording(actor=None, path="test", now=NOW):
        account = sample_account()

    def write(number: int) -> None:
        try:
            with recording(actor=None, path="test", now=NOW):
                invoice(account, issued_on=date(2026, 12, 1))
                if number % 5 == 0:
                    raise _FailedError
        except _FailedError:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))

    numbers = sorted(Invoice.objects.values_list("number", flat=True))
    assert numbers == [f"INV-2026-{number:05}" for number in range(1, 33)]
    assert NumberSeries.objects.get().last == 32


class _FailedError(RuntimeError):
    """What goes wrong after a number was taken."""


def sample_account() -> Account:
    return operations.create(model=Account, values={"name": "Acme"})
