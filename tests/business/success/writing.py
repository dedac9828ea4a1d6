"""Records of success in few words."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow as pa

from tenure.engine.lake.landing import Landing
from tenure.foundation.records.recording import recording
from tests.business.samples import sample


def noon(day: str | None) -> datetime | None:
    """Noon of a day, UTC."""
    return datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC) if day else None


def on(day: str | None) -> date | None:
    """A day as a date."""
    return date.fromisoformat(day) if day else None


def written(day: str) -> AbstractContextManager[Any]:
    """What is written inside holds from a day on."""
    return recording(actor=None, path="test", now=datetime.fromisoformat(day).replace(tzinfo=UTC))


def contract(account: Any, start: str, end: str | None, **values: Any) -> Any:
    """A signed contract with a term, signed on its first day unless told otherwise."""
    given = {"signed_on": on(start), "status": "signed", "currency": "USD", **values}
    return sample("contract", account=account, start_on=on(start), end_on=on(end), **given)


def line(of: Any, amount: int, **values: Any) -> Any:
    """A monthly line of a contract over its whole term, unless told otherwise."""
    given = {
        "currency": "USD", "period": "month", "is_recurring": True,
        "service_start": of.start_on, "service_end": of.end_on, **values,
    }  # fmt: skip
    return sample("contract_line", account=of.account, contract=of, amount=Decimal(amount), **given)


def paying(account: Any, start: str, end: str | None = None, amount: int = 100, **values: Any) -> Any:
    """A customer's line from a first to a last day."""
    return line(contract(account, start, end), amount, **values)


_landings = count(1)


def use(lake: Path, *events: tuple[Any, str | None, str, str], properties: str | None = None) -> None:
    """Events of use: account, person, feature and day, at noon."""
    number = next(_landings)
    landing = Landing(lake=lake, source="app", batch=f"batch-{number}")
    accounts, people, features, days = zip(*events, strict=True)
    landing.add(
        pa.RecordBatch.from_pydict(
            {
                "event_id": [f"{number}-{place}" for place in range(len(events))],
                "account_id": [one.public_id for one in accounts],
                "user_id": pa.array(people, pa.string()),
                "feature": pa.array(features, pa.string()),
                "occurred_at": pa.array([noon(day) for day in days], pa.timestamp("us", tz="UTC")),
                "events": [1] * len(events),
                "properties": pa.array([properties] * len(events), pa.string()),
            }
        )
    )
    landing.finish()


def seats(account: Any, number: int | None, start: str = "2026-01-01", end: str | None = None, **values: Any) -> Any:
    """How many people of an account may use a product (none: any number)."""
    given = {"unit": "users", **values}
    allowed = None if number is None else Decimal(number)
    return sample("entitlement", account=account, seats=allowed, from_on=on(start), to_on=on(end), **given)
