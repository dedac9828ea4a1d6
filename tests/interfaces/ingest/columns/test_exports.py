"""Columns of real exports: what they hold, what is asked, which fields they find."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenure.foundation.records.kinds import model_of
from tenure.interfaces.ingest.columns import ColumnProfile, ColumnType, DateOrder, describe, match_columns
from tenure.interfaces.ingest.reading import open_tables
from tests.support.exports import export

FOUND = {
    ("maven-crm/accounts.csv", "account"): {
        "account": "name",
        "sector": "industry",
        "year_established": None,
        "revenue": None,
        "employees": "size",
        "office_location": "region",
        "subsidiary_of": "parent",
    },
    ("maven-crm/sales_teams.csv", "person"): {
        "sales_agent": "name",
        "manager": "manager",
        "regional_office": "region",
    },
    ("ravenstack-saas/ravenstack_subscriptions.csv", "contract_line"): {
        "subscription_id": "external_id",
        "account_id": "account",
        "start_date": "service_start",
        "end_date": "service_end",
        "plan_tier": "plan",
        "seats": "qty",
        "mrr_amount": "amount",
        "billing_frequency": "period",
    },
    ("ravenstack-saas/ravenstack_support_tickets.csv", "case"): {
        "ticket_id": "external_id",
        "account_id": "account",
        "submitted_at": "opened_at",
        "closed_at": "closed_at",
        "priority": "severity",
        "satisfaction_score": None,
    },
    ("fivetran-hubspot-seeds/deal_data.csv", "opportunity"): {
        "deal_id": "external_id",
        "property_dealname": "name",
        "property_amount": "arr",
        "property_closedate": "close_date",
        "property_createdate": "created_at",
        "owner_id": "owner",
        "portal_id": None,
    },
    ("fivetran-salesforce-seeds/sf_opportunity_data.csv", "opportunity"): {
        "id": "external_id",
        "account_id": "account",
        "stage_name": "stage",
        "amount": "arr",
        "close_date": "close_date",
        "lead_source": "lead_source",
        "probability": "probability",
        "is_deleted": None,
    },
    ("fivetran-stripe-seeds/subscription_item_data.csv", "contract_line"): {
        "id": "external_id",
        "subscription_id": "contract",
        "plan_id": "plan",
        "quantity": "qty",
        "current_period_start": "service_start",
    },
    ("fivetran-zendesk-seeds/ticket_data.csv", "case"): {
        "id": "external_id",
        "organization_id": "account",
        "requester_id": "contact",
        "assignee_id": "owner",
        "created_at": "opened_at",
        "updated_at": "known_from",
        "via_channel": "channel",
    },
}


@pytest.mark.parametrize(("name", "kind"), FOUND)
def test_columns_of_an_export_find_their_fields(name: str, kind: str) -> None:
    profiles = describe(open_tables(_exported(name))[0])

    found = {match.column: match.field for match in match_columns(profiles, model_of(kind).kind)}

    expected = FOUND[name, kind]
    assert {column: found[column] for column in expected} == expected


def test_american_dates_are_told_by_a_day_beyond_the_twelfth() -> None:
    leads = _profiles("olist-marketing-funnel/olist_marketing_qualified_leads_dataset.csv")
    orders = _profiles("aws-saas-sales/SaaS-Sales.csv")

    assert leads["first_contact_date"].date_orders == (DateOrder.MONTH_FIRST,)
    assert orders["Order Date"].date_orders == (DateOrder.MONTH_FIRST,)
    assert orders["Date Key"].date_orders == (DateOrder.COMPACT,)
    assert [profile.questions for profile in orders.values() if profile.questions] == []


def test_select_stands_for_nothing_in_the_leads() -> None:
    leads = _profiles("leads-x-education/Leads.csv")

    chosen = [name for name, profile in leads.items() if "Select" in profile.empty_words]

    assert chosen == ["Specialization", "How did you hear about X Education", "Lead Profile", "City"]
    # 1,438 blank and 1,942 "Select" of 9,240.
    assert round(leads["Specialization"].share_empty * 9_240) == 3_380


def test_blank_charges_are_empty_and_the_rest_is_money() -> None:
    charges = _profiles("ibm-telco-churn/Telco-Customer-Churn.csv")["TotalCharges"]

    assert charges.type is ColumnType.MONEY
    assert round(charges.share_empty * 7_043) == 11
    assert charges.fit == 1.0


def test_instants_with_mixed_offsets_have_a_zone() -> None:
    stamps = _profiles("process-logs/receipt.csv")["time:timestamp"]

    assert (stamps.type, stamps.has_zone) == (ColumnType.DATETIME, True)


def test_unknown_is_an_answer_and_blank_is_none() -> None:
    origin = _profiles("olist-marketing-funnel/olist_marketing_qualified_leads_dataset.csv")["origin"]

    assert dict(origin.values)["unknown"] == 1_099
    assert round(origin.share_empty * 8_000) == 60


def _profiles(name: str) -> dict[str, ColumnProfile]:
    return {profile.name: profile for profile in describe(open_tables(_exported(name))[0])}


def _exported(name: str) -> Path:
    folder, file = name.split("/")
    return export(folder) / file
