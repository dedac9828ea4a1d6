"""Pages of a list: every record once, the unknown last, a number of questions that does not grow, no forged place."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tenure.business.accounts.models import Account
from tenure.business.sales.models import Opportunity, OpportunityContact
from tenure.foundation.access.models import User
from tenure.foundation.records.recording import recording
from tenure.interfaces.listing.fields import list_fields
from tenure.interfaces.listing.filters import Asking
from tenure.interfaces.listing.listing import ListError, ListPage, asked, list_page, list_rows, with_names
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
