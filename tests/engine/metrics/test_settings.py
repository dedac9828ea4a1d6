"""What a company may decide of its definitions, and what follows from it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tenure.engine.metrics.registry import catalogue
from tenure.engine.metrics.settings import UnknownSettingError, find_setting, find_settings, moved_by
from tenure.engine.relations.settings import Setting, SettingError, Takes
from tenure.foundation.organisation.metric_settings import reset_metric_setting, set_metric_setting
from tests.business.samples import sample
from tests.support.numbers import Numbers


def setting(takes: Takes, **more: Any) -> Setting:
    """A setting of a sort."""
    return Setting(key="x", title="X", about="About it.", takes=takes, default=None, **more)


@pytest.mark.parametrize(
    ("takes", "text", "value"),
    [
        (Takes.WHOLE, " 30 ", 30),
        (Takes.SHARE, "60 %", 0.6),
        (Takes.SHARE, "12,5", 0.125),
        (Takes.TEXT, " Plan B ", "Plan B"),
        (Takes.TEXTS, "Pilot, Trial ,", ["Pilot", "Trial"]),
        (Takes.CHOICE, "mql", "mql"),
    ],
)
def test_a_value_is_read_as_people_write_it(takes: Takes, text: str, value: Any) -> None:
    assert setting(takes, choices=("sql", "mql")).read(text) == value


@pytest.mark.parametrize(
    ("takes", "text", "told"),
    [
        (Takes.WHOLE, "-1", "no whole number from 0 to 3650"),
        (Takes.WHOLE, "1.5", "no whole number"),
        (Takes.WHOLE, "٣", "no whole number"),
        (Takes.WHOLE, "9999", "no whole number"),
        (Takes.SHARE, "101", "no share from 0 % to 100 %"),
        (Takes.SHARE, "half", "no share"),
        (Takes.TEXTS, " , ", "at least one"),
        (Takes.TEXT, " ", "Write a text"),
        (Takes.CHOICE, "leads", "none of sql, mql"),
    ],
)
def test_what_cannot_be_a_value_is_refused_with_what_can(takes: Takes, text: str, told: str) -> None:
    with pytest.raises(SettingError, match=told):
        setting(takes, choices=("sql", "mql")).read(text)


def test_every_setting_moves_some_metric_and_its_default_is_one_that_it_takes() -> None:
    for one in find_settings().values():
        assert moved_by(one, catalogue=catalogue()) or one.moves, one.key
        if one.default is not None:
            assert one.told(one.read(one.told(one.default))) == one.told(one.default)


def test_a_setting_moves_what_stands_on_it() -> None:
    moved = {metric.key for metric in moved_by(find_setting("new_business_share"), catalogue=catalogue())}

    assert moved == {"cac", "new_cac_ratio"}


def test_a_misspelt_setting_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownSettingError, match="did you mean 'data_return_days'"):
        find_setting("data_return_dayz")


def test_what_the_company_sets_holds_until_it_is_taken_back(numbers: Numbers) -> None:
    account = sample("account")
    contract = sample("contract", account=account, status="signed", signed_on=date(2025, 1, 1))
    for start, end in ((date(2025, 1, 1), date(2025, 6, 30)), (date(2025, 9, 1), None)):
        sample(
            "contract_line", account=account, contract=contract, amount=Decimal(100), currency="USD", period="month",
            service_start=start, service_end=end,
        )  # fmt: skip
    back = ("2025-09-01", "2025-10-01")
    assert numbers.value("reactivation_mrr", *back) == 100

    set_metric_setting(key="reactivation_window_days", value=30)

    assert (numbers.value("reactivation_mrr", *back), numbers.value("new_mrr", *back)) == (0, 100)
    assert numbers.value("reactivation_mrr", *back, reactivation_window_days=90) == 100
    with pytest.raises(UnknownSettingError, match="did you mean 'reactivation_window_days'"):
        numbers.value("mrr", *back, reactivation_window=90)
    reset_metric_setting(key="reactivation_window_days")
    assert numbers.value("reactivation_mrr", *back) == 100
