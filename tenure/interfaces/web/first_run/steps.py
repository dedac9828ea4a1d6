"""The way from an empty installation to the first page that matters, from what is really there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from tenure.business.accounts.models import Account
from tenure.business.billing.models import ContractLine, Invoice
from tenure.business.sales.models import Opportunity
from tenure.foundation.access.rights import may
from tenure.foundation.access.roles import Action
from tenure.foundation.organisation.demo import is_demo
from tenure.foundation.records.models import ExternalId
from tenure.foundation.snapshots.keeping import kept
from tenure.interfaces.ingest.models import MergeProposal, ProposalState
from tenure.interfaces.web.models import FirstSteps

AGREE, FIRST_PAGE = "agree", "first_page"


@dataclass(frozen=True)
class Step:
    """One step: what it is, what is there already, and where to go. Without an address its turn has not come."""

    key: str
    title: str
    told: str
    action: str
    url: str
    is_done: bool


@dataclass(frozen=True)
class Beginning:
    """What Home shows of the first steps: the choice at the very beginning, or the list."""

    is_choice: bool
    steps: tuple[Step, ...]
    is_put_away: bool

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.is_done for step in self.steps)

    @property
    def is_over(self) -> bool:
        """Whether all are."""
        return self.done == len(self.steps)


def kept_for(*, user: Any) -> FirstSteps:
    """What is kept of the person's way; not saved yet where there is nothing."""
    return FirstSteps.objects.filter(user=user).first() or FirstSteps(user=user)


def beginning(*, user: Any) -> Beginning | None:
    """The person's first steps; none in a demo, nor for somebody who does not set the installation up."""
    if not may(user=user, action=Action.CONFIGURE) or kept(key="is demo", make=is_demo):
        return None
    way = kept_for(user=user)
    if way.put_away_at is not None:
        return Beginning(False, (), is_put_away=True)
    steps = tuple(_steps(way))
    return Beginning(not way.chose_own_data and not steps[0].is_done, steps, is_put_away=False)


def all_steps(*, user: Any) -> tuple[Step, ...]:
    """The steps, put away or not."""
    return tuple(_steps(kept_for(user=user)))


def choose_own_data(*, user: Any) -> None:
    """The person brings their own data."""
    kept = kept_for(user=user)
    kept.chose_own_data = True
    kept.save()


def put_away(*, user: Any, now: datetime | None) -> None:
    """Takes the list off Home; None brings it back."""
    kept = kept_for(user=user)
    kept.put_away_at = now
    kept.save()


def mark_seen(*, user: Any, step: str, now: datetime) -> None:
    """The person has seen the page of a step."""
    kept = kept_for(user=user)
    if step not in kept.seen:
        kept.seen = {**kept.seen, step: now.isoformat()}
        kept.save()


def _steps(kept: FirstSteps) -> Iterator[Step]:
    accounts = Account.objects.count()
    yield _customers(accounts)
    yield _bought()
    yield _matched(accounts)
    yield Step(
        AGREE,
        "Do these agree?",
        "Customers and monthly revenue, as each source tells them. Unknown is not zero.",
        "Compare",
        reverse("web:first_steps_agree") if accounts else "",
        AGREE in kept.seen,
    )
    yield Step(
        FIRST_PAGE,
        "Open your largest customer",
        "All that is known about them on one page: people, deals, contracts, cases, what changed.",
        "Open",
        reverse("web:first_steps_first_page") if accounts else "",
        FIRST_PAGE in kept.seen,
    )


def _customers(accounts: int) -> Step:
    sources = ExternalId.objects.filter(kind_key=Account.kind.key).values("source").distinct().count()
    told = "From your CRM, your billing system or a spreadsheet; several files at once are fine."
    if accounts:
        told = f"{_many(accounts, 'account')} here" + (f", from {_many(sources, 'source')}." if sources else ".")
    return Step("customers", "Bring in your customers", told, "Import", reverse("web:import_new"), bool(accounts))


def _bought() -> Step:
    counts = [
        (ContractLine.objects.count(), "contract line"),
        (Invoice.objects.count(), "invoice"),
        (Opportunity.objects.count(), "deal"),
    ]
    there = [_many(count, what) for count, what in counts if count]
    told = f"{', '.join(there)} here." if there else "Contracts or subscriptions, invoices, deals: whatever you have."
    return Step("bought", "Bring in what they bought", told, "Import", reverse("web:import_new"), bool(there))


def _matched(accounts: int) -> Step:
    waiting = MergeProposal.objects.filter(kind_key=Account.kind.key, state=ProposalState.OPEN).count()
    decided = MergeProposal.objects.exclude(state=ProposalState.OPEN).count()
    if waiting:
        told = f"{_many(waiting, 'pair')} may be the same customer: decide side by side."
    elif decided:
        told = "All pairs are decided."
    else:
        told = "No doubtful pairs." if accounts else "When two sources name the same customer, you decide side by side."
    url = reverse("web:duplicates") if accounts else ""
    return Step("matched", "Match customers across sources", told, "Decide", url, bool(accounts) and not waiting)


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
