"""Pages of a list: every record once, the unknown last, a number of questions that does not grow, no forged place."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.business.accounts.models import Account
from tenure.business.sales.models import Opportunity, OpportunityContact
from tenure.foundation.access.models import User
from tenure.foundation.records.models import CustomField
from tenure.foundation.records.operations import change
from tenure.foundation.records.recording import recording
from tenure.interfaces.listing.fields import list_fields
from tenure.interfaces.listing.filters import Asking
from tenure.interfaces.listing.listing import list_rows, with_names
from tenure.interfaces.listing.pages import ListError, ListPage, asked, in_order, list_page
from tests.business.samples import sample
from tests.foundation.access.people import ADMINISTRATOR, NOW, new_user

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

ASKING = Asking(today=date(2026, 3, 31))


@pytest.fixture
def user() -> User:
    return new_user(ADMINISTRATOR)


@pytest.fixture
def nine() -> None:
    """Deals with equal, different and unknown values in every column sorted by."""
    with recording(actor=None, path="test", now=NOW):
        account = Account.objects.create(name="Acme")
        for place in range(9):
            Opportunity.objects.create(
                name=["Same", "Other", "Ängstlich"][place % 3],
                account=account,
                arr=[None, Decimal("10.50"), Decimal("-3")][place % 3],
                currency="EUR",
                probability=[None, Decimal("0.25")][place % 2],
                close_date=[None, date(2026, 3, 1), date(2026, 4, 1)][place % 3],
                closed_at=[None, datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)][place % 2],
                poc=place % 2 == 0,
            )


def page(user: User, order: str = "", after: str = "", size: int = 4) -> ListPage:
    rows = list_rows(model=Opportunity, user=user, asking=ASKING)
    fields = list_fields(model=Opportunity, user=user)
    return list_page(rows=rows, fields=fields, order=asked(order=order), after=after, size=size)


ORDERS = [
    *("", "name", "-name", "arr", "-arr", "probability", "-probability"),
    *("close_date", "closed_at", "-closed_at", "poc"),
]


@pytest.mark.usefixtures("nine")
@pytest.mark.parametrize("order", ORDERS)
def test_pages_follow_each_other_over_every_record_once(user: User, order: str) -> None:
    whole = [row.pk for row in page(user, order, size=100).rows]

    first = page(user, order)
    second = page(user, order, first.next)
    third = page(user, order, second.next)

    assert [row.pk for each in (first, second, third) for row in each.rows] == whole
    assert (len(set(whole)), third.next, first.count, first.is_more) == (9, "", 9, False)


@pytest.mark.usefixtures("nine")
@pytest.mark.parametrize("name", ["arr", "probability", "close_date", "closed_at"])
def test_what_is_unknown_comes_last_either_way(user: User, name: str) -> None:
    for order in (name, f"-{name}"):
        known = [getattr(row, name) is not None for row in page(user, order, size=100).rows]

        assert known == sorted(known, reverse=True)


@pytest.mark.usefixtures("nine")
def test_a_forged_place_or_one_of_another_order_is_refused(user: User) -> None:
    place = page(user, "name").next

    for text, order in [(place[:-2] + "xx", "name"), (place, "-name"), (place, "arr"), ("nonsense", ""), ("a\0", "")]:
        with pytest.raises(ListError, match="start at its beginning"):
            page(user, order, text)


@pytest.mark.usefixtures("nine")
def test_a_list_asks_as_many_questions_for_many_rows_as_for_few(user: User) -> None:
    page(user)

    with CaptureQueriesContext(connection) as few:
        page(user, "arr", size=1)
    with CaptureQueriesContext(connection) as many:
        page(user, "arr", size=9)

    assert len(few) == len(many) == 2


def test_names_of_links_come_along_even_where_they_are_names_of_others(user: User) -> None:
    with recording(actor=None, path="test", now=NOW):
        for _ in range(3):
            sample("opp_contact")
    fields = list_fields(model=OpportunityContact, user=user)
    rows = with_names(
        rows=OpportunityContact.objects.order_by("pk"), columns=[fields["opp"], fields["contact"], fields["role"]]
    )

    with CaptureQueriesContext(connection) as asked_for:
        named = [f"{row}: {row.opp}" for row in rows]

    assert (len(named), len(asked_for)) == (3, 1)


def test_an_unknown_order_is_refused(user: User) -> None:
    with pytest.raises(ListError, match="cannot be put in order"):
        page(user, "nothing")


@pytest.fixture
def varied() -> None:
    """Nine accounts with parents, own texts, numbers and amounts: equal, different and unknown ones."""
    for key, type_ in [("note", "text"), ("score", "number"), ("fee", "money"), ("since", "date")]:
        CustomField.objects.create(kind_key="account", key=key, label=key.title(), type=type_)
    with recording(actor=None, path="test", now=NOW):
        parents = [None, Account.objects.create(name="zeta"), Account.objects.create(name="Alpha")]
        for place in range(9):
            custom = [{}, {"note": "b", "score": 0.1, "since": "2026-01-02"}, {"note": "A", "score": 12}][place % 3]
            fee = {"fee": {"amount": ["1.5", "20"][place % 2], "currency": "EUR"}} if place % 3 else {}
            Account.objects.create(name=f"Child {place}", parent=parents[place % 3], custom=custom | fee)


def account_page(user: User, order: str, **where: str) -> ListPage:
    rows = list_rows(model=Account, user=user, asking=ASKING)
    fields = list_fields(model=Account, user=user)
    return list_page(rows=rows, fields=fields, order=asked(order=order), size=4, **where)


OWN_ORDERS = ["parent", "custom.note", "custom.score", "custom.fee", "custom.since", "changed_at"]


@pytest.mark.usefixtures("varied")
@pytest.mark.parametrize("order", [*OWN_ORDERS, *(f"-{name}" for name in OWN_ORDERS)])
def test_links_own_fields_and_the_last_change_give_an_order_whose_pages_lead_on_and_back(
    user: User, order: str
) -> None:
    first = account_page(user, order)
    second = account_page(user, order, after=first.next)
    third = account_page(user, order, after=second.next)

    forward = [[row.pk for row in each.rows] for each in (first, second, third)]
    assert (len({pk for each in forward for pk in each}), third.next) == (11, "")
    back = account_page(user, order, before=third.previous)
    start = account_page(user, order, before=back.previous)
    assert [[row.pk for row in each.rows] for each in (start, back)] == forward[:2]
    assert (start.previous, account_page(user, order, after=back.next).rows) == ("", third.rows)


@pytest.mark.usefixtures("varied")
def test_links_are_put_in_order_by_name_without_regard_to_capitals_and_the_unknown_last(user: User) -> None:
    rows = list_rows(model=Account, user=user, asking=ASKING, condition="name starts with 'child'")
    fields = list_fields(model=Account, user=user)

    found = [str(row.parent) for row in list_page(rows=rows, fields=fields, order=asked(order="parent")).rows]
    numbers = [
        row.custom.get("score") for row in in_order(rows=rows, fields=fields, order=asked(order="-custom.score"))
    ]

    assert found == ["Alpha"] * 3 + ["zeta"] * 3 + ["None"] * 3
    assert numbers == [12, 12, 12, 0.1, 0.1, 0.1, None, None, None]


@pytest.mark.usefixtures("nine")
@pytest.mark.parametrize("order", ORDERS)
def test_a_page_before_a_place_is_the_page_that_led_there(user: User, order: str) -> None:
    first = page(user, order)
    second = page(user, order, first.next)
    rows = list_rows(model=Opportunity, user=user, asking=ASKING)
    fields = list_fields(model=Opportunity, user=user)

    back = list_page(rows=rows, fields=fields, order=asked(order=order), before=second.previous, size=4)

    assert (back.rows, back.previous, first.previous) == (first.rows, "", "")
    assert page(user, order, back.next).rows == second.rows


def test_what_was_changed_since_a_day_is_found_and_shown(user: User) -> None:
    early, late = datetime(2026, 3, 1, 9, 0, tzinfo=UTC), datetime(2026, 3, 30, 9, 0, tzinfo=UTC)
    with recording(actor=None, path="test", now=early):
        old, touched = [Account.objects.create(name=name) for name in ("Old", "Touched")]
    with recording(actor=None, path="test", now=late):
        change(record=touched, values={"industry": "Retail"})
    fields = list_fields(model=Account, user=user)

    def found(condition: str) -> list[str]:
        return [row.name for row in list_rows(model=Account, user=user, asking=ASKING, condition=condition)]

    assert found("changed_at >= today - 7 days") == ["Touched"]
    assert found("changed_at < 2026-03-02") == ["Old"]
    assert found("changed_at = 2026-03-30 and not changed_at > 2026-03-30") == ["Touched"]
    shown = with_names(rows=Account.objects.filter(pk=old.pk), columns=[fields["changed_at"]]).get()
    assert shown.changed_at == early


def test_a_name_that_is_not_to_be_seen_gives_no_order(user: User) -> None:
    fields = list_fields(model=Account, user=user)
    hidden = {**fields, "parent": replace(fields["parent"], is_named=False)}

    with pytest.raises(ListError, match="cannot be put in order"):
        in_order(rows=Account.objects.all(), fields=hidden, order=asked(order="parent"))
