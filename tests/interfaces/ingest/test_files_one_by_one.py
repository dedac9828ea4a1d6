"""Files that belong together, imported one after the other without a mapping, give the numbers of metrics.md §1.3."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tenure.business.billing.models import ContractLine
from tenure.foundation.organisation.models import Company
from tenure.interfaces.ingest.applying.batches import Result
from tenure.interfaces.ingest.mapping.reading import write_mapping
from tenure.interfaces.ingest.mapping.suggesting import suggest_mapping
from tenure.interfaces.ingest.reading import open_tables
from tests.interfaces.ingest.conftest import imported
from tests.support.numbers import Numbers

pytestmark = pytest.mark.django_db
Write = Callable[[str, str], Path]

# Account, MRR, first and last day of service, currency.
LINES = """\
A1,1000,2025-01-01,,USD
A2,500,2025-01-01,,USD
A2,300,2026-03-10,,USD
A3,250,2025-01-01,,USD
A3,150,2025-01-01,2026-03-14,USD
A4,300,2025-01-01,2026-03-19,USD
A5,200,2025-01-01,2026-03-11,USD
A5,200,2026-03-12,,USD
A6,250,2025-01-01,2025-11-30,USD
A6,250,2026-03-05,,USD
A7,600,2026-03-18,,USD
A8,100,2026-03-03,2026-03-24,USD
A9,100,2025-01-01,2026-03-03,USD
A9,40,2026-03-04,,USD
A9,110,2026-03-20,,USD
A10,0,2025-01-01,,USD
A11,100,2025-01-01,,EUR
A12,90,2025-01-01,2026-03-05,USD
A12,90,2026-03-21,,USD
"""
MARCH = ("2026-03-01", "2026-04-01")
MOVED = {"new": 700, "expansion": 410, "reactivation": 340, "contraction": 210, "churned": 490, "fx": 0}


@pytest.fixture
def numbers(ann: Any, write: Write, tmp_path: Path) -> Numbers:
    """The lines, with an account and a contract each, from three files of three days."""
    Company.objects.create(name="Kestrel", currency="USD", zone="UTC")
    lines = [line.split(",") for line in LINES.splitlines()]
    accounts = "".join(f"{key},Company {key}\n" for key in dict.fromkeys(line[0] for line in lines))
    contracts = "".join(f"C{n},{key},signed,{start}\n" for n, (key, _, start, _, _) in enumerate(lines))
    rows = "".join(
        f"L{n},C{n},{key},Platform,{mrr},month,{currency},{'1.10' if currency == 'EUR' else ''},yes,{start},{end}\n"
        for n, (key, mrr, start, end, currency) in enumerate(lines)
    )
    head = "Line ID,Contract ID,Account ID,Product,Amount,Period,Currency,FX rate,Recurring,Service start,Service end\n"
    for kind, text in (
        ("account", "Account ID,Name\n" + accounts),
        ("contract", "Contract ID,Account ID,Status,Signed on\n" + contracts),
        ("contract_line", head + rows),
    ):
        assert guessed(write(f"{kind}s.csv", text), kind=kind, by=ann).tallies.rejected == 0, kind
    return Numbers(lake=tmp_path / "lake")


def guessed(path: Path, *, kind: str | None, by: Any) -> Result:
    """What came of importing a file without a mapping."""
    suggestion = suggest_mapping(open_tables(path), kind=kind)
    return imported(write_mapping(suggestion.mapping), path, by=by)


def test_the_movements_of_march_are_exact_whenever_they_are_asked(numbers: Numbers) -> None:
    for asked in ({}, {"as_of": "2026-03-31"}):
        told = {one.series: one.value for one in numbers.answers("mrr_movements", *MARCH, **asked)}  # type: ignore[arg-type]
        assert (told["opening_mrr"], told["closing_mrr"]) == (2700, 3450), asked
        assert {key: told[f"{key}_mrr"] for key in MOVED} == MOVED, asked
        assert numbers.value("customers", *MARCH, **asked) == 9
        assert numbers.value("gross_revenue_retention_in_period", *MARCH, **asked) == 2250 / 2700


def test_what_a_file_says_of_the_past_counts_as_known_on_its_days(numbers: Numbers) -> None:
    assert numbers.value("mrr", *MARCH, known_at="then") == Decimal(3450)
    assert numbers.value("mrr", "2026-02-01", "2026-03-01", as_of="2026-02-28", known_at="then") == Decimal(2700)


def test_a_line_is_known_by_its_id_when_it_comes_again(numbers: Numbers, ann: Any, write: Write) -> None:
    line = ContractLine.objects.get(amount=1000)
    assert line.product.name == "Platform"

    again = write(
        "contract_lines.csv",
        "Line ID,Contract ID,Account ID,Product,Amount,Period,Currency,Service start\n"
        "L0,C0,A1,Platform,1200,month,USD,2025-01-01\n",
    )
    guessed(again, kind="contract_line", by=ann)

    line.refresh_from_db()
    assert line.amount == 1200
    assert ContractLine.objects.count() == 19
