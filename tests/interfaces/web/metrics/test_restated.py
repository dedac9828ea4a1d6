"""What changed since: a number as known on two days, the records that count otherwise, and what became known."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.conf import settings

from tenure.foundation.organisation.models import Company
from tenure.foundation.records.recording import recording
from tests.business.samples import sample
from tests.foundation.access.people import SELLER
from tests.interfaces.web.metrics.conftest import browser, page


@pytest.fixture
def late(company: Company, set_clock: Callable[[str], None], tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A customer of 100 a month since January; another of 50 since February becomes known in March. It is April."""
    monkeypatch.setattr(settings, "HOME", tmp_path)
    set_clock("2026-04-10T09:00:00Z")
    for amount, start, known in ((100, date(2026, 1, 1), 1), (50, date(2026, 2, 1), 3)):
        with recording(actor=None, path="test", now=datetime(2026, known, 9, tzinfo=UTC), reason="Found in a drawer"):
            account = sample("account", name=f"Customer of {amount}")
            contract = sample("contract", account=account, status="signed", signed_on=start)
            sample(
                "contract_line", account=account, contract=contract, amount=Decimal(amount), currency="USD",
                period="month", service_start=start,
            )  # fmt: skip


def test_the_difference_is_told_by_period_record_and_change(late: None) -> None:
    found = page(browser(SELLER), "/metrics/mrr/restated/?then=2026-02-28")

    numbers, records = found.select("table")
    assert [[cell.text for cell in line.select("th, td")] for line in numbers.select("tbody tr")] == [
        ["February 2026", "$100.00", "$150.00", "+$50.00"]
    ]
    [line] = records.select("tbody tr")
    words = " ".join(line.text.split())
    assert "$0.00$50.00" in words
    assert "Contract line" in words
    assert "Found in a drawer" in words


def test_knowledge_between_two_days_that_changed_nothing_says_so(late: None) -> None:
    found = page(browser(SELLER), "/metrics/mrr/restated/?then=2026-03-31&now=2026-04-05")

    assert "No number of these periods is another one." in found.text


def test_periods_that_were_not_over_then_are_left_out(late: None) -> None:
    found = page(browser(SELLER), "/metrics/mrr/restated/?then=2026-01-31")

    assert "No number of these periods is another one." in found.text


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("then=2026-02-30", "is not a day"),
        ("then=2026-02-28&now=2026-02-01", "The later day must come after the earlier one."),
        ("then=2020-01-01", "None of these periods was over on 1 January 2020"),
    ],
)
def test_what_makes_no_sense_is_told(late: None, query: str, told: str) -> None:
    found = page(browser(SELLER), f"/metrics/mrr/restated/?{query}", status=422)

    assert told in found.select_one("[role=alert]").text


def test_the_file_holds_the_records_and_their_causes(late: None) -> None:
    text = browser(SELLER).get("/metrics/mrr/restated/?then=2026-02-28&format=csv").content.decode("utf-8-sig")

    head, *lines = text.splitlines()
    assert head == "period,record,kind,before,after,became known,of,by,reason"
    assert len(lines) == 1
    assert lines[0].startswith("February 2026,")
    assert lines[0].endswith(",Found in a drawer")
