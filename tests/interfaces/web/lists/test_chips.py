"""The parts of a filter in words."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

from tenure.business.accounts.models import Account
from tenure.foundation.access.models import User


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("status = 'customer'", "Status is Customer"),
        ("csm = me", "CSM is me"),
        ("size >= 1000", "Employees at least 1,000"),
        ("customer_since < today - 30 days", "Customer since before 30 days ago"),
        (
            "customer_since between 2026-01-01 and today + 1 days",
            "Customer since between 1 Jan 2026 and 1 day from now",
        ),
        ("owner is unknown", "Owner is empty"),
        ("is_internal = true", "Internal or test is yes"),
        ("industry in ('Retail', 'Food')", "Industry is one of Retail, Food"),
        ("name contains 'as' or region is known", "Name contains as or Region is filled in"),
    ],
)
def test_a_chip_says_its_part_of_the_filter_in_words(
    browse: Any, seller: User, three: list[Account], condition: str, words: str
) -> None:
    answer = browse(seller).get("/accounts/", {"where": condition})

    chips = BeautifulSoup(answer.content, "html.parser").select(".chip")
    assert [chip.get_text(strip=True) for chip in chips] == [words]


def test_a_chip_names_the_record_that_a_filter_links_to(browse: Any, seller: User, three: list[Account]) -> None:
    answer = browse(seller).get("/contacts/", {"account": three[0].public_id})

    chip = BeautifulSoup(answer.content, "html.parser").select_one(".chip")
    assert chip is not None
    assert chip.get_text(strip=True) == f"Account is {three[0].name}"


@pytest.mark.parametrize(("condition", "words"), [("probability >= 60%", "60%"), ("probability >= 0.6", "0.6")])
def test_a_chip_says_a_share_as_it_was_written(browse: Any, seller: User, condition: str, words: str) -> None:
    answer = browse(seller).get("/opportunities/", {"where": condition})

    chip = BeautifulSoup(answer.content, "html.parser").select_one(".chip")
    assert chip is not None
    assert chip.get_text(strip=True) == f"Probability at least {words}"


def test_a_change_is_refused_in_a_list_with_a_message(browse: Any, seller: User) -> None:
    answer = browse(seller).get("/accounts/", {"where": "csm changed in the last 7 days"})

    assert "“changed” asks how “csm” was before, which is asked of facts and in plays only" in answer.content.decode()


def test_the_builder_takes_a_share_in_percent_or_as_a_number(browse: Any, seller: User) -> None:
    query = {"field": "probability", "operator": ">=", "where": ""}

    in_percent = browse(seller).get("/opportunities/filter/", {**query, "value": "60 %"})
    as_number = browse(seller).get("/opportunities/filter/", {**query, "value": "0.6"})

    assert "where=probability+%3E%3D+60%25" in in_percent["location"]
    assert "where=probability+%3E%3D+0.6" in as_number["location"]
