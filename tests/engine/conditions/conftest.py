"""What tests of compiled conditions may ask for."""

from __future__ import annotations

import ibis
import pytest
from ibis.config import Config


class _Spark(Config):
    treat_nan_as_null: bool = False


@pytest.fixture
def as_spark_is_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compiling for Spark asks an option of a back end that is loaded only where Spark is installed."""
    if ibis.options.pyspark is None:
        monkeypatch.setattr(ibis.options, "pyspark", _Spark())
