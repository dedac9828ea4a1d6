"""What a table of deals tells by its stages and its product, without a mapping."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tenure.business.sales.models import Opportunity, OpportunityLine
from tenure.foundation.organisation.models import Company
from tenure.interfaces.ingest.mapping.reading import write_mapping
from tenure.interfaces.ingest.mapping.suggesting import Suggestion, suggest_mapping
from tenure.interfaces.ingest.reading import open_tables
from tests.interfaces.ingest.conftest import imported

DEALS = """id,deal name,deal stage,created,close date,amount,product
1,One,Closed Won,2026-01-05,2026-02-01,100,Suite
2,Two,Closed lost,2026-01-06,2026-02-02,200,
3,Three,Negotiation,2026-01-07,2026-09-03,300,Suite
4,Four,Negotiation,2026-01-08,2026-09-04,400,Suite
5,Five,Closed Won,2026-01-09,2026-02-05,500,Extra
"""


@pytest.fixture(autouse=True)
def company(db: None) -> None:
    """Amounts without a currency are in the company's."""
    Company.objects.create(name="Kestrel", currency="USD", zone="UTC")


def _found(path: Path) -> Suggestion:
    return suggest_mapping(open_tables(path), kind="opportunity", source="crm")


def test_a_stage_that_is_called_won_or_lost_ends_a_deal_on_its_close_date(
    ann: Any, write: Callable[[str, str], Path]
) -> None:
    path = write("deals.csv", DEALS)
    found = _found(path)

    imported(write_mapping(found.mapping), path, by=ann)

    ended = {one.name: (one.outcome, one.closed_at and one.closed_at.date().isoformat())
             for one in Opportunity.objects.all()}  # fmt: skip
    assert ended == {
        "One": ("won", "2026-02-01"),
        "Two": ("lost", "2026-02-02"),
        "Three": ("", None),
        "Four": ("", None),
        "Five": ("won", "2026-02-05"),
    }
    assert "deals: outcome and closed_at are taken from how deals ended." in found.notes


def test_a_product_becomes_a_line_with_the_amount_of_the_deal(ann: Any, write: Callable[[str, str], Path]) -> None:
    path = write("deals.csv", DEALS)
    found = _found(path)

    imported(write_mapping(found.mapping), path, by=ann)

    lines = OpportunityLine.objects.order_by("opp__name").values_list("opp__name", "product__name", "arr")
    assert [(name, product, int(arr)) for name, product, arr in lines] == [
        ("Five", "Extra", 500),
        ("Four", "Suite", 400),
        ("One", "Suite", 100),
        ("Three", "Suite", 300),
    ]
    assert found.unmapped == {}


def test_columns_that_say_it_themselves_are_left_as_they_are(ann: Any, write: Callable[[str, str], Path]) -> None:
    text = DEALS.replace("deal stage", "outcome").replace("Closed Won", "won").replace("Closed lost", "lost")
    found = _found(write("deals.csv", text.replace("created,", "closed at,")))

    fields = found.mapping.targets[0].fields
    assert (fields["outcome"].column, fields["closed_at"].column) == ("outcome", "closed at")


def test_stages_of_other_names_end_nothing(ann: Any, write: Callable[[str, str], Path]) -> None:
    text = DEALS.replace("Closed Won", "Signature").replace("Closed lost", "Parked")
    found = _found(write("deals.csv", text))

    assert {"outcome", "closed_at"}.isdisjoint(found.mapping.targets[0].fields)
