"""Real exports become records by a mapping alone, with every row accounted for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tenure.business.accounts.models import Account
from tenure.business.billing.models import ContractLine
from tenure.business.sales.models import Opportunity, OpportunityLine
from tenure.foundation.organisation.models import Person
from tenure.interfaces.ingest.applying.tallies import Tallies
from tests.interfaces.ingest.conftest import imported
from tests.support.exports import export

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.postgresql]

MAVEN = """
source: maven
currency: USD
custom_fields:
  - {kind: account, key: revenue, label: Revenue (millions), type: number}
  - {kind: account, key: founded, label: Founded, type: number}
targets:
  - kind: person
    table: sales_teams
    id: manager
    fields: {name: manager, role: {constant: Sales manager}, region: regional_office}
  - kind: person
    table: sales_teams
    id: sales_agent
    fields:
      name: sales_agent
      manager: {column: manager, find: id}
      region: regional_office
  - kind: product
    table: products
    id: product
    fields: {name: product, description: {expression: "concat('Series ', series)"}}
  - kind: account
    table: accounts
    id: account
    fields:
      name: account
      industry: {column: sector, values: {technolgy: technology}}
      size: employees
      region: office_location
      parent: {column: subsidiary_of, find: name}
      status: {constant: customer}
      custom.revenue: revenue
      custom.founded: year_established
  - kind: opportunity
    table: sales_pipeline
    id: opportunity_id
    fields:
      name: {expression: "join(' ', coalesce(account, 'Unknown'), product)"}
      account: {column: account, find: name}
      owner: {column: sales_agent, find: id}
      stage: deal_stage
      created_at: {expression: "coalesce(engage_date, '2016-10-20')"}
      closed_at: {expression: "close_date if deal_stage in ('Won', 'Lost') else None"}
      outcome: {column: deal_stage, values: {Won: won, Lost: lost, Engaging: null, Prospecting: null}}
      one_time: close_value
  - kind: opp_line
    table: sales_pipeline
    id: opportunity_id
    fields:
      opp: {column: opportunity_id, find: id}
      product: {column: product, values: {GTXPro: GTX Pro}, find: name}
      one_time: close_value
"""

RAVENSTACK = """
source: ravenstack
currency: USD
targets:
  - kind: account
    table: ravenstack_accounts
    id: account_id
    fields:
      name: account_name
      industry: industry
      region: country
      created_on: signup_date
      lead_source: referral_source
      status: {expression: "'former' if churn_flag == True else 'customer'"}
  - kind: product
    table: ravenstack_accounts
    id: {constant: ravenstack}
    fields: {name: {constant: RavenStack}}
  - kind: contract
    table: ravenstack_subscriptions
    id: subscription_id
    fields:
      number: subscription_id
      account: {column: account_id, find: id}
      signed_on: start_date
      start_on: start_date
      end_on: end_date
      terminated_on: {expression: "plus_days(end_date, 1)"}
      auto_renew: auto_renew_flag
      status: {constant: signed}
  - kind: contract_line
    table: ravenstack_subscriptions
    id: subscription_id
    fields:
      contract: {column: subscription_id, find: id}
      account: {column: account_id, find: id}
      product: {constant: RavenStack, find: name}
      description: plan_tier
      qty: seats
      amount: {expression: "0 if is_trial == True else mrr_amount"}
      period: {constant: month}
      service_start: start_date
      service_end: end_date
  - kind: case
    table: ravenstack_support_tickets
    id: ticket_id
    fields:
      subject: {expression: "concat('Ticket ', ticket_id)"}
      account: {column: account_id, find: id}
      opened_at: submitted_at
"""


def counts(tallies: Tallies, kind: str) -> dict[str, int]:
    return next(tally.counts for tally in tallies.listed() if tally.kind == kind)


def test_a_pipeline_with_its_accounts_products_and_sellers(ann: Any) -> None:
    folder = export("maven-crm")
    names = ("accounts", "products", "sales_teams", "sales_pipeline")
    files = [folder / f"{name}.csv" for name in names]

    result = imported(MAVEN, *files, by=ann)

    assert list(result.batch.rejected_rows.values_list("number", "reason")[:3]) == []
    assert Account.objects.count() == 85
    assert Opportunity.objects.count() == 8800
    assert Opportunity.objects.filter(account=None).count() == 1425
    assert Opportunity.objects.filter(outcome="won").count() == 4238
    assert Opportunity.objects.filter(outcome="lost").count() == 2473
    assert OpportunityLine.objects.filter(product__name="GTX Pro").count() == 1480
    assert Person.objects.filter(manager__isnull=False).count() == 35
    assert Account.objects.filter(industry="technology").count() == 12
    acme = Account.objects.get(name="Acme Corporation")
    assert acme.custom == {"revenue": 1100.04, "founded": 1996}
    deal = Opportunity.objects.get(name="Cancity GTX Plus Basic", closed_at=datetime(2017, 3, 1, tzinfo=UTC))
    assert (deal.one_time, deal.currency) == (Decimal("1054.00"), "USD")

    again = imported(MAVEN, *files, by=ann)
    assert again.tallies.has_changed_nothing


def test_subscriptions_become_contracts_with_lines(ann: Any) -> None:
    folder = export("ravenstack-saas")
    names = ("accounts", "subscriptions", "support_tickets")

    result = imported(RAVENSTACK, *(folder / f"ravenstack_{name}.csv" for name in names), by=ann)

    assert list(result.batch.rejected_rows.values_list("number", "reason")[:3]) == []
    assert counts(result.tallies, "account") == {"created": 500}
    assert counts(result.tallies, "contract") == {"created": 5000}
    assert counts(result.tallies, "contract_line") == {"created": 5000}
    assert counts(result.tallies, "case") == {"created": 2000}
    line = ContractLine.objects.get(contract__number="S-8cec59")
    assert (line.amount, line.period, line.service_end) == (Decimal("2786.00"), "month", date(2024, 4, 12))
    assert line.contract.terminated_on == date(2024, 4, 13)
