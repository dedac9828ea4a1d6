"""Contracts and their lines in few words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.business.samples import sample


def on(day: str | None) -> date | None:
    """A day as a date."""
    return date.fromisoformat(day) if day else None


def contract(account: Any, signed: str, start: str, end: str | None, **values: Any) -> Any:
    """A contract of an account that was signed on a day."""
    days = {name: on(values.pop(name)) for name in ("terminated_on",) if name in values}
    return sample(
        "contract", account=account, status="active", currency="USD", signed_on=on(signed), start_on=on(start),
        end_on=on(end), **days, **values,
    )  # fmt: skip


def line(contract: Any, amount: int, period: str = "year", **values: Any) -> Any:
    """A line of a contract, for the whole of its term unless told otherwise."""
    start = on(values.pop("start", None)) or contract.start_on
    end = on(values.pop("end", None)) or contract.end_on
    product = values.pop("product", None) or sample("product")
    return sample(
        "contract_line", contract=contract, account=contract.account, product=product, amount=Decimal(amount),
        period=period, currency=values.pop("currency", "USD"), service_start=start, service_end=end, **values,
    )  # fmt: skip
