"""Filters: the database's answer is the condition's, exactly, and only over what the user may see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tenure.business.accounts.models import Account, Contact
from tenure.business.sales.models import Opportunity
from tenure.engine.conditions.deciding import decide
from tenure.engine.conditions.syntax import And, Comparison, Condition, ConditionError, Not, Operator, Or, Today
from tenure.engine.conditions.writing import write
from tenure.foundation.access.models import RightsRule, User
from tenure.foundation.organisation.models import Person
from tenure.foundation.records.models import CustomField
from tenure.foundation.records.recording import recording
from tenure.interfaces.listing.fields import filter_fields
from tenure.interfaces.listing.filters import Asking, filter_of
from tenure.interfaces.listing.listing import list_rows
from tests.foundation.access.people import ADMINISTRATOR, NOW, VIEWER, new_user

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

TODAY = date(2026, 3, 31)
ASKING = Asking(today=TODAY, zone=ZoneInfo("America/New_York"))


@pytest.fixture
def user() -> User:
    return new_user(ADMINISTRATOR)


@pytest.fixture
def act() -> Iterator[None]:
    with recording(actor=None, path="test", now=NOW):
        yield


def found(user: User, condition: str, model: Any = Account, asking: Asking = ASKING, search: str = "") -> list[str]:
    rows = list_rows(model=model, user=user, asking=asking, condition=condition, search=search)
    return sorted(str(row) for row in rows)


@pytest.mark.usefixtures("act")
def test_links_are_asked_for_by_name_by_public_id_and_one_step_further(user: User) -> None:
    ann = Person.objects.create(name="Ann Lee", region="EMEA")
    acme = Account.objects.create(name="Acme", owner=ann, industry="Software")
    Account.objects.create(name="Zeta")
    Contact.objects.create(name="Bo", account=acme)
    Contact.objects.create(name="Cy")

    assert found(user, "owner = 'ANN LEE'") == ["Acme"]
    assert found(user, f"owner = '{ann.public_id}'") == ["Acme"]
    assert found(user, "owner != 'Ann Lee'") == []
    assert found(user, "owner != 'Bob' or owner is unknown") == ["Acme", "Zeta"]
    assert found(user, "owner starts with 'ann'") == ["Acme"]
    assert found(user, "owner.region = 'emea'") == ["Acme"]
    assert found(user, "not account.industry = 'Retail'", Contact) == ["Bo"]
    assert found(user, "account.owner = 'ann lee'", Contact) == ["Bo"]


@pytest.mark.usefixtures("act")
def test_me_is_whoever_asks_and_nobody_without_a_person(user: User) -> None:
    ann = Person.objects.create(name="Ann Lee")
    Account.objects.create(name="Acme", owner=ann)
    Account.objects.create(name="Zeta", owner=Person.objects.create(name="Bob"))
    as_ann = Asking(today=TODAY, me=ann.pk, me_public_id=ann.public_id)

    assert found(user, "owner = me", asking=as_ann) == ["Acme"]
    assert found(user, "owner != me", asking=as_ann) == ["Zeta"]
    assert found(user, "owner = me or owner != me") == []
    assert found(user, "parent = me", asking=as_ann) == []


@pytest.mark.usefixtures("act")
@pytest.mark.parametrize(
    "condition",
    [
        "custom.tier = 'gold'",
        "custom.seats < 10",
        "custom.seats = 2.5",
        "custom.budget >= 12.5 and custom.budget < 12.51",
        "custom.go-live between 2026-03-01 and today",
        "custom.who = 'ann lee'",
        "custom.who = me",
        "not custom.who = 'Bob'",
    ],
)
def test_the_companys_own_fields_are_asked_for_by_their_type(user: User, condition: str) -> None:
    types = {"tier": "text", "seats": "number", "budget": "money", "go-live": "date", "who": "person"}
    for key, type_ in types.items():
        CustomField.objects.create(kind_key="account", key=key, label=key.title(), type=type_)
    ann = Person.objects.create(name="Ann Lee")
    own = {"tier": "Gold", "seats": 2.5, "budget": {"amount": "12.50", "currency": "EUR"}, "go-live": "2026-03-15"}
    Account.objects.create(name="Acme", custom={**own, "who": ann.public_id})
    Account.objects.create(name="Zeta", custom={"seats": 30})

    assert found(user, condition, asking=Asking(today=TODAY, me=ann.pk, me_public_id=ann.public_id)) == ["Acme"]


@pytest.mark.usefixtures("act")
@pytest.mark.parametrize(
    ("condition", "is_found"),
    [
        ("arr = 1000.5", True),
        ("arr > 1000.4999999", True),
        ("arr > 1000.5000001", False),
        ("arr <= 1000.5000001", True),
        ("arr < 999999999999999", True),
        ("arr != 0.00000001", True),
        ("probability = 0.6", True),
        ("probability > 0.60000001", False),
        ("probability = 60%", True),
        ("probability in (25%, 60%)", True),
        ("probability between 59.9% and 0.6", True),
        ("probability < 123456789", True),
        ("closed_at = 2026-03-09", True),
        ("closed_at <= 2026-03-08", False),
        ("closed_at != 2026-03-10", True),
        ("not closed_at < 2026-03-10", False),
        ("closed_at < 9998-12-31 and closed_at > 1000-01-01", True),
        ("outcome = 'won'", False),
        ("outcome is unknown", True),
        ("type = 'New business' or type = 'new'", True),
        ("poc = true", False),
        ("not poc = true", True),
    ],
)
def test_amounts_shares_and_instants_compare_exactly(user: User, condition: str, is_found: bool) -> None:
    Opportunity.objects.create(
        name="Deal",
        account=Account.objects.create(name="Acme"),
        arr=Decimal("1000.50"),
        currency="EUR",
        probability=Decimal("0.6"),
        closed_at=datetime(2026, 3, 10, 3, 30, tzinfo=UTC),  # 9 March, 23:30, in New York
    )

    assert bool(found(user, condition, Opportunity)) is is_found


def test_a_name_that_is_hidden_can_be_neither_asked_for_nor_guessed() -> None:
    viewer = new_user(VIEWER, email="viewer@example.com")
    with recording(actor=None, path="test", now=NOW):
        Account.objects.create(name="Acme", industry="Software", owner=Person.objects.create(name="Ann"))
        for kind, field in [("account", "industry"), ("person", "name")]:
            RightsRule.objects.create(role="viewer", kind_key=kind, field=field, level="hidden")

    for condition in ["industry = 'Software'", "parent.industry is known", "owner.name = 'Ann'"]:
        with pytest.raises(ConditionError, match="There is no field"):
            found(viewer, condition)
    assert found(viewer, "owner = 'Ann'") == []
    assert found(viewer, "owner starts with 'A'") == []
    assert found(viewer, "owner is known") == ["Acme"]


def test_searching_a_list_finds_every_word_without_regard_to_capitals(user: User) -> None:
    with recording(actor=None, path="test", now=NOW):
        Account.objects.create(name="Müller Straßenbau", description="Roads")

    assert found(user, "", search="MÜLLER roads") == ["Müller Straßenbau"]
    assert found(user, "", search="strassenbau") == ["Müller Straßenbau"]
    assert found(user, "", search="müller bridges") == []
    assert found(user, "", search="roads\0straßen") == ["Müller Straßenbau"]


@pytest.mark.parametrize("condition", ["arr in (" + "1, " * 300 + "1)", "owner in (" + "'a', " * 300 + "'a')"])
def test_the_longest_list_of_values_is_not_too_deep_for_the_database(user: User, condition: str) -> None:
    assert found(user, condition, Opportunity) == []


TEXTS = st.sampled_from(["Software", "SOFTWARE", "soft", "ware", "Straße", "STRASSE", "100%", "a_b", "O'Neill", '"q\\'])
NUMBERS = {"size": ["0", "7", "7.5", "-3", "99999999999999"], "custom.seats": ["0", "0.1", "3", "2.5"]}
WORDED = [Operator.CONTAINS, Operator.NOT_CONTAINS, Operator.STARTS, Operator.NOT_STARTS]
ORDERED = [Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST]
EQUAL = [Operator.EQUAL, Operator.UNEQUAL]
KNOWN = [Operator.KNOWN, Operator.UNKNOWN]
LISTS = [Operator.IN, Operator.NOT_IN]
RANGES = [Operator.BETWEEN, Operator.NOT_BETWEEN]
DAYS = st.one_of(st.dates(date(2026, 3, 29), date(2026, 4, 2)), st.integers(-3, 3).map(Today))
SHAPES: dict[str, tuple[Any, list[Operator]]] = {
    "industry": (TEXTS, [*EQUAL, *WORDED, *LISTS, *KNOWN]),
    "custom.tier": (TEXTS, [*EQUAL, *WORDED, *LISTS, *KNOWN]),
    "parent.industry": (TEXTS, [*EQUAL, *WORDED, *LISTS, *KNOWN]),
    "parent": (st.sampled_from(["Account 0", "ACCOUNT 1", "x"]), [*EQUAL, *WORDED, *LISTS, *KNOWN]),
    "size": (st.sampled_from(NUMBERS["size"]).map(Decimal), [*EQUAL, *ORDERED, *LISTS, *RANGES, *KNOWN]),
    "custom.seats": (
        st.sampled_from(NUMBERS["custom.seats"]).map(Decimal),
        [*EQUAL, *ORDERED, *LISTS, *RANGES, *KNOWN],
    ),
    "created_on": (DAYS, [*EQUAL, *ORDERED, *LISTS, *RANGES, *KNOWN]),
    "is_internal": (st.booleans(), [*EQUAL, *KNOWN]),
}


@st.composite
def comparisons(draw: st.DrawFn) -> Condition:
    name = draw(st.sampled_from(sorted(SHAPES)))
    values, operators = SHAPES[name]
    operator = draw(st.sampled_from(operators))
    count = 0 if operator in KNOWN else 2 if operator in RANGES else draw(st.integers(1, 3)) if operator in LISTS else 1
    return Comparison(name, operator, tuple(draw(values) for _ in range(count)))


def _joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(several.map(And), several.map(Or), parts.map(Not))


@pytest.fixture
def twelve(user: User) -> list[Account]:
    """Accounts with every mixture of known and unknown."""
    with recording(actor=None, path="test", now=NOW):
        for key, type_ in [("tier", "text"), ("seats", "number")]:
            CustomField.objects.create(kind_key="account", key=key, label=key, type=type_)
        made: list[Account] = []
        for place, text in enumerate(
            ["Software", "", "straße", "100%", "A_B", "o'neill", "SOFTWARE x", '"q\\', "", "soft", "", "ware"]
        ):
            made.append(
                Account.objects.create(
                    name=f"Account {place}",
                    industry=text,
                    size=[None, 7, 3, 0][place % 4],
                    created_on=[None, date(2026, 3, 31), date(2026, 4, 1)][place % 3],
                    is_internal=place % 2 == 0,
                    custom=[{}, {"tier": text}, {"seats": 0.1}, {"tier": "Strasse", "seats": 3}][place % 4],
                    parent=made[place // 2] if made and place % 3 else None,
                )
            )
    return made


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(condition=st.recursive(comparisons(), _joined, max_leaves=6))
def test_the_database_agrees_with_the_one_row_decision(twelve: list[Account], user: User, condition: Condition) -> None:
    fields = filter_fields(model=Account, user=user)

    rows = Account.objects.filter(filter_of(text=write(condition), fields=fields, asking=ASKING))

    expected = {each.pk for each in twelve if decide(condition, row=_row(each), today=TODAY) is True}
    assert set(rows.values_list("pk", flat=True)) == expected


def _row(account: Account) -> dict[str, Any]:
    return {
        "industry": account.industry,
        "size": account.size,
        "created_on": account.created_on,
        "is_internal": account.is_internal,
        "custom.tier": account.custom.get("tier"),
        "custom.seats": account.custom.get("seats"),
        "parent": account.parent.name if account.parent else None,
        "parent.industry": account.parent.industry if account.parent else None,
    }
