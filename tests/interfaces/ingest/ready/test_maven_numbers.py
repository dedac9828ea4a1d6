"""The numbers of a real pipeline are plain counts of its file, with a mapping and without one."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from tenure.foundation.organisation.models import Company
from tenure.interfaces.ingest.mapping.reading import write_mapping
from tenure.interfaces.ingest.mapping.suggesting import suggest_mapping
from tenure.interfaces.ingest.reading import open_tables
from tests.interfaces.ingest.conftest import imported
from tests.interfaces.ingest.ready.bringing import bring, hold_every_row_accounted_for
from tests.support.exports import export
from tests.support.numbers import Numbers

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NAMES = ("accounts", "products", "sales_teams", "sales_pipeline")
YEAR = ("2017-01-01", "2018-01-01")
Deals = list[dict[str, str]]


def _rows(name: str) -> Deals:
    with (export("maven-crm") / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def _decided() -> Deals:
    return [deal for deal in _rows("sales_pipeline") if deal["deal_stage"] in ("Won", "Lost")]


def _won() -> Deals:
    return [deal for deal in _decided() if deal["deal_stage"] == "Won"]


def _rates(key: Any) -> dict[str, float]:
    won, decided = Counter(map(key, _won())), Counter(map(key, _decided()))
    return {name: won[name] / decided[name] for name in decided}


def _days(deal: dict[str, str]) -> int:
    return (date.fromisoformat(deal["close_date"]) - date.fromisoformat(deal["engage_date"])).days


def _quarter(deal: dict[str, str]) -> str:
    return f"2017-{(int(deal['close_date'][5:7]) - 1) // 3 * 3 + 1:02}-01"


@pytest.fixture
def numbers(db: None, tmp_path: Path) -> Numbers:
    if not Company.objects.exists():
        Company.objects.create(name="Kestrel", currency="USD", zone="UTC")
    Company.objects.update(currency="USD", zone="UTC")
    return Numbers(lake=tmp_path / "lake")


@pytest.fixture
def mapped(numbers: Numbers, ann: Any) -> Numbers:
    """The four tables by the mapping beside the tests."""
    bring("maven-crm", *(export("maven-crm") / f"{name}.csv" for name in NAMES), by=ann)
    return numbers


@pytest.fixture
def guessed(numbers: Numbers, ann: Any) -> Numbers:
    """The accounts and the pipeline as `tenure import … --as opportunity` brings them, without any mapping."""
    for name, kind in (("accounts", "account"), ("sales_pipeline", "opportunity")):
        path = export("maven-crm") / f"{name}.csv"
        mapping = suggest_mapping(open_tables(path), kind=kind).mapping
        hold_every_row_accounted_for(imported(write_mapping(mapping), path, by=ann))
    return numbers


def test_of_the_decided_deals_63_percent_were_won(mapped: Numbers) -> None:
    assert mapped.value("won_opportunities", *YEAR) == 4238
    assert mapped.value("lost_opportunities", *YEAR) == 2473
    assert mapped.value("win_rate", *YEAR) == 4238 / 6711
    quarters = {one.period.start.isoformat(): one.value for one in mapped.answers("win_rate", *YEAR, grain="quarter")
                if one.series == "win_rate"}  # fmt: skip
    assert {quarter: rate for quarter, rate in quarters.items() if rate is not None} == _rates(_quarter)

    offices = {row["sales_agent"]: row["regional_office"] for row in _rows("sales_teams")}
    assert mapped.cut("win_rate", *YEAR, by="rep") == _rates(lambda deal: deal["sales_agent"])
    assert mapped.cut("win_rate", *YEAR, by="office") == _rates(lambda deal: offices[deal["sales_agent"]])
    by_product = _rates(lambda deal: deal["product"].replace("GTXPro", "GTX Pro"))
    assert mapped.cut("win_rate", *YEAR, by="product") == by_product
    assert mapped.cut("win_rate_by_product", *YEAR, by="product") == by_product


def test_size_and_length_of_deals_are_those_of_the_file(mapped: Numbers) -> None:
    total = sum(int(deal["close_value"]) for deal in _won())

    assert mapped.value("average_deal_size", *YEAR) == (Decimal(total) / 4238).quantize(Decimal("0.000001"))
    assert mapped.value("sales_cycle_length", *YEAR) == median(map(_days, _won())) == 57
    assert mapped.value("sales_cycle_length_mean", *YEAR) == sum(map(_days, _won())) / 4238
    assert mapped.value("win_rate_by_product_value", *YEAR) == 1.0
    assert mapped.value("tcv_bookings", *YEAR) == Decimal(total)
    reps: Counter[str] = Counter()
    for deal in _won():
        reps[deal["sales_agent"]] += int(deal["close_value"])
    places = mapped.cut("sales_leaderboard", *YEAR, by="rep")
    assert {rep: place for rep, place in places.items() if place <= 3} == {
        rep: place for place, (rep, _) in enumerate(reps.most_common(3), start=1)
    }


def test_the_same_comes_out_without_any_mapping(guessed: Numbers) -> None:
    total = sum(int(deal["close_value"]) for deal in _won())

    assert guessed.value("win_rate", *YEAR) == 4238 / 6711
    assert guessed.cut("win_rate", *YEAR, by="rep") == _rates(lambda deal: deal["sales_agent"])
    assert guessed.cut("win_rate_by_product", *YEAR, by="product") == _rates(lambda deal: deal["product"])
    assert guessed.value("average_deal_size", *YEAR) == (Decimal(total) / 4238).quantize(Decimal("0.000001"))
    assert guessed.value("sales_cycle_length", *YEAR) == 57
