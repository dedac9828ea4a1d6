"""A share of one is read and typed in percent, and held as the share."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from tenure.interfaces.web.records.inputs import PercentText
from tenure.interfaces.web.records.words import percent


@pytest.mark.parametrize(
    ("share", "text"),
    [("0.6", "60%"), ("1", "100%"), ("0", "0%"), ("0.125", "12.5%"), ("0.000001", "0.0001%"), ("0.600000", "60%")],
)
def test_a_share_is_shown_in_percent(share: str, text: str) -> None:
    assert percent(Decimal(share)) == text
    assert PercentText().prepare_value(Decimal(share)) == text


@pytest.mark.parametrize("typed", ["60", "60%", " 60 % ", "60.0"])
def test_percent_may_be_typed_with_and_without_their_sign(typed: str) -> None:
    assert PercentText().clean(typed) == Decimal("0.6")


@pytest.mark.parametrize("typed", ["101", "-1", "sixty"])
def test_what_is_no_share_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        PercentText().clean(typed)


def test_a_share_typed_as_it_was_shown_has_not_changed() -> None:
    field = PercentText()

    assert not field.has_changed(Decimal("0.125"), "12.5%")
    assert field.has_changed(Decimal("0.125"), "13%")
