"""The group of companies that an account belongs to: those above it, those directly below, and what all sum to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from tenure.business.accounts.models import Account
from tenure.business.accounts.queries import ancestors, descendants, records_of, sum_by_currency
from tenure.foundation.access.rights import may
from tenure.foundation.records.kinds import model_of
from tenure.interfaces.web.records.opened import OPENED, Opened
from tenure.interfaces.web.records.words import money

MOST_CHILDREN = 50


@dataclass(frozen=True)
class Child:
    """A company directly below, and how many are directly below it."""

    account: Account
    below: int


@dataclass(frozen=True)
class Family:
    """The accounts above, from the top down, those directly below, and the sums over the account and all below."""

    above: tuple[Account, ...]
    below: tuple[Child, ...]
    rollup: tuple[tuple[str, str], ...]


def family_of(*, account: Account, user: Any, today: date) -> Family | None:
    """The account's group; none where it stands alone or the link is not for the person to see."""
    if not may(user=user, action="view", kind=Account.kind, field="parent"):
        return None
    live_below = Count("children", filter=Q(children__deleted_at=None))
    children = Account.objects.filter(parent=account).annotate(below=live_below).order_by("name")[:MOST_CHILDREN]
    below = tuple(Child(each, each.below) for each in children)
    above = _above(account) if account.parent_id else ()
    if not above and not below:
        return None
    return Family(above, below, _rollup(account, user, today) if below else ())


def _above(account: Account) -> tuple[Account, ...]:
    by_id = {each.pk: each for each in ancestors(account=account)}
    path: list[Account] = []
    upper = by_id.pop(account.parent_id, None)
    while upper is not None:
        path.insert(0, upper)
        upper = by_id.pop(upper.parent_id, None)
    return tuple(path)


def _rollup(account: Account, user: Any, today: date) -> tuple[tuple[str, str], ...]:
    found = [("Accounts in the group", f"{descendants(account=account).count() + 1:,}")]
    for opened in OPENED:
        text = _rolled(opened, account, user, today)
        if text:
            found.append((f"{opened.title} in the group", text))
    return tuple(found)


def _rolled(opened: Opened, account: Account, user: Any, today: date) -> str:
    kind = model_of(opened.key).kind
    if not may(user=user, action="view", kind=kind):
        return ""
    records = records_of(account=account, kind=opened.key).filter(opened.condition(today))
    if opened.amount and may(user=user, action="view", kind=kind, field=opened.amount):
        sums = sum_by_currency(records=records, amount=opened.amount)
        return " + ".join(money(amount, code).text for code, amount in sums.items())
    count = records.count()
    return f"{count:,}" if count else ""
