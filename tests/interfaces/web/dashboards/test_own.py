"""Dashboards of one's own: made, copied, filled from metrics, arranged, shared, deleted, and by whom."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tenure.foundation.access.models import User
from tenure.interfaces.reports.shipped import FOUNDER
from tenure.interfaces.web.dashboards.keeping import arrange, declared, slug_of
from tenure.interfaces.web.models import OwnDashboard
from tests.interfaces.web.records.conftest import NOW

pytestmark = pytest.mark.django_db


def titles(client: Client, address: str) -> list[str]:
    found = BeautifulSoup(client.get(address).content, "html.parser")
    return [each.get_text() for each in found.select(".tile-title")]


def made(client: Client, *sorts: str, name: str = "Mine") -> OwnDashboard:
    client.post("/dashboards/new/", {"name": name})
    own = OwnDashboard.objects.get(name=name)
    for sort in sorts:
        client.post("/dashboards/add/win_rate/", {"sort": sort, "dashboard": slug_of(own)})
    own.refresh_from_db()
    return own


def shared(own: OwnDashboard, client: Client) -> str:
    address = f"/dashboards/{slug_of(own)}/"
    client.post(f"{address}change/", {"name": own.name, "is_shared": "1"})
    return address


def test_a_new_dashboard_takes_a_metric_from_its_page(browse: Any, seller: User, won: None) -> None:
    client = browse(seller)

    response = client.post("/dashboards/add/win_rate/", {"series": "win_rate", "sort": "number", "name": "Mine"})

    assert response.url == "/metrics/win_rate/"
    own = OwnDashboard.objects.get()
    assert titles(client, f"/dashboards/{slug_of(own)}/") == ["Win rate"]
    assert "Mine" in client.get("/metrics/win_rate/").content.decode()


def test_a_cut_goes_along_and_one_that_makes_no_sense_is_refused(browse: Any, seller: User, won: None) -> None:
    client = browse(seller)
    own = made(client)
    words = {"series": "win_rate", "sort": "table", "dashboard": slug_of(own)}

    client.post("/dashboards/add/win_rate/", {**words, "by": "lead_source"})
    for by, sort, series in [
        ("", "table", "win_rate"),
        ("nonsense", "table", "win_rate"),
        ("", "pie", "win_rate"),
        ("", "waterfall", "win_rate"),
        ("", "number", "arr"),
    ]:
        client.post("/dashboards/add/win_rate/", {**words, "by": by, "sort": sort, "series": series})

    own.refresh_from_db()
    assert [(tile["sort"], tile["keys"], tile["by"]) for tile in own.tiles] == [("table", ["win_rate"], "lead_source")]


def test_a_copy_is_one_s_own_and_keeps_all_tiles(browse: Any, admin: User, won: None) -> None:
    client = browse(admin)

    client.post("/dashboards/founder/copy/")
    client.post("/dashboards/founder/copy/")

    first, second = OwnDashboard.objects.order_by("pk")
    assert (first.name, second.name) == ("Founder (mine)", "Founder (mine) 2")
    assert [tile.keys for tile in declared(first).tiles] == [tile.keys for tile in FOUNDER.tiles]
    assert len(titles(client, f"/dashboards/{slug_of(first)}/")) == 8


def test_tiles_are_put_in_order_and_taken_away(browse: Any, seller: User, won: None) -> None:
    client = browse(seller)
    own = made(client, "number", "line", "bar")
    address = f"/dashboards/{slug_of(own)}/"

    assert client.post(f"{address}order/", {"tile": ["3", "1", "2", "99", "x"]}).status_code == 204
    own.refresh_from_db()
    assert [tile["sort"] for tile in own.tiles] == ["bar", "number", "line"]

    client.post(f"{address}1/take-away/")
    own.refresh_from_db()
    assert [tile["sort"] for tile in own.tiles] == ["bar", "line"]


def test_tiles_that_an_order_does_not_name_stay_behind(browse: Any, seller: User, won: None) -> None:
    own = made(browse(seller), "number", "line", "bar")

    arrange(own, act={"by": seller, "path": "test", "now": NOW, "reason": ""}, numbers=[2])

    assert [tile["number"] for tile in own.tiles] == [2, 1, 3]


def test_what_is_private_is_not_found_by_others(browse: Any, seller: User, supporter: User, won: None) -> None:
    own = made(browse(seller), "number")
    other = browse(supporter)
    address = f"/dashboards/{slug_of(own)}/"

    assert other.get(address).status_code == 404
    assert other.post(f"{address}copy/").status_code == 404
    assert "Mine" not in other.get("/dashboards/").content.decode()


def test_what_is_shared_is_read_and_copied_but_not_changed_by_others(
    browse: Any, seller: User, supporter: User, won: None
) -> None:
    own = made(browse(seller), "number")
    address = shared(own, browse(seller))
    other = browse(supporter)

    assert titles(other, address) == ["Win rate"]
    assert "Shared by Sam" in other.get("/dashboards/").content.decode()
    for action in ("change/", "order/", "delete/", "1/take-away/"):
        assert other.post(address + action).status_code == 404
    other.post(f"{address}copy/")
    assert OwnDashboard.objects.get(owner=supporter).name == "Mine (mine)"


def test_a_shared_dashboard_leaves_out_what_its_reader_may_not_see(
    browse: Any, admin: User, seller: User, won: None
) -> None:
    browse(admin).post("/dashboards/add/runway/", {"sort": "number", "name": "Cash"})
    own = OwnDashboard.objects.get()
    address = shared(own, browse(admin))

    assert titles(browse(admin), address) == ["Runway"]
    assert titles(browse(seller), address) == []
    assert browse(seller).post("/dashboards/add/runway/", {"sort": "number", "name": "Mine"}).status_code == 403


def test_a_tile_of_a_series_that_is_gone_is_left_out_with_a_line(browse: Any, seller: User, won: None) -> None:
    client = browse(seller)
    own = made(client, "number")
    own.tiles[0]["keys"] = ["no_longer_there"]
    arrange(own, act={"by": seller, "path": "test", "now": NOW, "reason": ""}, numbers=[])

    found = client.get(f"/dashboards/{slug_of(own)}/").content.decode()
    assert "1 tile left out: it names a metric that there no longer is" in found


@pytest.mark.parametrize("name", ["", "x" * 81])
def test_a_name_that_does_not_do_is_told(name: str, browse: Any, seller: User, company: Any) -> None:
    response = browse(seller).post("/dashboards/new/", {"name": name}, follow=True)

    assert response.status_code == 200
    assert not OwnDashboard.objects.exists()


def test_the_same_name_twice_is_told(browse: Any, seller: User, company: Any) -> None:
    client = browse(seller)
    made(client)

    response = client.post("/dashboards/new/", {"name": "Mine"}, follow=True)

    assert "You already have a dashboard of this name." in response.content.decode()
    assert OwnDashboard.objects.count() == 1


def test_a_deleted_dashboard_is_gone(browse: Any, seller: User, company: Any) -> None:
    client = browse(seller)
    address = f"/dashboards/{slug_of(made(client))}/"

    client.post(f"{address}delete/")

    assert client.get(address).status_code == 404
