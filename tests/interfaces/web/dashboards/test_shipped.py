"""The dashboards that come with the product: what they name, what they show, to whom, and what they say of nonsense."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tenure.engine.metrics.registry import catalogue
from tenure.foundation.access.models import User
from tenure.interfaces.reports.declaring import NEEDS_A_CUT, Sort
from tenure.interfaces.reports.shipped import FOUNDER, SALES, SHIPPED
from tenure.interfaces.reports.tiles import key_words

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, *, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status, response.content[:2000]
    return BeautifulSoup(response.content, "html.parser")


def tile(found: BeautifulSoup, title: str) -> Any:
    return next(each for each in found.select(".tile") if each.select_one(".tile-title").get_text() == title)


def test_every_series_of_a_shipped_dashboard_is_declared() -> None:
    series = catalogue().series

    assert {key for one in SHIPPED for each in one.tiles for key in each.keys if key not in series} == set()


def test_every_shipped_tile_has_what_its_sort_needs() -> None:
    for one in SHIPPED:
        for each in one.tiles:
            assert bool(each.by) or each.sort not in NEEDS_A_CUT, (one.slug, each)
            assert len(each.names) in (0, len(each.keys)), (one.slug, each)
            assert set(each.less) <= set(each.keys)


def test_there_is_one_for_each_reader_and_the_founder_has_eight_numbers() -> None:
    assert [one.slug for one in SHIPPED] == [
        *("founder", "executive", "marketing", "sales", "delivery", "support", "success", "finance", "funnel")
    ]
    assert [each.sort for each in FOUNDER.tiles] == [Sort.NUMBER] * 8


@pytest.mark.slow
@pytest.mark.parametrize("slug", [one.slug for one in SHIPPED])
def test_each_opens_with_all_its_tiles_and_none_in_error(slug: str, browse: Any, admin: User, won: None) -> None:
    found = page(browse(admin), f"/dashboards/{slug}/")

    dashboard = next(one for one in SHIPPED if one.slug == slug)
    assert len(found.select(".tile")) == len(dashboard.tiles)
    assert not [note.text for note in found.select(".tile-note") if "cannot be cut" in note.text]


def test_a_number_tells_its_period_and_how_it_moved(browse: Any, seller: User, won: None) -> None:
    found = page(browse(seller), "/dashboards/sales/")

    rate = tile(found, "Win rate")
    assert rate.select_one(".tile-number").text == "75.0 %"
    assert rate.select_one(".tile-period").text == "February 2026"
    assert "so far" in rate.select_one(".tile-table").text
    assert rate.select_one("a")["href"] == "/metrics/win_rate/"


def test_a_table_counts_all_periods_together(browse: Any, admin: User, won: None) -> None:
    found = page(browse(admin), "/dashboards/marketing/")

    rows = tile(found, "What becomes of it").select("tbody tr")
    assert [[cell.get_text(" ", strip=True) for cell in row.select("th, td")][:2] for row in rows] == [
        ["Referral", "4"],
        ["Outbound", "0"],
    ]


def test_the_periods_of_the_address_hold_for_all_tiles_and_their_links(browse: Any, seller: User, won: None) -> None:
    found = page(browse(seller), "/dashboards/sales/?from=2026-03-01&to=2026-04-01")

    rate = tile(found, "Win rate")
    assert rate.select_one(".tile-number").text == "100.0 %"
    assert rate.select_one("a")["href"] == "/metrics/win_rate/?from=2026-03-01&to=2026-04-01"

    before = tile(page(browse(seller), "/dashboards/sales/?as_of=2026-02-01"), "Win rate")
    assert before.select_one(".tile-number") is None


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("from=yesterday", "is not a day"),
        ("from=2026-03-01&to=2026-02-01", "holds no day"),
        ("grain=fortnight", "is no length of a period"),
    ],
)
def test_a_wrong_address_is_told(query: str, told: str, browse: Any, seller: User, home: None) -> None:
    found = page(browse(seller), f"/dashboards/sales/?{query}", status=422)

    assert told in found.select_one("[role=alert]").text
    assert browse(seller).get(f"/dashboards/sales/0/download/?{query}").status_code == 422


def test_tiles_that_one_may_not_see_are_left_out_with_a_line(browse: Any, seller: User, won: None) -> None:
    found = page(browse(seller), "/dashboards/founder/")

    assert "Runway" not in [each.get_text() for each in found.select(".tile-title")]
    assert "left out: your role may not see" in found.get_text()
    place = next(place for place, each in enumerate(FOUNDER.tiles) if each.keys == ("runway",))
    assert browse(seller).get(f"/dashboards/founder/{place}/download/").status_code == 404


def test_one_s_own_function_comes_first_in_the_list(browse: Any, supporter: User, company: Any) -> None:
    found = page(browse(supporter), "/dashboards/")

    assert found.select_one(".metric-name").text == "Support"
    assert "Dashboards" in found.select_one("nav").text


def test_a_tile_comes_as_csv(browse: Any, seller: User, won: None) -> None:
    place = next(place for place, each in enumerate(SALES.tiles) if each.keys == ("win_rate",))
    response = browse(seller).get(f"/dashboards/sales/{place}/download/?from=2026-02-01&to=2026-04-01")

    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [(row["series"], row["period"], row["value"], row["partial"]) for row in rows] == [
        ("win_rate", "2026-02-01", "0.75", "False"),
        ("win_rate", "2026-03-01", "1.0", "True"),
    ]


def test_an_unknown_dashboard_or_tile_is_not_found(browse: Any, seller: User, company: Any) -> None:
    client = browse(seller)

    assert client.get("/dashboards/nothing/").status_code == 404
    assert client.get("/dashboards/sales/99/download/").status_code == 404


def test_keys_read_as_words() -> None:
    assert key_words("won_opportunities") == "Won opportunities"
    assert key_words("renewal_arr_due") == "Renewal ARR due"
