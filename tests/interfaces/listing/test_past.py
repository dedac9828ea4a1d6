"""Lists of a past day: its rows, values, links, filters and sums, and nothing that came later."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tenure.business.accounts.models import Account
from tenure.business.sales.models import Opportunity
from tenure.foundation.access.models import User
from tenure.foundation.records.models import CustomField
from tenure.foundation.records.operations import change, correct, create, delete
from tenure.foundation.records.recording import recording
from tenure.foundation.records.versions.past import WriteInThePastError, tables_at
from tenure.interfaces.listing.fields import list_fields
from tenure.interfaces.listing.filters import Asking
from tenure.interfaces.listing.listing import list_rows, with_names
from tenure.interfaces.listing.pages import asked, list_page
from tenure.interfaces.listing.totals import totals
from tests.foundation.access.people import ADMINISTRATOR, new_user

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

FIRST_OF_MARCH = datetime(2026, 3, 1, 22, 59, 59, tzinfo=UTC)
ASKING = Asking(today=date(2026, 3, 1))


@pytest.fixture
def user() -> User:
    return new_user(ADMINISTRATOR)


def on(day: int, month: int) -> AbstractContextManager[Any]:
    """Writes at nine on that day of 2026."""
    return recording(actor=None, path="test", now=datetime(2026, month, day, 9, tzinfo=UTC))


@pytest.fixture
def story() -> Account:
    """Acme was Alpha in Retail with 10 people; Birch is deleted since; Cedar came later."""
    with on(1, 2):
        acme = create(model=Account, values={"name": "Alpha", "industry": "Retail", "size": 10})
        birch = create(model=Account, values={"name": "Birch", "industry": "Retail", "size": 5})
        gone = create(model=Account, values={"name": "Gone", "industry": "Retail"})
        values = {"name": "Deal", "account": acme, "arr": Decimal("100.50"), "currency": "EUR"}
        create(model=Opportunity, values=values | {"created_at": datetime(2026, 2, 1, 9, tzinfo=UTC)})
    with on(20, 2):
        delete(record=gone)
    with on(10, 3):
        change(record=acme, values={"name": "Acme", "industry": "Energy", "size": 99})
        delete(record=birch)
        create(model=Account, values={"name": "Cedar", "industry": "Retail"})
        change(
            record=Opportunity.objects.get(),
            values={"arr": Decimal("900"), "closed_at": datetime(2026, 3, 9, tzinfo=UTC), "outcome": "won"},
        )
    return acme


def names(user: User, condition: str = "", *, order: str = "name", model: Any = Account, **more: Any) -> list[str]:
    rows = list_rows(model=model, user=user, asking=ASKING, condition=condition, instant=FIRST_OF_MARCH, **more)
    with tables_at(FIRST_OF_MARCH):
        page = list_page(rows=rows, fields=list_fields(model=model, user=user), order=asked(order=order))
        return [row.name for row in page.rows]


@pytest.mark.usefixtures("story")
def test_rows_values_and_filters_are_those_of_the_day(user: User) -> None:
    assert names(user) == ["Alpha", "Birch"]
    assert names(user, "industry = 'Energy'") == []
    assert names(user, "industry = 'Retail' and size >= 10") == ["Alpha"]
    assert names(user, search="acme") == []
    assert names(user, order="-size") == ["Alpha", "Birch"]
    assert [row.name for row in Account.objects.order_by("name")] == ["Acme", "Cedar"]


@pytest.mark.usefixtures("story")
def test_links_lead_to_what_stood_there_and_what_came_to_pass_later_reads_empty(user: User) -> None:
    fields = list_fields(model=Opportunity, user=user)
    rows = list_rows(
        model=Opportunity,
        user=user,
        asking=ASKING,
        condition="account.industry = 'Retail' and account = 'alpha' and closed_at is unknown",
        instant=FIRST_OF_MARCH,
    )

    with tables_at(FIRST_OF_MARCH):
        deal = with_names(rows=rows, columns=[fields["account"]]).get()
        sums = totals(rows=rows, model=Opportunity, columns=[fields["arr"]])

    assert (deal.account.name, deal.arr, deal.closed_at) == ("Alpha", Decimal("100.50"), None)
    assert not deal.outcome
    assert sums == {"arr": [(Decimal("100.50"), "EUR")]}


def test_an_event_whose_date_lies_after_the_day_reads_empty_with_what_it_reveals(user: User) -> None:
    with on(1, 2):
        account = create(model=Account, values={"name": "Acme"})
        values = {"name": "Deal", "account": account, "created_at": datetime(2026, 2, 1, 9, tzinfo=UTC)}
        closed = {"closed_at": datetime(2026, 3, 9, tzinfo=UTC), "outcome": "won"}
        create(model=Opportunity, values=values | closed)

    assert names(user, "outcome = 'won'", model=Opportunity) == []
    assert names(user, "closed_at is unknown", model=Opportunity) == ["Deal"]


def test_a_correction_rewrites_the_day_and_own_fields_are_of_the_day(user: User, story: Account) -> None:
    CustomField.objects.create(kind_key="account", key="tier", label="Tier", type="text")
    with on(12, 3):
        first = story.versions_model._default_manager.filter(record_id=story.pk).earliest("version_id")
        correct(record=story, values={"size": 11}, custom={"tier": "gold"}, version=first)
        change(record=Account.objects.get(name="Acme"), values={}, custom={"tier": "silver"})

    assert names(user, "size = 11 and custom.tier = 'gold'") == ["Alpha"]
    assert names(user, "custom.tier = 'silver'") == []


def test_pages_of_a_past_day_follow_each_other_over_every_record_once(user: User) -> None:
    with on(1, 2):
        made = [create(model=Account, values={"name": f"A{place}", "size": place % 3 or None}) for place in range(9)]
    with on(10, 3):
        for each in made[:5]:
            change(record=each, values={"size": 1000})
    rows = list_rows(model=Account, user=user, asking=ASKING, instant=FIRST_OF_MARCH)
    fields = list_fields(model=Account, user=user)
    seen, place = [], ""

    with tables_at(FIRST_OF_MARCH):
        for _ in range(3):
            page = list_page(rows=rows, fields=fields, order=asked(order="-size"), after=place, size=4)
            seen += [row.size for row in page.rows]
            place = page.next

    assert (seen, place) == ([2, 2, 2, 1, 1, 1, None, None, None], "")


def test_a_link_to_what_was_entered_later_keeps_its_name(user: User) -> None:
    with on(10, 3):
        late = create(model=Account, values={"name": "Late"})
        values = {"name": "Old deal", "account": late, "created_at": datetime(2026, 2, 1, 9, tzinfo=UTC)}
        create(model=Opportunity, values=values)

    assert names(user, "account = 'Late'", order="account", model=Opportunity) == ["Old deal"]
    assert names(user) == []


def test_nothing_is_written_while_the_past_is_read(story: Account) -> None:
    with tables_at(FIRST_OF_MARCH), pytest.raises(WriteInThePastError, match="nothing can be written"):
        Account.objects.filter(pk=story.pk).update(name="No")
