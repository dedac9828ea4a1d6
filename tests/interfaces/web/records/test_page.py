"""The page of a record: what it shows, to whom, and on which day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tenure.business.accounts.models import Account, Contact
from tenure.business.billing.models import Invoice, InvoiceLine
from tenure.business.delivery.models import Project
from tenure.business.sales.models import Opportunity
from tenure.business.support.models import Case
from tenure.foundation.access.models import RightsRule, User
from tenure.foundation.access.roles import Level, Role
from tenure.foundation.records import operations
from tenure.foundation.records.models import CustomField
from tenure.interfaces.web.addresses import record_url
from tenure.lifecycle.work.operations import add_task, write_note

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

Browse = Callable[..., Client]
MOST_QUERIES = {"": 29, "?tab=related": 36, "?tab=history": 30, "timeline/": 48, "change/": 24, "field/name/": 18}


def page_of(client: Client, address: str, **headers: str) -> BeautifulSoup:
    answer = client.get(address, headers=headers or None)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def cells(soup: BeautifulSoup) -> dict[str, str]:
    return {
        cell["data-cell"]: cell.select_one(".cell-value").get_text(strip=True) for cell in soup.select("[data-cell]")
    }


def figures(soup: BeautifulSoup) -> dict[str, str]:
    return {each.dt.get_text(): each.dd.get_text(strip=True) for each in soup.select(".figures .figure")}


def test_a_page_has_a_title_one_line_and_the_numbers_first(
    browse: Browse, seller: User, opportunity: Opportunity
) -> None:
    soup = page_of(browse(seller), record_url(opportunity))

    assert soup.h1.get_text(" ", strip=True) == "Acme expansion Proposal"
    assert soup.select_one(".page-lead").get_text(strip=True) == "Opportunity ·Acme"
    assert figures(soup) == {"ARR": "€12,000.50", "Expected close": "in 12 days"}


def test_values_read_as_people_say_them(browse: Browse, seller: User, opportunity: Opportunity) -> None:
    shown = cells(page_of(browse(seller), record_url(opportunity)))

    assert shown["arr"] == "€12,000.50"
    assert shown["close_date"] == "22 Mar 2026 · in 12 days"
    assert shown["created_at"] == "1 Feb 2026, 09:00"
    assert shown["type"] == "New customer"
    assert shown["poc"] == "No"
    assert shown["owner"] == "Worth filling in"
    assert "currency" not in shown


def test_the_companys_own_fields_of_all_seven_types_are_shown(
    browse: Browse, admin: User, account: Account, contact: Contact, act: Callable[..., Any]
) -> None:
    person = admin.person  # type: ignore[attr-defined]
    values: dict[str, Any] = {
        "text": "Red",
        "number": "12",
        "money": {"amount": "99.5", "currency": "USD"},
        "date": "2026-03-09",
        "choice": "Gold",
        "person": person.public_id,
        "link": contact.public_id,
    }
    with act():
        for key in values:
            options = ["Gold"] if key == "choice" else []
            CustomField.objects.create(
                kind_key="account", key=key, label=key.title(), type=key, options=options, link_kind="contact"
            )
        operations.change(record=account, values={}, custom=values)

    shown = cells(page_of(browse(admin), record_url(account)))

    assert {key: shown[f"custom.{key}"] for key in values} == {
        "text": "Red",
        "number": "12",
        "money": "$99.50",
        "date": "9 Mar 2026 · yesterday",
        "choice": "Gold",
        "person": "Ada",
        "link": "Carla Cole",
    }


def test_a_field_that_one_may_not_see_is_nowhere_in_the_page(
    browse: Browse, seller: User, account: Account, act: Callable[..., Any]
) -> None:
    with act():
        operations.change(record=account, values={"industry": "Secretive trade"})
        RightsRule.objects.create(
            role=Role.MEMBER, function="sales", kind_key="account", field="industry", level=Level.HIDDEN
        )
    client = browse(seller)

    for tab in ("overview", "timeline", "related", "history"):
        html = client.get(f"{record_url(account)}?tab={tab}").content.decode()
        assert "Secretive trade" not in html
        assert "Industry" not in html
    assert "Secretive" not in client.get(f"{record_url(account)}timeline/").content.decode()
    assert "Secretive" not in client.get(f"{record_url(account)}change/").content.decode()
    assert client.get(f"{record_url(account)}field/industry/").status_code == 404
    assert client.post(f"{record_url(account)}field/industry/", {"industry": "x"}).status_code == 404


def test_what_is_hidden_looks_like_what_does_not_exist(
    browse: Browse, seller: User, account: Account, act: Callable[..., Any]
) -> None:
    with act():
        RightsRule.objects.create(role=Role.MEMBER, function="sales", kind_key="account", field="", level=Level.HIDDEN)
    client = browse(seller)

    hidden = client.get(record_url(account))
    missing = client.get("/accounts/acc_0000000000000000/")

    assert hidden.status_code == missing.status_code == 404
    assert hidden.content.replace(account.public_id.encode(), b"acc_0000000000000000") == missing.content


def test_a_link_to_a_hidden_kind_shows_no_name(
    browse: Browse, seller: User, account: Account, contact: Contact, act: Callable[..., Any]
) -> None:
    with act():
        RightsRule.objects.create(role=Role.MEMBER, function="sales", kind_key="account", field="", level=Level.HIDDEN)

    html = browse(seller).get(record_url(contact)).content.decode()

    assert "Carla Cole" in html
    assert "Acme" not in html


def test_a_viewer_sees_all_and_can_change_nothing(browse: Browse, viewer: User, account: Account) -> None:
    soup = page_of(browse(viewer), record_url(account))

    assert cells(soup)["industry"] == "Retail"
    assert soup.select("[data-edit], .page-actions .btn") == []


def test_the_page_of_a_past_day_shows_the_record_as_it_was_and_is_for_reading(
    browse: Browse, admin: User, account: Account, act: Callable[..., Any]
) -> None:
    with act(datetime(2026, 2, 10, tzinfo=UTC)):
        operations.change(record=account, values={"industry": "Logistics", "customer_since": date(2026, 2, 9)})
    client = browse(admin)

    then = page_of(client, f"{record_url(account)}?as_of=2026-02-08")
    now = page_of(client, record_url(account))
    before = page_of(client, f"{record_url(account)}?as_of=2026-01-04")

    assert cells(then)["industry"] == "Retail"
    assert cells(now)["industry"] == "Logistics"
    assert then.select("[data-edit], .page-actions .btn") == []
    strip = then.select_one(".past-strip")
    assert strip is not None
    assert "as it was at the end of 8 February 2026. It is for reading only." in strip.get_text()
    assert "Changing something" not in then.get_text()
    form = page_of(client, f"{record_url(account)}change/?as_of=2026-02-08").select_one(".past-strip")
    assert form is not None
    assert "This page always shows today." in form.get_text()
    assert "did not exist yet on 4 January 2026" in before.get_text()
    assert cells(before) == {}


def test_the_side_panel_gets_the_page_without_its_frame(browse: Browse, admin: User, account: Account) -> None:
    answer = browse(admin).get(record_url(account), headers={"HX-Request": "true", "HX-Target": "panel"})

    html = answer.content.decode()
    assert "<html" not in html
    assert 'class="tabs"' not in html
    assert cells(BeautifulSoup(html, "html.parser"))["industry"] == "Retail"


def test_an_account_shows_what_is_open_and_its_group(
    browse: Browse, admin: User, account: Account, opportunity: Opportunity, act: Callable[..., Any]
) -> None:
    with act():
        top = operations.create(model=Account, values={"name": "Holding"})
        below = operations.create(model=Account, values={"name": "Acme North", "parent": account})
        operations.change(record=account, values={"parent": top})
        amounts = {"arr": Decimal("500"), "currency": "EUR"}
        operations.create(model=Opportunity, values={"name": "Small", "account": below, **amounts})

    soup = page_of(browse(admin), record_url(account))

    assert figures(soup)["Open deals"] == "€12,000.50"
    assert figures(soup)["Accounts in the group"] == "2"
    assert figures(soup)["Open deals in the group"] == "€12,500.50"
    assert soup.select_one(".family-above").get_text(" ", strip=True) == "Holding Acme"
    assert soup.select_one(".family-below").get_text(strip=True) == "Acme North"


def test_related_records_are_counted_and_newest_first(
    browse: Browse, admin: User, account: Account, act: Callable[..., Any]
) -> None:
    with act():
        for number in range(7):
            operations.create(model=Contact, values={"name": f"Person {number}", "account": account})

    soup = page_of(browse(admin), f"{record_url(account)}?tab=related")

    section = soup.select_one("#related-contact-account")
    assert section.select_one(".section-count").get_text() == "7"
    assert [a.get_text() for a in section.select(".row-name")] == [f"Person {n}" for n in (6, 5, 4, 3, 2)]
    links = [a["href"] for a in section.select(".section-note a")]
    assert links == [f"/contacts/?account={account.public_id}", f"/contacts/new/?account={account.public_id}"]


def test_the_number_of_queries_does_not_grow_with_the_records(
    browse: Browse, admin: User, account: Account, act: Callable[..., Any], django_assert_max_num_queries: Any
) -> None:
    def add(many: int) -> None:
        with act():
            for number in range(many):
                contact = operations.create(model=Contact, values={"name": f"P{number}", "account": account})
                values = {"name": f"D{number}", "account": account, "contact": contact, "owner": admin.person}  # type: ignore[attr-defined]
                operations.create(model=Opportunity, values=values)

    client = browse(admin)
    add(5)

    for address, most in MOST_QUERIES.items():
        client.get(f"{record_url(account)}{address}")
        with django_assert_max_num_queries(most):
            client.get(f"{record_url(account)}{address}")
    add(20)
    for address, most in MOST_QUERIES.items():
        with django_assert_max_num_queries(most):
            client.get(f"{record_url(account)}{address}")


def test_a_part_stands_under_its_owner(browse: Browse, admin: User, invoice: Invoice, act: Callable[..., Any]) -> None:
    with act():
        line = operations.create(model=InvoiceLine, values={"invoice": invoice, "description": "Platform"})
    client = browse(admin)

    crumbs = page_of(client, record_url(line)).select(".crumbs li")
    gone = client.post(f"{record_url(line)}delete/")

    assert [each.get_text(strip=True) for each in crumbs] == ["Invoices", "INV-1", "Invoice lines", "Platform"]
    assert gone.headers["location"] == record_url(invoice)


def test_a_task_and_a_note_lead_to_what_they_are_about(
    browse: Browse, admin: User, account: Account, act: Callable[..., Any]
) -> None:
    with act():
        task = add_task(title="Call them", about=account)
        note = write_note(body="**They** like it", author=None, about=account)

    for record in (task, note):
        lead = page_of(browse(admin), record_url(record)).select_one(".page-lead a")
        assert (lead["href"], lead.get_text()) == (record_url(account), "Acme")


def test_the_page_of_a_colleague_opens_with_all_that_names_them(
    browse: Browse, admin: User, account: Account, act: Callable[..., Any]
) -> None:
    with act():
        operations.change(record=account, values={"owner": admin.person})  # type: ignore[attr-defined]

    soup = page_of(browse(admin), f"{record_url(admin.person)}?tab=related")  # type: ignore[attr-defined]

    assert soup.select_one("#related-account-owner .row-name").get_text() == "Acme"


def test_a_name_that_one_may_not_see_is_replaced_everywhere_by_the_id(
    browse: Browse, seller: User, account: Account, contact: Contact, act: Callable[..., Any]
) -> None:
    with act():
        RightsRule.objects.create(
            role=Role.MEMBER, function="sales", kind_key="contact", field="name", level=Level.HIDDEN
        )
    client = browse(seller)

    for address in (
        record_url(contact),
        f"{record_url(account)}?tab=related",
        f"{record_url(account)}timeline/",
        "/pick/contact/",
        f"{record_url(contact)}change/",
    ):
        assert "Carla" not in client.get(address).content.decode().replace("carla@", ""), address


def test_sections_in_which_nothing_is_known_are_folded_below_the_others(
    browse: Browse, admin: User, opportunity: Opportunity
) -> None:
    soup = page_of(browse(admin), record_url(opportunity))

    folded = soup.select_one("details.empty-sections")
    assert folded is not None
    summary = folded.select_one("summary")
    assert summary is not None
    assert "How it ended" in summary.get_text()
    assert "Deal" not in summary.get_text()
    assert folded.select_one("[data-cell=lost_reason]") is not None


def test_the_dates_that_come_next_stand_before_those_that_passed(
    browse: Browse, admin: User, account: Account, act: Callable[..., Any]
) -> None:
    dates = {"planned_start": date(2026, 2, 1), "kickoff_on": date(2026, 2, 3), "planned_go_live": date(2026, 4, 15)}
    with act():
        project = operations.create(model=Project, values={"name": "Rollout", "account": account, **dates})

    shown = list(figures(page_of(browse(admin), record_url(project))))

    assert shown[:2] == ["Planned go live", "Kickoff"]


def test_the_number_of_a_case_stands_in_its_head(
    browse: Browse, admin: User, account: Account, act: Callable[..., Any]
) -> None:
    with act():
        values = {
            "number": "CS-7",
            "subject": "Late",
            "account": account,
            "opened_at": datetime(2026, 3, 1, tzinfo=UTC),
        }
        case = operations.create(model=Case, values=values)

    lead = page_of(browse(admin), record_url(case)).select_one(".page-lead")

    assert lead is not None
    assert " ".join(lead.get_text().split()) == "Case · CS-7 · Acme"
