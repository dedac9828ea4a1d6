"""The pages of numbers: what they show, to whom, and what they say of an address that makes no sense."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tenure.engine.metrics.periods import Period
from tenure.engine.workspace.asking import Ask
from tenure.foundation.records.recording import recording
from tenure.interfaces.reports.targets import seen_targets
from tests.business.samples import sample
from tests.foundation.access.people import ADMINISTRATOR, SELLER, new_user
from tests.interfaces.web.metrics.conftest import browser, page


def test_the_newest_full_period_comes_first_and_the_running_one_is_marked(won: None) -> None:
    found = page(browser(SELLER), "/metrics/win_rate/")

    assert found.select_one(".metric-period").text == "February 2026"
    assert found.select_one(".metric-number").text == "75.0 %"
    assert found.select(".metric-table td")[-1].text.strip().startswith("100.0 %")
    assert "so far" in found.select(".metric-table td")[-1].text


def test_the_chart_is_drawn_from_the_same_numbers(won: None) -> None:
    found = page(browser(SELLER), "/metrics/win_rate/?by=lead_source&from=2026-02-01&to=2026-03-01")
    told = json.loads(found.select_one("[data-chart]")["data-chart"])

    assert {one["name"]: one["values"] for one in told["series"]} == {"Referral": [1.0], "Outbound": [0.0]}
    assert [line.th.text for line in found.select(".metric-table tbody tr")] == ["Referral", "Outbound"]


def test_a_number_stands_beside_its_target_for_those_who_may_see_the_plan(won: None) -> None:
    with recording(actor=None, path="test", now=datetime(2026, 1, 2, tzinfo=UTC)):
        sample(
            "plan_figure", metric="win_rate", period=date(2026, 2, 1), period_to=date(2026, 2, 28), value=Decimal("0.8")
        )  # fmt: skip

    shown = page(browser(ADMINISTRATOR), "/metrics/win_rate/")

    words = " ".join(shown.select_one(".metric-headline").text.split())
    assert "5.0 points below target 80.0 %" in words
    assert json.loads(shown.select_one("[data-chart]")["data-chart"])["targets"]["texts"].count("80.0 %") == 1
    february = [Period(date(2026, 2, 1), date(2026, 3, 1), date(2026, 2, 28))]
    ask = Ask(keys=("win_rate",), as_of=date(2026, 3, 10))
    nobody = new_user(email="nobody@example.com")
    assert seen_targets(user=nobody, key="win_rate", periods=february, ask=ask) == {}


def test_whoever_may_plan_is_led_to_the_form_of_a_target(won: None) -> None:
    links = [link["href"] for link in page(browser(ADMINISTRATOR), "/metrics/win_rate/").select(".metric-note a")]

    assert links == ["/plan-figures/new/?metric=win_rate"]
    assert not page(browser(SELLER), "/metrics/win_rate/").select(".metric-note a")


def test_a_number_opens_into_its_records(won: None) -> None:
    client = browser(SELLER)
    found = page(client, "/metrics/win_rate/?from=2026-02-01&to=2026-03-01")
    link = found.select_one(".metric-table td a")["href"]

    rows = page(client, link)

    assert [section.h2.text for section in rows.select("section.section")] == ["Win rate", "Out of"]
    assert sorted(cell.text for cell in rows.select("section.section")[0].select("tbody a")) == [
        "Deal 0",
        "Deal 1",
        "Deal 2",
    ]
    assert "Lost deal" in rows.select("section.section")[1].text


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("by=segmnt", "did you mean “segment”"),
        ("where=segment+%3D", "Expected a value"),
        ("from=2026-13-01", "is not a day"),
        ("grain=fortnight", "no length of a period"),
        ("from=2026-03-01&to=2026-02-01", "holds no day"),
    ],
)
def test_what_makes_no_sense_is_told_and_the_words_stay(won: None, query: str, told: str) -> None:
    found = page(browser(SELLER), f"/metrics/win_rate/?{query}", status=422)

    assert told in found.select_one("[role=alert]").text


def test_who_has_no_role_sees_no_number_and_unknown_ones_are_not_found(won: None) -> None:
    assert browser().get("/metrics/win_rate/").status_code == 403
    assert browser(ADMINISTRATOR).get("/metrics/wun_rate/").status_code == 404


def test_the_catalogue_is_searched_by_words_and_narrowed(won: None) -> None:
    client = browser(SELLER)
    names = [link.text for link in page(client, "/metrics/?q=win+rate").select(".metric-name")]

    assert "Win rate" in names
    assert "Support cases" not in names
    assert page(client, "/metrics/?q=nosuchthing").select_one(".empty-state") is not None


def test_the_file_holds_the_numbers(won: None) -> None:
    response = browser(SELLER).get("/metrics/win_rate/download/?from=2026-02-01&to=2026-03-01")
    lines = response.content.decode("utf-8-sig").splitlines()

    assert lines[0] == "series,period,value,numerator,denominator,n,unit,partial,low_n,reason"
    assert lines[1] == "win_rate,2026-02-01,0.75,3,4,4,ratio,False,True,"


def test_data_quality_lists_what_is_odd_with_the_numbers_it_touches(won: None) -> None:
    client = browser(SELLER)
    [row] = [row for row in page(client, "/data-quality/").select("tbody tr") if "Lost without a reason" in row.td.text]

    assert [cell.text for cell in row.select("td.number")] == ["1"]
    assert row.select_one("a[href^='/metrics/']") is not None

    rule = page(client, row.a["href"])

    assert [link.text for link in rule.select("tbody a")] == ["Lost deal"]
