"""A clock that runs ahead, as that of a demo company does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tenure.foundation import clock
from tenure.foundation.clock import ClockSettingError


def test_a_clock_set_days_ahead_runs_by_those_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(clock.SETTING, raising=False)
    monkeypatch.setenv(clock.AHEAD_SETTING, "30")

    ahead = clock.now() - datetime.now(UTC)

    assert timedelta(days=29, hours=23) < ahead <= timedelta(days=30)


def test_a_number_of_days_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(clock.SETTING, raising=False)
    monkeypatch.setenv(clock.AHEAD_SETTING, "soon")

    with pytest.raises(ClockSettingError, match="'soon' is not a number of days"):
        clock.now()
