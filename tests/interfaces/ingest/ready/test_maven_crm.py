"""A pipeline of four tables: agents with managers and offices, accounts, price list, opportunities."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import Sum

from tenure.business.accounts.models import Account
from tenure.business.billing.models import PriceBookEntry, Product
from tenure.business.sales.models import Opportunity, OpportunityLine
from tenure.foundation.organisation.models import Person
from tests.interfaces.ingest.ready.bringing import bring, outcomes, reasons
from tests.support.exports import export

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.postgresql]
NAMES = ("accounts", "products", "sales_teams", "sales_pipeline")


@pytest.fixture
def result(ann: Any) -> Any:
    return bring("maven-crm", *(export("maven-crm") / f"{name}.csv" for name in NAMES), by=ann)


def test_every_row_becomes_a_record_and_none_is_lost(result: Any) -> None:
    assert reasons(result) == {}
    assert outcomes(result) == {
        ("sales_teams", "person"): [{"created": 6, "duplicate": 29}, {"created": 35}],
        ("products", "product"): [{"created": 7}],
        ("products", "price_book"): [{"created": 1, "duplicate": 6}],
        ("products", "price_book_entry"): [{"created": 7}],
        ("accounts", "account"): [{"created": 85}],
        ("sales_pipeline", "opportunity"): [{"created": 8800}],
        ("sales_pipeline", "opp_line"): [{"created": 8800}],
    }


def test_what_the_records_say_is_what_the_files_say(result: Any) -> None:
    folder = export("maven-crm")
    with (folder / "sales_pipeline.csv").open(newline="") as file:
        deals = list(csv.DictReader(file))
    by_stage = Counter(deal["deal_stage"] for deal in deals)
    by_agent = Counter(deal["sales_agent"] for deal in deals)
    by_product = Counter("GTX Pro" if deal["product"] == "GTXPro" else deal["product"] for deal in deals)
    won_by_account: Counter[str] = Counter()
    for deal in deals:
        if deal["deal_stage"] == "Won":
            won_by_account[deal["account"]] += int(deal["close_value"])

    records = Opportunity.objects.all()
    assert Counter(records.values_list("stage", flat=True)) == by_stage
    assert Counter(records.values_list("owner__name", flat=True)) == by_agent
    assert Counter(OpportunityLine.objects.values_list("product__name", flat=True)) == by_product
    sums = records.filter(outcome="won").values("account__name").annotate(won=Sum("one_time"))
    assert {row["account__name"]: row["won"] for row in sums} == won_by_account


def test_the_numbers_of_the_pipeline(result: Any) -> None:
    deals = Opportunity.objects.all()

    assert deals.filter(account=None).count() == 1425
    assert deals.filter(outcome="won").count() == 4238
    assert deals.filter(outcome="lost").count() == 2473
    assert deals.filter(outcome="", closed_at=None).count() == 1589 + 500
    assert deals.filter(created_at=None).count() == 500
    assert deals.filter(outcome="won").aggregate(won=Sum("one_time"))["won"] == Decimal(10_005_534)
    deal = Opportunity.objects.get(name="Cancity · GTX Plus Basic", closed_at=datetime(2017, 3, 1, tzinfo=UTC))
    assert (deal.one_time, deal.currency, deal.created_at) == (
        Decimal(1054),
        "USD",
        datetime(2016, 10, 20, tzinfo=UTC),
    )


def test_accounts_products_and_agents(result: Any) -> None:
    assert Account.objects.filter(industry="technology").count() == 12
    assert Account.objects.exclude(parent=None).count() == 15
    assert Account.objects.get(name="Bluth Company").parent == Account.objects.get(name="Acme Corporation")
    assert Account.objects.get(name="Acme Corporation").custom == {"revenue-millions": 1100.04, "founded": 1996}
    assert Product.objects.count() == 7
    assert PriceBookEntry.objects.get(product__name="GTX Pro").unit_price == Decimal(4821)
    agents = Person.objects.filter(role="Sales agent")
    assert Counter(agents.values_list("region", flat=True)) == {"Central": 11, "East": 12, "West": 12}
    assert agents.get(name="Anna Snelling").manager == Person.objects.get(name="Dustin Brinkmann")
    assert agents.filter(manager=None).count() == 0
