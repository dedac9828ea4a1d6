"""Do the sources agree? Customers and monthly revenue as each source tells them, and where the tellings differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from tenure.business.accounts.models import Account
from tenure.business.billing.choices import ContractStatus, InvoiceStatus, ProductFamily
from tenure.business.billing.models import Contract, ContractLine, Invoice, InvoiceLine
from tenure.engine.lake.place import lake_folder
from tenure.engine.workspace.opening import workspace
from tenure.foundation.organisation.money import MissingRateError, RateBook, rate_book
from tenure.foundation.records.models import ExternalId
from tenure.interfaces.web.first_run.recurring import monthly

ENTERED_HERE = ""
MILLIONTHS = 1_000_000
SAME_WITHIN = Decimal("0.01")
SHOWN = 20
NOT_IN_FORCE = (ContractStatus.DRAFT, ContractStatus.SENT, ContractStatus.VOID)
COUNTED = (InvoiceStatus.ISSUED, InvoiceStatus.PAID, InvoiceStatus.UNCOLLECTIBLE)


@dataclass
class Telling:
    """What one sort of records says: monthly revenue by account, and how many of its lines do not tell theirs."""

    by_account: dict[int, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    lines: int = 0
    unknown: int = 0

    @property
    def mrr(self) -> Decimal | None:
        """The sum; unknown where nothing tells."""
        return sum(self.by_account.values(), Decimal(0)) if self.lines > self.unknown else None

    @property
    def customers(self) -> int | None:
        """The accounts that pay; unknown where nothing tells."""
        return sum(value > 0 for value in self.by_account.values()) if self.lines > self.unknown else None


@dataclass
class SourceLine:
    """One source: the accounts it names, how many of them another source names too, and what it says of revenue."""

    source: str
    accounts: int
    shared: int
    contracts: Telling
    invoices: Telling

    @property
    def alone(self) -> int:
        """The accounts that no other source names."""
        return self.accounts - self.shared


@dataclass(frozen=True)
class Difference:
    """An account of which contracts and invoices say different things; None is unknown."""

    account: Account
    contracts: Decimal | None
    invoices: Decimal | None


@dataclass
class Agreement:
    """All of it, on one day, in the company's currency."""

    on: date
    currency: str
    sources: list[SourceLine]
    contracts: Telling
    invoices: Telling
    differences: list[Difference]
    difference_count: int

    @property
    def verdict(self) -> str:
        """`unknown`, `agree` or `differ`."""
        if self.contracts.mrr is None or self.invoices.mrr is None:
            return "unknown"
        return "differ" if self.difference_count else "agree"


def agreement(*, on: date) -> Agreement:
    """What the sources say of customers and monthly revenue on this day. Raises `CompanyNotSetUpError`."""
    book = rate_book()
    internal = set(Account.objects.filter(is_internal=True).values_list("pk", flat=True))
    contracts, by_contract_source = _contract_lines(on, internal)
    invoices, by_invoice_source = _invoice_lines(on, book, internal)
    named = _accounts_by_source()
    sources = sorted({*named, *by_contract_source, *by_invoice_source}, key=lambda name: (name == ENTERED_HERE, name))
    lines = [
        SourceLine(
            source=source,
            accounts=len(named.get(source, ())),
            shared=len(named.get(source, set()) & _in_others(named, source)),
            contracts=by_contract_source.get(source, Telling()),
            invoices=by_invoice_source.get(source, Telling()),
        )
        for source in sources
    ]
    differing = _differing(contracts, invoices)
    accounts = Account.objects.in_bulk(differing[:SHOWN])
    shown = [
        Difference(accounts[pk], contracts.by_account.get(pk), invoices.by_account.get(pk))
        for pk in differing[:SHOWN]
        if pk in accounts
    ]
    return Agreement(on, book.to_currency, lines, contracts, invoices, shown, len(differing))


def _contract_lines(on: date, internal: set[int]) -> tuple[Telling, dict[str, Telling]]:
    """The recurring lines in force as the metrics count them, and beside them those without an amount."""
    names, above = _sources_of(ContractLine), _sources_of(Contract)
    whole, by_source = Telling(), defaultdict[str, Telling](Telling)
    silent = ContractLine.objects.filter(is_recurring=True, amount=None, service_start__lte=on)
    silent = silent.filter(Q(service_end__isnull=True) | Q(service_end__gte=on)).exclude(
        contract__status__in=NOT_IN_FORCE
    )
    nothing = ((*ids, None) for ids in silent.values_list("pk", "contract_id", "account_id"))
    for pk, contract, account, worth in (*_counted_lines(on), *nothing):
        if account not in internal:
            _tell((whole, by_source[names.get(pk) or above.get(contract, ENTERED_HERE)]), account, worth)
    return whole, dict(by_source)


def _counted_lines(on: date) -> Iterator[tuple[int, int, int, Decimal | None]]:
    with workspace(lake=lake_folder()) as opened:
        records = opened.records(opened.view(as_of=on))
        lines = records.relation("recurring_lines")
        held = lines.filter(lines.since <= records.today, lines.until > records.today)
        rows = records.fetch(held.select("id", "contract_id", "account_id", "mrr"))
    for row in rows:
        worth = None if row["mrr"] is None else Decimal(row["mrr"]) / MILLIONTHS
        yield row["id"], row["contract_id"], row["account_id"], worth


def _invoice_lines(on: date, book: RateBook, internal: set[int]) -> tuple[Telling, dict[str, Telling]]:
    lines = InvoiceLine.objects.filter(invoice__status__in=COUNTED, invoice__deleted_at=None)
    lines = lines.filter(Q(service_from__lte=on, service_to__gte=on) | Q(service_from=None) | Q(service_to=None))
    lines = lines.filter(Q(product=None) | Q(product__family__in=("", ProductFamily.SUBSCRIPTION)))
    lines = lines.filter(Q(contract_line=None) | Q(contract_line__is_recurring=True)).filter(project=None)
    names = _sources_of(Invoice)
    whole, by_source = Telling(), defaultdict[str, Telling](Telling)
    rows = lines.values_list("invoice_id", "invoice__account_id", "amount", "currency", "service_from", "service_to")
    for invoice, account, amount, currency, start, end in rows.iterator():
        if account not in internal:
            worth = _in_book(monthly(amount=amount, start=start, end=end), currency, on, book)
            _tell((whole, by_source[names.get(invoice, ENTERED_HERE)]), account, worth)
    return whole, dict(by_source)


def _tell(tellings: tuple[Telling, ...], account: int, worth: Decimal | None) -> None:
    for telling in tellings:
        telling.lines += 1
        if worth is None:
            telling.unknown += 1
        else:
            telling.by_account[account] += worth


def _in_book(amount: Decimal | None, currency: str, on: date, book: RateBook) -> Decimal | None:
    if amount is None:
        return None
    try:
        return book.convert(amount=amount, currency=currency or book.to_currency, on=on)
    except MissingRateError:
        return None


def _sources_of(model: Any) -> dict[int, str]:
    """The source of each record that one names; the first where several do."""
    rows = ExternalId.objects.filter(kind_key=model.kind.key).order_by("-pk").values_list("target_id", "source")
    return dict(rows.iterator())


def _accounts_by_source() -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    live = set(Account.objects.filter(is_internal=False).values_list("pk", flat=True))
    rows = ExternalId.objects.filter(kind_key=Account.kind.key).values_list("source", "target_id")
    for source, pk in rows.iterator():
        if pk in live:
            found[source].add(pk)
    nameless = live - set().union(*found.values())
    if nameless:
        found[ENTERED_HERE] = nameless
    return dict(found)


def _in_others(named: dict[str, set[int]], source: str) -> set[int]:
    return set().union(*(accounts for other, accounts in named.items() if other != source))


def _differing(contracts: Telling, invoices: Telling) -> list[int]:
    """The accounts whose two tellings differ by more than a hundredth, the largest difference first; only where both
    sorts of records are there at all."""
    if contracts.mrr is None or invoices.mrr is None:
        return []
    gaps = {}
    for pk in {*contracts.by_account, *invoices.by_account}:
        one, other = contracts.by_account.get(pk, Decimal(0)), invoices.by_account.get(pk, Decimal(0))
        gap = abs(one - other)
        if gap > SAME_WITHIN * max(abs(one), abs(other)):
            gaps[pk] = gap
    return sorted(gaps, key=lambda pk: (-gaps[pk], pk))
