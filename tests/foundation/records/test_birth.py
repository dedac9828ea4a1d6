"""A record without a birth of its own holds from the earliest date that it speaks of, on every path."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from tenure.business.marketing.models import Campaign
from tenure.foundation.records import bulk, operations
from tenure.foundation.records.bulk_versions import BEGINNING, Known
from tenure.foundation.records.recording import recording

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
FIELDS = ("name", "starts_on", "ends_on")
PAST, COMING, MIXED, UNDATED = (
    (date(2026, 1, 1), date(2026, 3, 31)),
    (date(2026, 4, 1), date(2026, 6, 30)),
    (None, date(2025, 12, 31)),
    (None, None),
)


def one_by_one(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        operations.create(model=Campaign, values=row)


def by_the_orm(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        Campaign.objects.create(**row)


def at_once(rows: list[dict[str, Any]], known: Known | None = None) -> None:
    bulk.insert_rows(model=Campaign, fields=FIELDS, rows=[[row[name] for name in FIELDS] for row in rows], known=known)


def told(write: Callable[[list[dict[str, Any]]], None]) -> list[datetime]:
    """From when the campaigns hold that were written so."""
    spans = (PAST, COMING, MIXED, UNDATED)
    with recording(actor=None, path="test", now=NOW):
        write([{"name": "Spring", "starts_on": start, "ends_on": end} for start, end in spans])
    versions = Campaign.versions_model._default_manager.order_by("version_id")
    return [version.effective_at for version in versions]


@pytest.mark.parametrize("write", [one_by_one, by_the_orm, at_once])
def test_the_earliest_date_that_is_not_to_come_counts_else_the_time_of_writing(write: Any) -> None:
    assert told(write) == [datetime(2026, 1, 1, tzinfo=UTC), NOW, datetime(2025, 12, 31, tzinfo=UTC), NOW]


def test_what_comes_from_elsewhere_and_speaks_of_no_date_was_there_before() -> None:
    assert told(lambda rows: at_once(rows, Known())) == [
        datetime(2026, 1, 1, tzinfo=UTC),
        NOW,
        datetime(2025, 12, 31, tzinfo=UTC),
        BEGINNING,
    ]
