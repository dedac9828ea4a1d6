"""What a number is made of, drawn and as a table."""

from __future__ import annotations

from tests.foundation.access.people import ADMINISTRATOR, SELLER
from tests.interfaces.web.metrics.conftest import browser, page


def test_a_number_is_drawn_down_to_its_records(won: None) -> None:
    found = page(browser(SELLER), "/metrics/arr/made-of/")

    told = {line.th.text: line.select("td")[1].text for line in found.select("tbody tr")}
    assert told["Annual recurring revenue (ARR)"] == "Monthly recurring revenue (MRR), Contracted recurring lines"
    assert told["Monthly recurring revenue (MRR)"] == "Recurring contract lines"
    assert told["Terms of recurring contract lines"] == "Contract lines, Contracts"
    assert told["Contracts"] == "—"
    boxes = [box.title.text for box in found.select("svg .graph-node")]
    assert sorted(boxes) == sorted(told)
    assert len(found.select("svg .graph-edge")) == sum(len(on.split(", ")) for on in told.values() if on != "—")


def test_every_number_can_be_drawn(won: None) -> None:
    client = browser(ADMINISTRATOR)
    listed = page(client, "/metrics/made-of/")
    links = {link["href"] for link in listed.select(".graph-list a")}

    assert len(links) > 80
    for link in sorted(links)[::9]:
        assert page(client, link).select("svg .graph-node")


def test_each_kind_names_the_numbers_that_stand_on_it(won: None) -> None:
    found = page(browser(SELLER), "/metrics/made-of/")

    assert "Win rate" in found.select_one("#opportunity .graph-list").text
    assert "Win rate" not in found.select_one("#invoice .graph-list").text
