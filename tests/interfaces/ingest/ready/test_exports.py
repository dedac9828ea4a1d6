"""Data of many makers, each by a mapping alone: every row accounted for, and the sums those of the files."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.models import F, Sum

from tenure.business.accounts.models import Account, Activity, Contact
from tenure.business.billing.models import Contract, ContractLine, Invoice, InvoiceLine, Plan
from tenure.business.marketing.models import Lead
from tenure.business.sales.models import Opportunity
from tenure.business.success.models import Offboarding, SurveyResponse
from tenure.business.support.models import Case
from tenure.engine.lake.usage import events
from tenure.interfaces.ingest.applying.batches import Result
from tenure.interfaces.ingest.applying.undoing import undo
from tests.interfaces.ingest.conftest import NOW, imported
from tests.interfaces.ingest.ready.bringing import MAPPINGS, bring, outcomes, reasons
from tests.support.exports import export

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.postgresql]


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def folder_brought(mapping: str, folder: str, by: Any) -> Result:
    result = bring(mapping, *sorted(export(folder).glob("*.csv")), by=by)
    assert reasons(result) == {}
    return result


def test_subscriptions_usage_tickets_and_churn(ann: Any) -> None:
    result = folder_brought("ravenstack-saas", "ravenstack-saas", ann)

    assert outcomes(result) == {
        ("ravenstack_accounts", "account"): [{"created": 500}],
        ("ravenstack_subscriptions", "product"): [{"created": 1, "duplicate": 4999}],
        ("ravenstack_subscriptions", "plan"): [{"created": 3, "duplicate": 4997}],
        ("ravenstack_subscriptions", "contract"): [{"created": 5000}],
        ("ravenstack_subscriptions", "contract_line"): [{"created": 5000}],
        ("ravenstack_feature_usage", "usage_event"): [{"created": 24979, "duplicate": 21}],
        ("ravenstack_support_tickets", "case"): [{"created": 2000}],
        ("ravenstack_support_tickets", "survey_response"): [{"created": 1175, "left_out": 825}],
        ("ravenstack_churn_events", "offboarding"): [{"created": 600}],
    }
    _hold_subscriptions(rows_of(export("ravenstack-saas") / "ravenstack_subscriptions.csv"))
    _hold_usage(rows_of(export("ravenstack-saas") / "ravenstack_feature_usage.csv"))
    assert Counter(Case.objects.values_list("severity", flat=True)) == {"1": 514, "2": 510, "3": 491, "4": 485}
    case = Case.objects.get(number="T-0024de")
    assert case.first_response_at == datetime(2023, 7, 27, 1, 14, tzinfo=UTC)  # 74 minutes after midnight
    assert case.closed_at == datetime(2023, 7, 28, 3, tzinfo=UTC)
    assert Counter(SurveyResponse.objects.values_list("score", flat=True)) == {4: 405, 3: 396, 5: 374}
    refunds = Offboarding.objects.values_list("custom", flat=True)
    assert sum(Decimal(one["refund"]["amount"]) for one in refunds if "refund" in one) == Decimal("8652.25")
    assert Account.objects.filter(status="former").count() == 110


def _hold_subscriptions(told: list[dict[str, str]]) -> None:
    lines = ContractLine.objects.all()
    assert lines.aggregate(all=Sum("amount"))["all"] == Decimal(11_338_747)
    assert lines.filter(service_end=None).count() == 4514 == sum(not row["end_date"] for row in told)
    assert set(lines.values_list("period", "currency")) == {("month", "USD")}
    assert Plan.objects.count() == 3
    line = ContractLine.objects.get(contract__number="S-8cec59")
    # The last day paid for is the last day of service; the contract ends on the day after.
    assert (line.amount, line.service_start, line.service_end) == (
        Decimal(2786),
        date(2023, 12, 23),
        date(2024, 4, 12),
    )
    assert line.contract.terminated_on == date(2024, 4, 13)
    assert Contract.objects.exclude(terminated_on=None).count() == 486


def _hold_usage(told: list[dict[str, str]]) -> None:
    first: dict[str, dict[str, str]] = {}
    for row in told:
        first.setdefault(row["usage_id"], row)
    landed = events(lake=Path(settings.HOME) / "lake").to_table().to_pylist()
    assert {row["event_id"]: (row["feature"], row["events"]) for row in landed} == {
        name: (row["feature_name"], int(row["usage_count"])) for name, row in first.items()
    }
    assert sum(row["duration_seconds"] for row in landed) == 76_003_968
    assert Counter(f"{row['occurred_at']:%Y-%m-%d}" for row in landed) == Counter(
        row["usage_date"] for row in first.values()
    )
    assert {row["account_id"] for row in landed} <= set(Account.objects.values_list("public_id", flat=True))


def test_an_import_with_usage_again_changes_nothing_and_can_be_taken_back(ann: Any) -> None:
    folder = export("ravenstack-saas")
    names = ("accounts", "subscriptions", "feature_usage")
    files = [folder / f"ravenstack_{name}.csv" for name in names]
    mapping = (MAPPINGS / "ravenstack-saas.yaml").read_text()
    head = mapping.partition("  - kind: case\n")[0]
    mapping = head.replace("  - {kind: case, key", "  - {kind: contract, key")
    first = imported(mapping, *files, by=ann)

    again = imported(mapping, *files, by=ann)

    assert again.tallies.has_changed_nothing
    assert outcomes(again)[("ravenstack_feature_usage", "usage_event")] == [{"unchanged": 24979, "duplicate": 21}]
    undo(batch=first.batch, by=ann, now=NOW)
    assert events(lake=Path(settings.HOME) / "lake").count_rows() == 0
    assert not Account.objects.exists()


def test_a_pipeline_with_ids_for_everything(ann: Any) -> None:
    result = folder_brought("crm-pipeline-lookalike", "crm-pipeline-maven-lookalike", ann)

    assert outcomes(result) == {
        ("sales_teams", "person"): [{"created": 4, "duplicate": 31}, {"created": 35}],
        ("products", "product"): [{"created": 7}],
        ("accounts", "account"): [{"created": 85}],
        ("sales_pipeline", "opportunity"): [{"created": 8766}],
        ("sales_pipeline", "opp_line"): [{"created": 8766}],
    }
    told = rows_of(export("crm-pipeline-maven-lookalike") / "sales_pipeline.csv")
    deals = Opportunity.objects.all()
    assert Counter(deals.values_list("stage", flat=True)) == Counter(row["deal_stage"] for row in told)
    assert (deals.filter(outcome="won").count(), deals.filter(outcome="lost").count()) == (1290, 877)
    assert deals.filter(closed_at=None).exclude(close_date=None).count() == 6599
    assert deals.filter(created_at__date__gt=F("close_date")).count() == 3491
    by_name = {oddity.title: oddity.count for oddity in result.oddities}
    assert by_name["Closed before it was created"] == 850
    assert deals.aggregate(all=Sum("one_time"))["all"] == sum(int(row["deal_value"]) for row in told)


def test_the_way_from_a_lead_to_a_sale(ann: Any) -> None:
    result = folder_brought("crm-lead-to-sale", "crm-synthetic-lead-to-sale", ann)

    assert outcomes(result) == {
        ("Contacts", "account"): [{"created": 100}],
        ("Contacts", "contact"): [{"created": 100}],
        ("Leads", "lead"): [{"created": 200}],
        ("Activity", "activity"): [{"created": 500}],
        ("Opportunity", "opportunity"): [{"created": 500}],
        ("Products", "product"): [{"created": 200}],
        ("Sales", "invoice"): [{"created": 495}],
        ("SalesLines", "invoice_line"): [{"created": 3761}],
    }
    assert InvoiceLine.objects.aggregate(all=Sum("amount"))["all"] == Decimal("2188224.09")
    assert Opportunity.objects.aggregate(all=Sum("one_time"))["all"] == Decimal("5232649.14")
    assert Counter(Invoice.objects.values_list("status", flat=True)) == {"issued": 201 + 159, "paid": 135}
    assert Activity.objects.exclude(held_at=None).count() == 250
    assert Opportunity.objects.filter(account=None).count() == 0
    # Of the first deal: O0001 by activity A0001, of lead L0033.
    deal = Opportunity.objects.get(name__endswith="· O0001")
    leads = {row["LeadID"]: row for row in rows_of(export("crm-synthetic-lead-to-sale") / "Leads.csv")}
    people = {row["ContactID"]: row for row in rows_of(export("crm-synthetic-lead-to-sale") / "Contacts.csv")}
    assert str(deal.contact) == people[leads["L0033"]["ContactID"]]["FullName"]
    assert deal.lead_source == leads["L0033"]["LeadSource"]


def test_leads_with_picklists_that_nobody_filled_in(ann: Any) -> None:
    result = folder_brought("leads-x-education", "leads-x-education", ann)

    assert outcomes(result) == {("Leads", "lead"): [{"created": 9240}]}
    assert Counter(Lead.objects.values_list("status", flat=True)) == {"converted": 3561, "new": 5679}
    sources = Counter(Lead.objects.values_list("lead_source", flat=True))
    assert (sources["Google"], sources["google"], sources["Bing"], sources[""]) == (2868 + 5, 0, 6, 36)
    told = rows_of(export("leads-x-education") / "Leads.csv")
    said = sum(row["Specialization"] not in ("", "Select") for row in told)
    assert sum("specialization" in one for one in Lead.objects.values_list("custom", flat=True)) == said
    lead = Lead.objects.get(name="Lead 660737")
    assert lead.custom["occupation"] == "Unemployed"
    assert "city" not in lead.custom


def test_a_marketing_funnel_with_dates_month_first(ann: Any) -> None:
    result = folder_brought("olist-marketing-funnel", "olist-marketing-funnel", ann)

    assert outcomes(result) == {
        ("olist_sellers_dataset", "account"): [{"created": 3095}],
        ("olist_closed_deals_dataset", "opportunity"): [{"created": 380}],
        ("olist_marketing_qualified_leads_dataset", "lead"): [{"created": 8000}],
    }
    won = Lead.objects.filter(status="converted")
    assert (won.count(), won.exclude(opp=None).exclude(account=None).count()) == (380, 380)
    sources = Counter(Lead.objects.values_list("lead_source", flat=True))
    assert (sources["unknown"], sources[""]) == (1099, 60)
    deal = Opportunity.objects.get(name="Seller 2c43fb513632d29b3b58df74816f1b06")
    assert deal.closed_at == datetime(2018, 2, 26, 22, 58, tzinfo=UTC)  # 19:58 in São Paulo, three hours behind
    assert deal.created_at == datetime(2018, 2, 21, 3, tzinfo=UTC)  # midnight there
    days = sorted(
        (_month_first(row["won_date"]) - _month_first(first)).days
        for row, first in _won_rows(export("olist-marketing-funnel"))
    )
    brought = sorted((one.closed_at.date() - one.created_at.date()).days for one in Opportunity.objects.all())
    assert abs(sum(days) - sum(brought)) <= 380  # a day at most, for the hours between the zones


def _month_first(text: str) -> date:
    month, day, year = text.split(" ", maxsplit=1)[0].split("/")
    return date(int(year), int(month), int(day))


def _won_rows(folder: Path) -> list[tuple[dict[str, str], str]]:
    first = {
        row["mql_id"]: row["first_contact_date"]
        for row in rows_of(folder / "olist_marketing_qualified_leads_dataset.csv")
    }
    return [(row, first[row["mql_id"]]) for row in rows_of(folder / "olist_closed_deals_dataset.csv")]


def test_orders_of_licences(ann: Any) -> None:
    result = folder_brought("aws-saas-sales", "aws-saas-sales", ann)

    assert outcomes(result) == {
        ("SaaS-Sales", "account"): [{"created": 99, "duplicate": 9895}],
        ("SaaS-Sales", "contact"): [{"created": 793, "duplicate": 9201}],
        ("SaaS-Sales", "product"): [{"created": 14, "duplicate": 9980}],
        ("SaaS-Sales", "contract"): [{"created": 5009, "duplicate": 4985}],
        ("SaaS-Sales", "contract_line"): [{"created": 9994}],
    }
    assert ContractLine.objects.aggregate(all=Sum("amount"))["all"] == Decimal("2297201.8603")
    told = rows_of(export("aws-saas-sales") / "SaaS-Sales.csv")
    by_account: Counter[str] = Counter()
    for row in told:
        by_account[row["Customer"]] += Decimal(row["Sales"])  # type: ignore[assignment]
    sums = ContractLine.objects.values("account__name").annotate(all=Sum("amount"))
    assert {row["account__name"]: row["all"] for row in sums} == dict(by_account)
    assert Contract.objects.get(number="EMEA-2023-152156").signed_on == date(2023, 11, 9)


def test_subscribers_without_any_date(ann: Any) -> None:
    result = folder_brought("ibm-telco-churn", "ibm-telco-churn", ann)

    assert outcomes(result) == {
        ("Telco-Customer-Churn", "account"): [{"created": 7043}],
        ("Telco-Customer-Churn", "product"): [{"created": 1, "duplicate": 7042}],
        ("Telco-Customer-Churn", "contract"): [{"created": 7043}],
        ("Telco-Customer-Churn", "contract_line"): [{"created": 7043}],
    }
    assert Counter(Account.objects.values_list("status", flat=True)) == {"former": 1869, "customer": 5174}
    assert ContractLine.objects.aggregate(all=Sum("amount"))["all"] == Decimal("456116.60")
    told = list(Account.objects.values_list("custom", flat=True))
    assert sum("total-charges" not in one for one in told) == 11
    assert Counter(one["internet"] for one in told)["DSL"] == 2391 + 30
    assert Contract.objects.filter(is_month_to_month=True).count() == 3875


def test_tickets_whose_customers_have_names_alone(ann: Any) -> None:
    result = folder_brought("support-tickets", "support-tickets-8469", ann)

    assert outcomes(result) == {
        ("customer_support_tickets", "account"): [{"created": 8028, "duplicate": 441}],
        ("customer_support_tickets", "contact"): [{"created": 8028, "duplicate": 441}],
        ("customer_support_tickets", "product"): [{"created": 42, "duplicate": 8427}],
        ("customer_support_tickets", "case"): [{"created": 8469}],
        ("customer_support_tickets", "survey_response"): [{"created": 2769, "left_out": 5700}],
    }
    cases = Case.objects.all()
    assert Counter(cases.values_list("status", flat=True)) == {"waiting_customer": 2881, "open": 2819, "closed": 2769}
    assert cases.exclude(resolved_at=None).count() == 2769
    assert cases.filter(channel="manual").count() == 2121
    assert Counter(SurveyResponse.objects.values_list("score", flat=True)) == {3: 580, 1: 553, 2: 549, 5: 544, 4: 543}
    assert Contact.objects.filter(account=None).count() == 0
