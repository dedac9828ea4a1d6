"""Real exports: every row accounted for, with the numbers that were counted when they were gathered."""

from __future__ import annotations

from pathlib import Path

import pytest

from tenure.interfaces.ingest.reading import BrokenRow, UnreadableFileError, open_tables
from tests.support.exports import FOLDER, export

COUNTED = {
    "aws-saas-sales/SaaS-Sales.csv": (9_994, 19),
    "clickstream-retentioneering-ecom/ecom.csv.gz": (31_106, 8),
    "crm-pipeline-maven-lookalike/sales_pipeline.csv": (8_766, 8),
    "crm-synthetic-lead-to-sale/SalesLines.csv": (3_761, 7),
    "fivetran-hubspot-seeds/contact_data.csv": (22, 14),
    "fivetran-hubspot-seeds/engagement_meeting_data.csv": (100, 13),
    "fivetran-salesforce-seeds/sf_lead_data.csv": (1, 382),
    "fivetran-salesforce-seeds/sf_contact_data.csv": (4, 368),
    "fivetran-stripe-seeds/subscription_data.csv": (2, 25),
    "fivetran-zendesk-seeds/ticket_data.csv": (10, 36),
    "ibm-telco-churn/Telco-Customer-Churn.csv": (7_043, 21),
    "leads-x-education/Leads.csv": (9_240, 37),
    "marketing-mix/mmm_example.csv": (179, 8),
    "maven-crm/accounts.csv": (85, 7),
    "maven-crm/sales_pipeline.csv": (8_800, 8),
    "maven-crm/sales_teams.csv": (35, 3),
    "olist-marketing-funnel/olist_marketing_qualified_leads_dataset.csv": (8_000, 3),
    "process-logs/receipt.csv": (8_577, 15),
    "process-logs/running_example_broken.csv": (34, 6),
    "ravenstack-saas/ravenstack_feature_usage.csv": (25_000, 8),
    "ravenstack-saas/ravenstack_subscriptions.csv": (5_000, 14),
    "support-tickets-8469/customer_support_tickets.csv": (8_469, 12),
}


@pytest.mark.parametrize("name", COUNTED)
def test_an_export_has_the_rows_and_columns_that_were_counted(name: str) -> None:
    [table] = open_tables(_exported(name))

    rows = list(table.rows())

    assert (len(rows), len(table.columns)) == COUNTED[name]
    assert [row for row in rows if isinstance(row, BrokenRow)] == []
    assert sum(batch.data.num_rows for batch in table.batches(5_000)) == COUNTED[name][0]


def test_every_export_is_a_table_but_the_xml() -> None:
    if not FOLDER.exists():
        pytest.skip("the exports are not on this machine")
    refused = []
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file() and path.suffix != ".md":
            try:
                tables = open_tables(path)
                assert all(not isinstance(row, BrokenRow) for table in tables for row in table.rows()), path
            except UnreadableFileError:
                refused.append(path.name)

    assert refused == ["running-example.xes"]


def test_a_file_separated_by_semicolons_is_found_out() -> None:
    [table] = open_tables(_exported("process-logs/running_example_broken.csv"))

    assert table.notes.delimiter == ";"
    assert table.columns == ["costs", "Resource", "case:concept:name", "concept:name", "org:resource", "time:timestamp"]


def test_a_column_without_a_name_is_named() -> None:
    [table] = open_tables(_exported("process-logs/running-example.csv"))

    assert table.columns[0] == "Column 1"


def _exported(name: str) -> Path:
    folder, file = name.split("/")
    return export(folder) / file
