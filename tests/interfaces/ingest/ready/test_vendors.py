"""HubSpot, Salesforce and Zendesk: their exports, and the tables that a warehouse holds of them."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tenure.business.accounts.models import Account, Activity, Contact
from tenure.business.sales.models import Opportunity, OpportunityLine
from tenure.business.support.models import Case, CaseEvent, CaseMessage
from tenure.foundation.organisation.models import Company, Person
from tests.interfaces.ingest.ready.bringing import bring_ready, outcomes, reasons
from tests.support.exports import export

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
SAMPLES = Path(__file__).parent / "samples"


def seeds(vendor: str, *names: str) -> list[Path]:
    return [export(f"fivetran-{vendor}-seeds") / f"{name}_data.csv" for name in names]


def test_hubspot_s_tables_in_a_warehouse(ann: Any) -> None:
    names = ("company", "contact", "deal", "deal_company", "deal_contact", "deal_pipeline_stage", "owner", "ticket")
    more = ("ticket_company", "ticket_contact", "ticket_pipeline_stage", "engagement_meeting", "engagement_contact")

    result = bring_ready("hubspot", *seeds("hubspot", *names, *more), by=ann)

    assert reasons(result) == {}
    assert outcomes(result) == {
        ("owner_data", "person"): [{"created": 100}],
        ("company_data", "account"): [{"created": 24}],
        ("contact_data", "contact"): [{"created": 22}],
        ("deal_data", "opportunity"): [{"created": 44}],
        ("ticket_data", "case"): [{"created": 25}],
        ("engagement_meeting_data", "activity"): [{"created": 100}],
    }
    assert Case.objects.filter(status="closed").count() == 23
    assert Opportunity.objects.exclude(owner=None).count() == 22
    assert Activity.objects.filter(type="meeting").count() == 100


def test_hubspot_s_exports_whatever_the_files_are_called(ann: Any) -> None:
    Company.objects.create(name="We", currency="EUR")
    result = bring_ready("hubspot", *sorted(SAMPLES.glob("hubspot-*.csv")), by=ann)

    assert reasons(result) == {}
    acme, labs = Account.objects.order_by("name")
    assert (acme.domain, acme.industry, acme.size, acme.status) == ("acme.com", "Computer Software", 250, "customer")
    assert (labs.parent, str(labs.owner)) == (acme, "Jane Doe")
    lee = Contact.objects.get(name="Ann Lee")
    assert (lee.account, lee.title, Contact.objects.get(email="bob@acme.com").name) == (acme, "CTO", "bob@acme.com")
    won, more, lost = Opportunity.objects.order_by("pk")
    assert (won.outcome, won.arr, won.one_time, won.currency, won.contact) == ("won", Decimal(12000), None, "EUR", lee)
    assert won.closed_at == datetime(2024, 5, 1, tzinfo=UTC)
    assert (more.outcome, more.one_time, more.closed_at, more.type) == ("", Decimal("3500.50"), None, "expansion")
    assert (lost.outcome, lost.account) == ("lost", None)
    closed, waiting = Case.objects.order_by("pk")
    assert (closed.status, closed.severity, closed.channel) == ("closed", "2", "email")
    assert (waiting.status, waiting.closed_at) == ("waiting_customer", None)
    assert result.tallies.made_on_the_way == {"person": 2}  # Jane Doe and Raj Patel


def test_salesforce_s_tables_in_a_warehouse(ann: Any) -> None:
    Company.objects.create(name="We", currency="USD")
    names = ("user", "account", "contact", "lead", "opportunity", "opportunity_line_item", "product_2", "task", "event")

    result = bring_ready("salesforce", *seeds("salesforce", *(f"sf_{name}" for name in names)), by=ann)

    found = outcomes(result)
    deleted = {"left_out": 10}
    assert found[("sf_user_data", "person")] == [{"created": 10}]
    assert found[("sf_opportunity_data", "opportunity")] == [deleted]  # each was deleted there
    assert sum(found[("sf_account_data", "account")][0].values()) == 10
    assert found[("sf_contact_data", "contact")] == [{"created": 4}]
    assert found[("sf_lead_data", "lead")] == [{"created": 1}]
    assert found[("sf_opportunity_line_item_data", "opp_line")] == [{"rejected": 10}]  # of deals that are not there
    assert found[("sf_task_data", "activity")] == [{"created": 10}]
    assert found[("sf_event_data", "activity")] == [{"created": 10}]
    assert sum(reasons(result).values()) == 10


def test_salesforce_s_data_export(ann: Any) -> None:
    Company.objects.create(name="We", currency="GBP")
    result = bring_ready("salesforce", *sorted(SAMPLES.glob("salesforce-*.csv")), by=ann)

    assert reasons(result) == {}
    acme = Account.objects.get()
    assert (acme.name, acme.domain, acme.status, str(acme.owner)) == ("Acme", "acme.com", "customer", "Jane Doe")
    assert Person.objects.get(name="Jane Doe").email == "jane@we.com"
    won, more = Opportunity.objects.order_by("pk")
    assert (won.outcome, won.one_time, won.currency, won.type) == ("won", Decimal(12000), "GBP", "new")
    assert (more.outcome, more.probability, more.forecast_category) == ("", Decimal("0.6"), "best_case")
    line = OpportunityLine.objects.get()
    assert (str(line.product), line.qty, line.one_time) == ("Board", 10, Decimal(12000))
    case = Case.objects.get()
    assert (case.number, case.severity, case.status, case.account) == ("00001001", "2", "closed", acme)


def test_zendesk_s_tables_in_a_warehouse(ann: Any) -> None:
    names = ("organization", "user", "group", "ticket", "ticket_comment", "ticket_field_history", "domain_name")

    result = bring_ready("zendesk", *seeds("zendesk", *names), by=ann)

    found = outcomes(result)
    assert found[("organization_data", "account")] == [{"created": 10}]
    assert found[("group_data", "support_queue")] == [{"created": 8}]
    agents, contacts = found[("user_data", "person")][0], found[("user_data", "contact")][0]
    assert agents["created"] + contacts["created"] == 10 == agents["left_out"] + contacts["left_out"]
    assert sum(found[("ticket_data", "case")][0].values()) == 10
    assert sum(found[("ticket_comment_data", "case_message")][0].values()) == 20
    assert sum(found[("ticket_field_history_data", "case_event")][0].values()) == 38
    # Comments and histories of tickets that the seeds do not hold are told, one by one.
    assert all("there is no case" in reason for reason in reasons(result))
    assert Case.objects.count() == found[("ticket_data", "case")][0]["created"]
    assert CaseMessage.objects.count() == found[("ticket_comment_data", "case_message")][0].get("created", 0)
    assert CaseEvent.objects.count() == found[("ticket_field_history_data", "case_event")][0].get("created", 0)


def test_zendesk_s_export_of_tickets(ann: Any) -> None:
    result = bring_ready("zendesk", SAMPLES / "zendesk-tickets.csv", by=ann)

    assert reasons(result) == {}
    assert outcomes(result)[("zendesk-tickets", "case")] == [{"created": 2, "left_out": 1}]
    first, second = Case.objects.order_by("pk")
    assert (first.status, first.severity, first.channel, first.type) == ("closed", "1", "email", "incident")
    assert first.first_response_at == datetime(2024, 8, 1, 9, 45, tzinfo=UTC)
    assert (str(first.account), str(first.contact), str(first.owner)) == ("Acme", "Ann Lee", "Tom Agent")
    assert (second.status, second.channel, second.account, second.resolved_at) == (
        "waiting_customer",
        "portal",
        None,
        None,
    )
    assert outcomes(result)[("zendesk-tickets", "survey_response")] == [{"created": 1, "left_out": 2}]


def test_a_link_to_what_came_later_is_made_when_the_file_comes_again(ann: Any) -> None:
    Company.objects.create(name="We", currency="EUR")
    companies, deals = SAMPLES / "hubspot-companies.csv", SAMPLES / "hubspot-deals.csv"
    bring_ready("hubspot", deals, by=ann)
    assert Opportunity.objects.filter(account=None).count() == 3

    bring_ready("hubspot", companies, by=ann)
    again = bring_ready("hubspot", deals, by=ann)

    assert outcomes(again)[("hubspot-deals", "opportunity")] == [{"updated": 2, "unchanged": 1}]
    assert {str(deal.account) for deal in Opportunity.objects.exclude(account=None)} == {"Acme"}
