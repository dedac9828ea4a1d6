"""What a list finds for a deal is what the rules of facts and plays decide for it: one language, one answer."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenure.business.accounts.models import Account
from tenure.business.sales.choices import OpportunityType
from tenure.business.sales.models import Opportunity
from tenure.engine.conditions.asking import Linked
from tenure.engine.conditions.checking import check
from tenure.engine.conditions.deciding import decide
from tenure.engine.conditions.reading import read
from tenure.engine.conditions.syntax import (
    And,
    Comparison,
    Condition,
    ConditionError,
    Field,
    FieldType,
    Me,
    Not,
    Operator,
    Or,
    Percent,
    Today,
)
from tenure.engine.conditions.writing import write
from tenure.foundation.access.models import User
from tenure.foundation.organisation.models import Person
from tenure.foundation.records.recording import recording
from tenure.interfaces.listing.fields import filter_fields
from tenure.interfaces.listing.filters import Asking, filter_of
from tests.foundation.access.people import ADMINISTRATOR, NOW, new_user

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

TODAY = date(2026, 3, 10)
ZONE = ZoneInfo("America/New_York")
FIELDS = {
    "name": FieldType.TEXT,
    "type": Field(FieldType.TEXT, tuple((str(value), str(label)) for value, label in OpportunityType.choices)),
    "next_step": FieldType.TEXT,
    "arr": FieldType.MONEY,
    "probability": FieldType.SHARE,
    "close_date": FieldType.DAY,
    "closed_at": FieldType.INSTANT,
    "poc": FieldType.FLAG,
    "owner": FieldType.LINK,
    "account": FieldType.LINK,
}
NAMES = ["Straße", "STRASSE", "İstanbul", "istanbul", "ΟΔΟΣ", "οδος", "a\\b", "100%", "'; --", "😀", "Étude", "x"]
INSTANTS = [None, datetime(2026, 3, 10, 3, 59, tzinfo=UTC), datetime(2026, 3, 8, 5, tzinfo=UTC)]
ORDERED = [Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST, Operator.BETWEEN, Operator.NOT_BETWEEN]
CHOOSING = [Operator.EQUAL, Operator.UNEQUAL, Operator.IN, Operator.NOT_IN, Operator.KNOWN, Operator.UNKNOWN]
WORDED = [Operator.CONTAINS, Operator.NOT_CONTAINS, Operator.STARTS, Operator.NOT_STARTS]
PERCENTS = st.sampled_from(["60", "59.9", "100"]).map(lambda text: Percent(Decimal(text)))
DAYS = st.one_of(st.dates(date(2026, 3, 7), date(2026, 3, 12)), st.integers(-3, 2).map(Today))
PEOPLE = st.sampled_from(["Ann Lee", "ANN LEE", "Straße", "strasse", "ID of Ann", "nobody"])
SAID: dict[str, tuple[st.SearchStrategy[Any], list[Operator]]] = {
    "name": (st.sampled_from([*NAMES, ""]), [*CHOOSING, *WORDED]),
    "type": (st.sampled_from(["new", "New customer", "EXPANSION", "renew"]), [*CHOOSING, *WORDED]),
    "next_step": (st.sampled_from([*NAMES, ""]), [*CHOOSING, *WORDED]),
    "arr": (st.sampled_from(["0", "1000.5", "1000.500001", "-3", "99999999999999"]).map(Decimal), CHOOSING + ORDERED),
    "probability": (st.sampled_from(["0", "0.6", "0.60000001", "1", "7"]).map(Decimal) | PERCENTS, CHOOSING + ORDERED),
    "close_date": (DAYS, CHOOSING + ORDERED),
    "closed_at": (DAYS, CHOOSING + ORDERED),
    "poc": (st.booleans(), [Operator.EQUAL, Operator.UNEQUAL, Operator.KNOWN, Operator.UNKNOWN]),
    "owner": (PEOPLE | st.just(Me()), CHOOSING),
    "account": (st.sampled_from(["Acme", "ACME", "Zeta", "ID of Ann"]) | st.just(Me()), CHOOSING),
}


@st.composite
def comparisons(draw: st.DrawFn) -> Condition:
    name = draw(st.sampled_from(sorted(SAID)))
    values, operators = SAID[name]
    operator = draw(st.sampled_from(operators))
    if operator in (Operator.KNOWN, Operator.UNKNOWN):
        return Comparison(name, operator)
    is_list, is_range = operator in (Operator.IN, Operator.NOT_IN), operator in (Operator.BETWEEN, Operator.NOT_BETWEEN)
    count = draw(st.integers(1, 3)) if is_list else 2 if is_range else 1
    return Comparison(name, operator, tuple(draw(values) for _ in range(count)))


def _joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(several.map(And), several.map(Or), parts.map(Not))


@pytest.fixture
def user() -> User:
    return new_user(ADMINISTRATOR)


@pytest.fixture
def ann() -> Person:
    with recording(actor=None, path="test", now=NOW):
        return Person.objects.create(name="Ann Lee")


@pytest.fixture
def deals(user: User, ann: Person) -> list[Opportunity]:
    """Deals with every mixture of known and unknown."""
    with recording(actor=None, path="test", now=NOW):
        people = [None, ann, Person.objects.create(name="Straße")]
        accounts = [Account.objects.create(name="Acme"), None, Account.objects.create(name="Zeta")]
        return [
            Opportunity.objects.create(
                name=name,
                next_step=NAMES[place * 5 % 12] if place % 3 else "",
                type=OpportunityType.values[place % 4],
                account=accounts[place % 3],
                owner=people[place % 3] if place % 4 else None,
                arr=[None, Decimal("1000.5"), Decimal("-3"), Decimal(0)][place % 4],
                currency="EUR",
                probability=[Decimal("0.6"), None, Decimal(1)][place % 3],
                close_date=[None, date(2026, 3, 9), date(2026, 3, 10)][place % 3],
                closed_at=INSTANTS[place % 3],
                poc=place % 2 == 0,
            )
            for place, name in enumerate(NAMES)
        ]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(condition=st.recursive(comparisons(), _joined, max_leaves=6), is_me_known=st.booleans())
def test_a_list_finds_what_the_one_row_decision_finds(
    deals: list[Opportunity], user: User, ann: Person, condition: Condition, is_me_known: bool
) -> None:
    text = write(condition).replace("ID of Ann", ann.public_id)
    fields = filter_fields(model=Opportunity, user=user)
    asking = Asking(today=TODAY, zone=ZONE, me=ann.pk, me_public_id=ann.public_id) if is_me_known else _nobody()

    rows = Opportunity.objects.filter(filter_of(text=text, fields=fields, asking=asking))

    me = ann.public_id if is_me_known else None
    checked = check(read(text), fields={**FIELDS, "type": FieldType.TEXT})
    expected = [
        deal.name
        for deal in deals
        if decide(checked, row=_row(deal), today=TODAY, me=me, zone=ZONE, fields=FIELDS) is True
    ]
    assert sorted(rows.values_list("name", flat=True)) == sorted(expected)


def _nobody() -> Asking:
    return Asking(today=TODAY, zone=ZONE)


def _row(deal: Opportunity) -> dict[str, Any]:
    row = {name: getattr(deal, name) for name in FIELDS}
    for link in ("owner", "account"):
        row[link] = Linked(row[link].public_id, row[link].name) if row[link] is not None else None
    return row


def test_a_list_says_that_it_cannot_ask_what_was_before(user: User) -> None:
    fields = filter_fields(model=Opportunity, user=user)

    with pytest.raises(ConditionError, match="“dropped” asks how “arr” was before"):
        filter_of(text="arr dropped by 20% in the last 30 days", fields=fields, asking=_nobody())
