"""The timeline: everything merged by date, narrowed by type, page after page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tenure.business.accounts.models import Account, Activity
from tenure.business.billing.models import Invoice
from tenure.business.sales.models import Opportunity
from tenure.foundation.access.models import User
from tenure.foundation.records import operations
from tenure.interfaces.web.addresses import record_url
from tenure.lifecycle.work.operations import add_task, complete_task, write_note

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

Browse = Callable[..., Client]


def titles(client: Client, address: str) -> tuple[list[str], str]:
    """What stands on a page of the timeline, and the address of the next page."""
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    heads = [each.find("span").get_text(" ", strip=True) for each in soup.select(".happening-head")]
    more = soup.select_one(".timeline-more button")
    return heads, more["hx-get"] if more else ""


def test_changes_notes_tasks_and_all_that_points_here_stand_by_date(
    browse: Browse, admin: User, account: Account, opportunity: Opportunity, invoice: Invoice, act: Callable[..., Any]
) -> None:
    person = admin.person  # type: ignore[attr-defined]
    with act(datetime(2026, 2, 20, tzinfo=UTC)):
        write_note(body=f"Ask @[Ada]({person.public_id})", author=person, about=account)
        task = add_task(title="Call them", assignee=person, about=account)
    with act(datetime(2026, 3, 5, tzinfo=UTC)):
        complete_task(task=task)
        operations.change(record=account, values={"industry": "Energy"})

    heads, more = titles(browse(admin), f"{record_url(account)}timeline/")

    assert heads == [
        "Task done Call them",
        "Setup changed this account",
        "Invoice INV-1 Issued",
        "Note Ask @Ada",
        "Opportunity Acme expansion Proposal",
        "Setup created this account",
    ]
    assert more == ""


def test_it_is_narrowed_to_one_type(
    browse: Browse, admin: User, account: Account, opportunity: Opportunity, invoice: Invoice
) -> None:
    address = f"{record_url(account)}timeline/"

    assert titles(browse(admin), f"{address}?only=invoice")[0] == ["Invoice INV-1 Issued"]
    assert titles(browse(admin), f"{address}?only=changes")[0] == ["Setup created this account"]
    assert titles(browse(admin), f"{address}?only=nonsense")[0] == []


def test_pages_follow_each_other_without_gap_or_repetition_also_within_one_moment(
    browse: Browse, admin: User, account: Account, act: Callable[..., Any]
) -> None:
    with act():
        for number in range(30):
            at = datetime(2026, 3, 1, 10, tzinfo=UTC)
            operations.create(
                model=Activity, values={"type": "call", "subject": f"Call {number}", "account": account, "at": at}
            )
        for number in range(40):
            values = {"number": f"N-{number:02}", "account": account, "issued_on": date(2026, 3, 1)}
            operations.create(model=Invoice, values=values)
    client = browse(admin)

    seen: list[str] = []
    address = f"{record_url(account)}timeline/"
    while address:
        heads, address = titles(client, address)
        seen += heads

    assert len(seen) == len(set(seen)) == 71
    assert seen[0] == "Activity Call 29"
    assert seen[30] == "Invoice N-39 Draft"
    assert seen[-1] == "Setup created this account"


def test_a_cursor_that_cannot_be_read_begins_at_the_top(browse: Browse, admin: User, account: Account) -> None:
    for forged in ("x", "2026-01-01~a~b", "~~", "2026-01-01T00:00:00~a~1"):
        heads, _more = titles(browse(admin), f"{record_url(account)}timeline/?after={forged}")
        assert heads == ["Setup created this account"]


def test_on_a_past_day_nothing_later_is_told(
    browse: Browse, admin: User, account: Account, opportunity: Opportunity, invoice: Invoice
) -> None:
    heads, _more = titles(browse(admin), f"{record_url(account)}timeline/?as_of=2026-02-15")

    assert heads == ["Opportunity Acme expansion Proposal", "Setup created this account"]


def test_the_next_page_keeps_the_filter(browse: Browse, admin: User, account: Account, act: Callable[..., Any]) -> None:
    with act():
        for number in range(26):
            values = {"number": f"N-{number:02}", "account": account, "issued_on": date(2026, 3, 1)}
            operations.create(model=Invoice, values=values)

    _heads, more = titles(browse(admin), f"{record_url(account)}timeline/?only=invoice")

    assert parse_qs(urlsplit(more).query)["only"] == ["invoice"]
    assert titles(browse(admin), more)[0] == ["Invoice N-00 Draft"]
