"""Which engine counts: DuckDB in this process, or Spark over as many machines as it is given."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from django.conf import settings

from tenure.engine.relations.records import Source
from tenure.engine.workspace.duck import DuckSource
from tenure.foundation.organisation.money import RateBook

DUCKDB, SPARK = "duckdb", "spark"


class UnknownEngineError(ValueError):
    """The settings name no engine, or one that is not installed."""


class Engine(Source, Protocol):
    """A source of tables that is opened over a lake."""

    lake: Path

    def catch_up(self, *, rates: RateBook) -> None:
        """Makes the tables those of now."""
        ...

    def close(self) -> None:
        """Lets go of everything."""
        ...


def find_engine() -> Callable[..., Engine]:
    """The engine that the settings name. Raises `UnknownEngineError`."""
    if settings.TENURE_ENGINE == DUCKDB:
        return DuckSource
    if settings.TENURE_ENGINE != SPARK:
        raise UnknownEngineError(f"TENURE_ENGINE is {settings.TENURE_ENGINE!r}; it may be {DUCKDB!r} or {SPARK!r}.")
    try:
        from tenure.engine.workspace.spark import SparkSource  # it brings a JVM, which nobody else should wait for
    except ImportError as error:
        raise UnknownEngineError(
            f"TENURE_ENGINE is {SPARK!r}, but Spark is not installed: pip install 'tenure[spark]' brings it."
        ) from error
    return partial(SparkSource, master=settings.TENURE_SPARK_MASTER)
