"""What is odd about amounts of money: a currency for which the company keeps no exchange rate."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q

from tenure.foundation.organisation.models import Company, ExchangeRate
from tenure.foundation.records.kinds import record_models
from tenure.foundation.records.model import Record
from tenure.foundation.records.quality import QualityRule


def known_currencies() -> set[str]:
    """The company's currency and every currency with at least one rate; empty while no company is set up."""
    companies = set(Company.objects.values_list("currency", flat=True))
    pairs = ExchangeRate.objects.values_list("from_currency", "to_currency").distinct() if companies else []
    return companies.union(*pairs)


def _rules() -> Iterator[QualityRule]:
    for model in record_models():
        for currency in dict.fromkeys(model.kind.money.values()):
            yield QualityRule(
                key=f"{model.kind.key}_{currency}_without_rate",
                kind=model.kind.key,
                title=f"{model.kind.label} in a currency without a rate",
                explanation="The amount cannot be told in the company's currency, so sums that need it are unknown.",
                fix="Enter an exchange rate in Settings, or correct the currency.",
                fields=(currency,),
                broken=partial(_without_rate, currency=currency, is_rate_kept=_has_field(model, "fx_rate")),
            )


def _without_rate(*, currency: str, is_rate_kept: bool) -> Q:
    known = known_currencies()
    if not known:
        return Q(**{f"{currency}__in": []})
    odd = ~Q(**{f"{currency}__in": ["", *sorted(known)]})
    return odd & Q(fx_rate__isnull=True) if is_rate_kept else odd


def _has_field(model: type[Record], name: str) -> bool:
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True


RULES = tuple(_rules())
