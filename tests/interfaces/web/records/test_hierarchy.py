"""The group of a record: what is above and below it, and what all sum to, on every kind that has a tree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tenure.business.marketing.models import Campaign
from tenure.business.sales.models import Territory
from tenure.foundation.access.models import RightsRule, User
from tenure.foundation.access.roles import Level, Role
from tenure.foundation.organisation.models import Person, Team
from tenure.foundation.records import operations
from tenure.foundation.records.kinds import record_models
from tenure.foundation.records.trees import ParentField
from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.records.hierarchy import family_of

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

Act = Callable[..., Any]
TODAY = date(2026, 3, 10)


def test_every_link_named_parent_is_a_tree_and_every_tree_refuses_circles() -> None:
    for model in record_models():
        named = {field.name for field in model._meta.local_concrete_fields}
        if "parent" in named:
            assert model.kind.tree == "parent", model.kind.key
        if model.kind.tree:
            assert isinstance(model._meta.get_field(model.kind.tree), ParentField), model.kind.key


def test_amounts_of_all_below_are_summed_by_currency(admin: User, act: Act) -> None:
    with act():
        values = {"budget": Decimal(100), "currency": "EUR"}
        top = operations.create(model=Campaign, values={"name": "Year", **values})
        spring = operations.create(model=Campaign, values={"name": "Spring", "parent": top, **values})
        fair = {"name": "Fair", "parent": spring, "budget": Decimal("50.50"), "currency": "USD"}
        operations.create(model=Campaign, values=fair)
        operations.delete(record=operations.create(model=Campaign, values={"name": "X", "parent": top, **values}))

    family = family_of(record=top, user=admin, today=TODAY)

    assert family is not None
    assert dict(family.rollup)["Campaigns in the group"] == "3"
    assert dict(family.rollup)["Budget in the group"] == "€200.00 + $50.50"
    assert [(each.name, each.below) for each in family.below] == [("Spring", 1)]


def test_teams_and_territories_count_what_hangs_on_them(admin: User, act: Act) -> None:
    with act():
        top = operations.create(model=Team, values={"name": "Sales"})
        north = operations.create(model=Team, values={"name": "North", "parent": top})
        for name, team in (("Ann", top), ("Bob", north)):
            operations.create(model=Person, values={"name": name, "team": team})
        alone = operations.create(model=Territory, values={"name": "Alone"})

    family = family_of(record=top, user=admin, today=TODAY)
    below = family_of(record=north, user=admin, today=TODAY)

    assert family is not None and below is not None  # noqa: PT018
    assert dict(family.rollup) == {"Teams in the group": "2", "People in the group": "2"}
    assert ([each.name for each in below.above], below.rollup) == (["Sales"], ())
    assert family_of(record=alone, user=admin, today=TODAY) is None


def test_the_page_of_a_leader_shows_who_reports_to_them(
    browse: Callable[[User], Client], admin: User, seller: User, act: Act
) -> None:
    leader = Person.objects.get(user=admin)
    with act():
        operations.change(record=Person.objects.get(user=seller), values={"manager": leader})

    soup = BeautifulSoup(browse(admin).get(record_url(leader)).content, "html.parser")

    assert [link.get_text() for link in soup.select(".family-below a")] == ["Sam"]


def test_a_hidden_link_shows_no_group_and_a_hidden_name_no_name(hire: Callable[..., User], act: Act) -> None:
    with act():
        top = operations.create(model=Team, values={"name": "Secret"})
        north = operations.create(model=Team, values={"name": "North", "parent": top})
        rule = RightsRule.objects.create(role=Role.VIEWER, kind_key="team", field="name", level=Level.HIDDEN)
    no_names = hire("Nina", role=Role.VIEWER)
    family = family_of(record=north, user=no_names, today=TODAY)
    assert family is not None
    assert [each.name for each in family.above] == [top.public_id]

    with act():
        rule.field = "parent"
        rule.save()
    no_links = hire("Lina", role=Role.VIEWER)
    assert family_of(record=north, user=no_links, today=TODAY) is None
