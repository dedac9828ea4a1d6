"""The demo company's own money: ledger, cash, plans, quotas and forecasts, as its people write them down each month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from dateutil.relativedelta import relativedelta

from tenure.simulation.book import Book, Ref, instant
from tenure.simulation.life import LARGE, MID, SMALL
from tenure.simulation.moments import at_work, workday
from tenure.simulation.people import Colleague
from tenure.simulation.plan import month_start
from tenure.simulation.tally import Sums, closing
from tenure.simulation.world import World

SALARY = {
    "chief": 11000, "revenue": 10500, "seller": 8200, "developer": 5200, "marketer": 5600, "csm": 6200, "agent": 4900,
    "consultant": 6300, "accountant": 4800, "controller": 7000,
}  # fmt: skip
LEDGER = {
    "seller": ("sales", "Sales"), "developer": ("sales", "Sales"), "revenue": ("sales", "Sales"),
    "marketer": ("marketing", "Marketing"), "csm": ("cogs_success", "Customer success"),
    "agent": ("cogs_support", "Support"), "consultant": ("cogs_services", "Onboarding"),
    "accountant": ("administration", "Administration"), "controller": ("administration", "Administration"),
    "chief": ("administration", "Administration"),
}  # fmt: skip
FIRST_BALANCE = 2_400_000
PLANNED_MONTHS = 13  # a year is planned in the December before it
ROUND_MONTH, ROUND_AMOUNT = 11, 4_000_000
# Firms that could use planning software in our regions, and what one is worth a year.
MARKET = ((SMALL, 4_200, 6_000), (MID, 1_150, 24_000), (LARGE, 160, 96_000))


def keep_books(*, world: World, tally: Sums) -> Book:
    """The ledger and the cash of every month that is closed."""
    book = Book()
    balance = float(FIRST_BALANCE) * max(1.0, world.plan.accounts / 400)
    for month in range(world.plan.elapsed_months):
        first = month_start(world.plan, month)
        rng = world.plan.random("money", month)
        costs = _costs(world, tally, rng, month, first)
        _ledger(book, world, tally, month, first, costs)
        balance = _cash(book, world, tally, month, first, costs, balance)
    return book


def set_targets(*, world: World) -> Iterator[Book]:
    """Plans and quotas, and what sellers say that they will bring, month by month."""
    for month in range(world.plan.elapsed_months + PLANNED_MONTHS):
        book = Book()
        first = month_start(world.plan, month)
        _plans(book, world, month, first)
        _forecasts(book, world, world.plan.random("forecasts", month), first)
        if first.month % 3 == 1 or month == 0:
            _quotas(book, world, first)
        yield book


def _costs(world: World, tally: Sums, rng: Random, month: int, first: date) -> dict[tuple[str, str], int]:
    """What a month cost, by category and cost centre."""
    costs: dict[tuple[str, str], int] = {}
    middle = first + timedelta(days=14)
    for person in world.staff.everyone():
        if person.is_here(middle):
            place = LEDGER[person.job]
            costs[place] = costs.get(place, 0) + int(SALARY[person.job] * 1.22)
    income = tally.subscriptions[month]
    costs["cogs_hosting", "Platform"] = int(4200 + income * 0.055 * rng.uniform(0.95, 1.06))
    costs["research", "Engineering"] = int(62_000 + 1_900 * month + income * 0.1)
    spent = sum(
        state.values["amount"] for entry in world.book.of_kind("spend") for state in entry.states
        if (state.values["spent_on"].year, state.values["spent_on"].month) == (first.year, first.month)
        and state.known < closing(world, month)
    )  # fmt: skip
    costs["marketing", "Marketing"] = costs.get(("marketing", "Marketing"), 0) + int(spent)
    costs["administration", "Administration"] += int(14_000 * rng.uniform(0.9, 1.2))
    return costs


def _ledger(book: Book, world: World, tally: Sums, month: int, first: date, costs: dict[tuple[str, str], int]) -> None:
    known = closing(world, month)
    words = {
        ("revenue_subscription", "Sales"): tally.subscriptions[month],
        ("revenue_services", "Onboarding"): tally.services[month],
    }
    for (category, centre), amount in {**words, **costs}.items():
        book.add(
            "gl", f"{first}:{category}:{centre}", instant(first), known=known, category=category, cost_centre=centre,
            description=f"{centre}, {first:%B %Y}", amount=Decimal(amount), currency="EUR", period=first,
        )  # fmt: skip


def _cash(
    book: Book, world: World, tally: Sums, month: int, first: date, costs: dict[tuple[str, str], int], balance: float
) -> float:
    last = first + relativedelta(months=1) - timedelta(days=1)
    salaries = sum(int(SALARY[person.job] * 1.22) for person in world.staff.everyone() if person.is_here(last))
    flows = {
        "Received from customers": ("operating", tally.received[month]),
        "Salaries": ("operating", -salaries),
        "Suppliers and others": ("operating", -max(0, sum(costs.values()) - salaries)),
    }
    if month % 12 == 5:
        flows["Computers and furniture"] = ("investing", -18_000)
    if month == ROUND_MONTH:
        flows["Second round of our investors"] = ("financing", int(ROUND_AMOUNT * max(1.0, world.plan.accounts / 400)))
    known = closing(world, month)
    for name, (type_, amount) in flows.items():
        book.add("cash_flow", f"{first}:{name}", instant(last), known=known, description=f"{name}, {first:%B %Y}",
                 type=type_, amount=Decimal(amount), currency="EUR", on=last, bank_account="Main account")  # fmt: skip
        balance += amount
    book.add("cash", str(last), instant(last), known=instant(last + timedelta(days=1)) + timedelta(hours=8),
             bank_account="Main account", balance=Decimal(round(balance)), currency="EUR", on=last)  # fmt: skip
    return balance


def _plans(book: Book, world: World, month: int, first: date) -> None:
    """Each December the next year is planned; the first year was planned at the start."""
    known = instant(max(date(first.year - 1, 12, 10), world.plan.started_on))
    size = world.plan.accounts / 400
    controller = world.staff.by_job["controller"][0].ref
    last = first + relativedelta(months=1) - timedelta(days=1)
    for metric, share in (("net_revenue_retention", "1.04"), ("gross_revenue_retention", "0.88"), ("win_rate", "0.4")):
        book.add(
            "plan_figure", f"{metric}:{first}", known + timedelta(hours=14), metric=metric, period=first,
            period_to=last, owner=controller, value=Decimal(share), version="Plan",
        )  # fmt: skip
    for metric, amount in (
        ("new_arr", 52_000 + 2_600 * month),
        ("arr", 40_000 + 78_000 * month + 500 * month**2),
        ("arr_bookings", 60_000 + 2_800 * month),
        ("recognized_revenue", 5_000 + 6_200 * month),
    ):
        book.add(
            "plan_figure", f"{metric}:{first}", known + timedelta(hours=14), metric=metric, period=first,
            period_to=last, owner=controller, amount=Decimal(int(amount * size)), currency="EUR", version="Plan",
        )  # fmt: skip

    if first.month == 1 or first == world.plan.started_on:
        _market(book, first, known + timedelta(hours=15), controller)


def _market(book: Book, first: date, known: datetime, controller: Ref) -> None:
    """The market that we mean to win: how many firms of each size, and what one is worth."""
    last = date(first.year, 12, 31)
    for segment, accounts, worth in MARKET:
        cut = f"segment={segment}"
        book.add(
            "plan_figure", f"target_accounts:{cut}:{first}", known, metric="target_accounts", cut=cut, period=first,
            period_to=last, owner=controller, value=Decimal(accounts), version="Plan",
        )  # fmt: skip
        book.add(
            "plan_figure", f"expected_arr_per_account:{cut}:{first}", known, metric="expected_arr_per_account", cut=cut,
            period=first, period_to=last, owner=controller, amount=Decimal(worth), currency="EUR", version="Plan",
        )  # fmt: skip


def _quotas(book: Book, world: World, first: date) -> None:
    start = date(first.year, (first.month - 1) // 3 * 3 + 1, 1)
    until = start + relativedelta(months=3) - timedelta(days=1)
    known = instant(max(start - timedelta(days=12), world.plan.started_on)) + timedelta(hours=12)
    for person in world.staff.by_job["seller"]:
        if person.is_here(start + timedelta(days=20)) and instant(person.hired_on) < known + timedelta(days=30):
            at = max(known, instant(person.hired_on) + timedelta(hours=9))
            ramp = 0.5 if (start - person.hired_on).days < 90 else 1.0
            book.add("quota", f"{person.email}:{start}", at, rep=person.ref, measure="arr", currency="EUR",
                     amount=Decimal(int(95_000 * ramp)), from_on=start, to_on=until)  # fmt: skip
    for person in world.staff.by_job["developer"]:
        if person.is_here(start + timedelta(days=20)) and instant(person.hired_on) < known + timedelta(days=30):
            book.add("quota", f"{person.email}:{start}", max(known, instant(person.hired_on) + timedelta(hours=9)),
                     rep=person.ref, measure="meetings", quantity=Decimal(45), from_on=start, to_on=until)  # fmt: skip
    for person in world.staff.by_job["csm"][:2]:
        book.add("quota", f"{person.email}:{start}", max(known, instant(person.hired_on) + timedelta(hours=9)),
                 rep=person.ref, measure="retention", currency="EUR", amount=Decimal(160_000), from_on=start,
                 to_on=until)  # fmt: skip


def _forecasts(book: Book, world: World, rng: Random, first: date) -> None:
    """In the first and third week every seller says what the quarter will bring; by its end they know better."""
    start = date(first.year, (first.month - 1) // 3 * 3 + 1, 1)
    until = start + relativedelta(months=3) - timedelta(days=1)
    place = (first.month - 1) % 3
    for person in world.staff.by_job["seller"]:
        for week in (0, 14):
            at = at_work(rng, workday(first + timedelta(days=week + 1)))
            if person.is_here(at.date()) and at > instant(person.hired_on):
                _forecast(book, world, person, at, start, until, place)


def _forecast(book: Book, world: World, person: Colleague, at: datetime, start: date, until: date, place: int) -> None:
    quarter = world.plan.random("forecast", person.email, start).uniform(0.55, 1.15)
    rng = world.plan.random("forecast", person.email, at.date())
    for category, factor in (("commit", 0.6 + 0.17 * place), ("best_case", 1.1)):
        amount = Decimal(round(95_000 * quarter * factor * rng.uniform(0.85, 1.15) / 500) * 500)
        book.add("forecast_entry", f"{person.email}:{at.date()}:{category}", at, rep=person.ref, category=category,
                 team="Sales", amount=amount, currency="EUR", period_from=start, period_to=until, submitted_at=at,
                 comment="Two dates moved." if rng.random() < 0.1 else "")  # fmt: skip
