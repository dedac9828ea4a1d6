"""What every part stands on: a set-up company, accounts to look at, and results to print."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FIELDS = ("name", "domain", "status", "industry", "region", "segment", "size", "created_on", "owner_id")
INDUSTRIES = ("Logistics", "Banking", "Retail", "Health", "Energy", "Education", "Media")
REGIONS = ("DACH", "Nordics", "UK & Ireland", "Benelux", "France", "Iberia", "North America")
SEGMENTS = ("Enterprise", "Mid-market", "Small business")


@dataclass(frozen=True)
class Result:
    """One measure beside its target, ready to be printed."""

    name: str
    value: str
    target: str
    is_met: bool


def rows_to_take(usual: int) -> int:
    """How many rows a part takes: as many as usual, or as `--rows` says."""
    return int(os.environ.get("TENURE_BENCH_ROWS", usual))


def at_most(*, name: str, ratio: float, limit: float) -> Result:
    """A ratio that must not exceed its limit."""
    return Result(name=name, value=f"{ratio:.2f}×", target=f"at most {limit:g}×", is_met=ratio <= limit)


def report(*results: Result) -> None:
    """Prints the results for the process that gathers them."""
    print(json.dumps([asdict(result) for result in results]))


def prepare() -> Any:
    """An empty database with a company in it; gives the administrator."""
    import django

    django.setup()
    from tenure.foundation.organisation.set_up import Administrator, CompanyFacts, set_up_company
    from tenure.interfaces.cli.installation import migrate

    migrate()
    facts = CompanyFacts(name="Brightwater", currency="EUR", zone="Europe/Berlin")
    administrator = Administrator(name="Anna", email="anna@example.com", password="correct horse battery")
    _, user = set_up_company(facts=facts, administrator=administrator, now=NOW)
    return user


def account_rows(*, count: int, start: int = 0, owner_id: int | None = None) -> Iterator[tuple[Any, ...]]:
    """Accounts that look like a company's, always the same."""
    for number in range(start, start + count):
        status = ("customer", "prospect", "former_customer")[number % 3]
        yield (
            f"Company {number * 7919 % 1_000_003:06d}",
            f"company{number}.example",
            status,
            INDUSTRIES[number % 7],
            REGIONS[number * 3 % 7],
            SEGMENTS[number % 3],
            number % 5000,
            date(2020, 1, 1) + timedelta(days=number % 2000),
            owner_id,
        )


def add_accounts(*, count: int, user: Any, start: int = 0) -> None:
    """Writes accounts with their versions."""
    from tenure.business.accounts.models import Account
    from tenure.foundation.organisation.models import Person
    from tenure.foundation.records.bulk import insert_rows
    from tenure.foundation.records.recording import recording

    owner = Person.objects.filter(user=user).first()
    rows = account_rows(count=count, start=start, owner_id=owner.pk if owner else None)
    with recording(actor=user, path="bench", now=NOW):
        insert_rows(model=Account, fields=FIELDS, rows=rows)
