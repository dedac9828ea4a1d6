"""Any field of a linked record cuts and filters a number, as it was on the day of each row (G16)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tenure.engine.conditions.syntax import ConditionError
from tenure.engine.metrics.cuts import UnknownCutError
from tenure.foundation.records.recording import recording
from tests.business.samples import sample
from tests.support.numbers import Numbers

YEAR = ("2026-01-01", "2027-01-01")


def at(month: int) -> datetime:
    return datetime(2026, month, 10, 12, tzinfo=UTC)


def won(account: Any, month: int, **values: Any) -> Any:
    given = {"type": "new", "outcome": "won", "qualified_at": at(1), "created_at": at(1), **values}
    return sample("opportunity", account=account, closed_at=at(month), **given)


@pytest.fixture
def moved(numbers: Numbers) -> Numbers:
    """An account that is small until May and large from then on, with a win before and two after."""
    with recording(actor=None, path="test", now=at(1)):
        account = sample("account", name="Acme", segment="SMB", industry="Retail")
        nobody = sample("account", name="Nobody's")
    with recording(actor=None, path="test", now=at(5)):
        account.segment = "Enterprise"
        account.save()
    for month in (2, 6, 7):
        won(account, month)
    won(nobody, 3)
    return numbers


def test_a_flow_takes_the_value_of_its_own_day(moved: Numbers) -> None:
    assert moved.cut("won_opportunities", *YEAR, by="segment") == {"SMB": 1, "Enterprise": 2, "unsegmented": 1}


def test_any_field_of_a_linked_record_cuts_by_its_path(moved: Numbers) -> None:
    assert moved.cut("won_opportunities", *YEAR, by="account.industry") == {"Retail": 3, "unknown": 1}


def test_filters_use_the_same_names_and_days(moved: Numbers) -> None:
    assert moved.value("won_opportunities", *YEAR, where="segment = 'enterprise'") == 2
    assert moved.value("won_opportunities", *YEAR, where="account.industry is unknown") == 1
    assert moved.value("won_opportunities", *YEAR, where="account = 'Acme' and type in ('new', 'expansion')") == 3


def test_internal_and_deleted_records_are_out(moved: Numbers) -> None:
    with recording(actor=None, path="test", now=at(8)):
        won(sample("account", name="Ourselves", is_internal=True), 4)
        won(None, 4, deleted_at=at(8))

    assert moved.value("won_opportunities", *YEAR) == 4


def test_an_unknown_name_is_told_with_a_suggestion(moved: Numbers) -> None:
    with pytest.raises(UnknownCutError, match="did you mean “segment”"):
        moved.cut("win_rate", *YEAR, by="segmnt")
    with pytest.raises(UnknownCutError, match=r"There is no dimension “account.indstry”"):
        moved.value("win_rate", *YEAR, where="account.indstry = 'Retail'")
    with pytest.raises(ConditionError, match="cannot be put in order"):
        moved.value("win_rate", *YEAR, where="segment > 'a'")
