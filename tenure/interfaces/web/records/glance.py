"""What an account's page shows at a glance: who is there, and what is open with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tenure.business.accounts.models import Account
from tenure.business.accounts.queries import sum_by_currency
from tenure.foundation.access.rights import may
from tenure.foundation.records.kinds import model_of
from tenure.foundation.records.model import Record
from tenure.interfaces.web.addresses import list_url, new_url
from tenure.interfaces.web.records.finding import named
from tenure.interfaces.web.records.opened import OPENED, PEOPLE, Opened
from tenure.interfaces.web.records.tables import Table, table_of
from tenure.interfaces.web.records.words import Setting, money

ROWS = 4


@dataclass(frozen=True)
class OpenPart:
    """What is open of one kind: how many, what they sum to, the first few."""

    title: str
    icon: str
    count: int
    total: str
    table: Table
    list_address: str
    add_address: str
    none_yet: str


@dataclass(frozen=True)
class Glance:
    """An account at a glance."""

    open: tuple[OpenPart, ...]


def glance_of(*, record: Record, user: Any, setting: Setting) -> Glance | None:
    """An account at a glance; none for other kinds."""
    if not isinstance(record, Account):
        return None
    seen = [opened for opened in (*OPENED, PEOPLE) if may(user=user, action="view", kind=model_of(opened.key).kind)]
    parts = tuple(_part(record, opened, user, setting) for opened in seen)
    return Glance(parts)


def _part(account: Account, opened: Opened, user: Any, setting: Setting) -> OpenPart:
    model = model_of(opened.key)
    records = model.objects.filter(opened.condition(setting.today), account=account)
    rows = list(named(records).order_by(opened.order, "pk")[: ROWS + 1])
    total = ""
    if rows and opened.amount and may(user=user, action="view", kind=model.kind, field=opened.amount):
        sums = sum_by_currency(records=records, amount=opened.amount)
        total = " + ".join(money(amount, code).text for code, amount in sums.items())
    query = urlencode({"account": account.public_id})
    return OpenPart(
        title=opened.title,
        icon=model.kind.icon,
        count=len(rows) if len(rows) <= ROWS else records.count(),
        total=total,
        table=table_of(model=model, records=rows[:ROWS], user=user, setting=setting, only=opened.shows),
        list_address=f"{list_url(model.kind)}?{query}",
        add_address=f"{new_url(model.kind)}?{query}" if may(user=user, action="create", kind=model.kind) else "",
        none_yet=opened.none_yet,
    )
