"""Quality rules: found in the rooms, decided over values as over rows, and asked before a form saves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import models, transaction
from django.db.models import F, Q

from tenure.foundation.organisation.models import Company, ExchangeRate
from tenure.foundation.records.fields import AmountField, CurrencyField
from tenure.foundation.records.kinds import model_of
from tenure.foundation.records.predicates import UndecidableConditionError, holds
from tenure.foundation.records.quality import (
    UnknownRuleError,
    all_rules,
    broken_records,
    rule_of,
    rules_for,
    warnings_for,
)
from tenure.foundation.records.recording import recording
from tests.business.samples import NOW, sample, unsaved

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]

RULED_KINDS = sorted({rule.kind for rule in all_rules()})


@pytest.fixture(autouse=True)
def _act(db: None) -> Iterator[None]:
    with recording(actor=None, path="test", now=NOW):
        yield


def test_every_rule_has_its_own_key_and_names_fields_of_its_kind() -> None:
    rules = list(all_rules())

    assert [key for key, times in Counter(rule.key for rule in rules).items() if times > 1] == []
    for rule in rules:
        fields = {field.name for field in model_of(rule.kind)._meta.local_concrete_fields}
        assert set(rule.fields) <= fields
        assert rule.title
        assert rule.explanation.endswith(".")
        assert rule.fix.endswith(".")


@pytest.mark.parametrize("kind", RULED_KINDS)
def test_a_rule_says_the_same_of_values_and_of_rows(kind: str) -> None:
    Company.objects.create(name="Acme", currency="EUR", zone="UTC")
    random = Random(f"rules of {kind}")
    written = []
    for _ in range(12):
        record = unsaved(kind)
        _fill(record, random)
        with transaction.atomic():
            record.save()
        written.append(record)

    for rule in rules_for(kind=kind):
        if not rule.is_of_values:
            continue
        by_rows = set(broken_records(rule=rule).values_list("pk", flat=True))
        by_values = {r.pk for r in written if rule in warnings_for(kind=kind, values={}, record=r)}
        assert by_values == by_rows, rule.key


def test_a_deal_won_without_a_date_is_asked_about_before_it_is_saved() -> None:
    values = {"name": "Big deal", "outcome": "won", "arr": Decimal(1000), "currency": "EUR"}

    keys = [rule.key for rule in warnings_for(kind="opportunity", values=values)]

    assert keys == ["opportunity_outcome_without_close"]


def test_a_change_that_turns_two_dates_round_is_asked_about_with_the_rest_of_the_record() -> None:
    opened = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
    case = sample("case", opened_at=opened, account=sample("account"))

    before = warnings_for(kind="case", values={}, record=case)
    after = warnings_for(kind="case", values={"resolved_at": opened - timedelta(hours=1)}, record=case)

    assert before == ()
    assert [rule.key for rule in after] == ["case_resolved_at_before_opened_at"]


def test_a_paid_invoice_without_a_payment_is_listed_and_its_form_does_not_ask() -> None:
    rule = rule_of("invoice_paid_without_payment")
    values = {"account": sample("account"), "status": "paid", "total": Decimal(100), "currency": "EUR"}
    bare, settled, taken_back = (sample("invoice", **values) for _ in range(3))
    sample("invoice", **{**values, "status": "issued"})
    sample("payment", invoice=settled)
    sample("payment", invoice=taken_back, deleted_at=NOW)

    assert set(broken_records(rule=rule)) == {bare, taken_back}
    assert rule not in warnings_for(kind="invoice", values={}, record=bare)


def test_broken_records_leaves_out_what_is_deleted() -> None:
    odd = {"service_start": date(2026, 3, 2), "service_end": date(2026, 3, 1)}
    listed = sample("contract_line", **odd)
    sample("contract_line", **odd, deleted_at=NOW)
    sample("contract_line", service_start=date(2026, 3, 1), service_end=date(2026, 3, 1))

    found = broken_records(rule=rule_of("contract_line_service_end_before_service_start"))

    assert list(found) == [listed]


def test_an_sql_before_its_mql_is_listed() -> None:
    lead = sample("lead", mql_at=datetime(2026, 3, 2, tzinfo=UTC), sql_at=datetime(2026, 3, 1, tzinfo=UTC))

    assert list(broken_records(rule=rule_of("lead_sql_at_before_mql_at"))) == [lead]


def test_a_currency_without_a_rate_is_listed_until_the_rate_is_there() -> None:
    Company.objects.create(name="Acme", currency="EUR", zone="UTC")
    rule = rule_of("invoice_currency_without_rate")
    sample("invoice", total=Decimal(10), currency="EUR")
    foreign = sample("invoice", total=Decimal(10), currency="USD")

    assert list(broken_records(rule=rule)) == [foreign]

    ExchangeRate.objects.create(from_currency="USD", to_currency="EUR", rate=Decimal("0.9"), on=date(2026, 3, 1))

    assert list(broken_records(rule=rule)) == []


def test_a_contract_line_that_holds_its_own_rate_needs_no_other() -> None:
    Company.objects.create(name="Acme", currency="EUR", zone="UTC")
    sample("contract_line", amount=Decimal(10), currency="USD", fx_rate=Decimal("0.9"))
    bare = sample("contract_line", amount=Decimal(10), currency="USD")

    assert list(broken_records(rule=rule_of("contract_line_currency_without_rate"))) == [bare]


def test_a_payment_in_another_currency_than_its_invoice_is_asked_about() -> None:
    invoice = sample("invoice", total=Decimal(10), currency="EUR")
    values = {"invoice": invoice, "amount": Decimal(10), "currency": "USD"}

    assert [rule.key for rule in warnings_for(kind="payment", values=values)] == ["payment_other_currency"]
    assert warnings_for(kind="payment", values={**values, "currency": "EUR"}) == ()


def test_unknown_is_not_broken() -> None:
    later = Q(sql_at__lt=F("mql_at"))

    assert not holds(condition=later, values={"sql_at": None, "mql_at": NOW})
    assert not holds(condition=later, values={"sql_at": NOW, "mql_at": None})


def test_a_condition_that_values_cannot_decide_is_refused() -> None:
    with pytest.raises(UndecidableConditionError, match="mql_at is needed"):
        holds(condition=Q(mql_at__isnull=True), values={})
    with pytest.raises(UndecidableConditionError):
        holds(condition=Q(name__icontains="x"), values={"name": "x"})


def test_an_unknown_rule_is_named() -> None:
    with pytest.raises(UnknownRuleError, match="'nonsense'"):
        rule_of("nonsense")


def _fill(record: Any, random: Random) -> None:
    """Gives every plain field that the rules of the kind look at a random value, often none."""
    for name in {name for rule in rules_for(kind=record.kind.key) for name in rule.fields}:
        field = record._meta.get_field(name)
        if not isinstance(field, models.ForeignKey):
            setattr(record, name, _random_value(field, random))
    for amount, currency in record.kind.money.items():
        if getattr(record, amount) is not None and not getattr(record, currency):
            setattr(record, currency, random.choice(["EUR", "USD"]))


def _random_value(field: Any, random: Random) -> Any:
    if field.null and random.random() < 0.3:
        return None
    if isinstance(field, models.DateTimeField):
        return NOW + timedelta(hours=random.randint(-3, 3))
    if isinstance(field, models.DateField):
        return date(2026, 3, 31) + timedelta(days=random.randint(-2, 2))
    if isinstance(field, models.BooleanField):
        return random.random() < 0.5
    if isinstance(field, CurrencyField):
        return random.choice(["", "EUR", "USD"])
    if isinstance(field, AmountField):
        return Decimal(random.randint(0, 3))
    if isinstance(field, models.DecimalField | models.IntegerField):
        return random.choice([0, 1, 5, 7, 11, 25, 90])
    if field.choices:
        return random.choice([*([""] if field.blank else []), *[value for value, _ in field.choices]])
    return random.choice(["", "x"])
