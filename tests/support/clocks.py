"""The one clock, set by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tenure.foundation.clock import SETTING


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`set_clock("2026-03-01T09:00:00+00:00")` stops the clock at that instant until the test ends or moves it."""
    return lambda instant: monkeypatch.setenv(SETTING, instant)
