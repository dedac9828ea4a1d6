"""What the demo company sells: products, plans, prices, discounts, taxes, and the currencies it sells in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from tenure.simulation.book import Book, Ref
from tenure.simulation.plan import Plan, month_start
from tenure.simulation.words import REGIONS

PRODUCTS = {
    "plan": ("Kestrel Plan", "KP", "subscription", "user", "Planning board and mobile app for field service."),
    "insights": (
        "Kestrel Insights",
        "KI",
        "subscription",
        "user",
        "Utilisation, travel and first-time fix in reports.",
    ),
    "connect": ("Kestrel Connect", "KC", "subscription", "connection", "Interfaces to the systems around the board."),
    "premier": ("Premier Support", "PS", "subscription", "account", "Round-the-clock answers to severity 1."),
    "consulting": ("Consulting", "CO", "services", "hour", "Interfaces, planning rules and reports, by the hour."),
    "onboarding": ("Guided Onboarding", "GO", "services", "project", "Set-up, data and training with a consultant."),
    "training": ("Planner Training", "PT", "training", "day", "A day of training for planners."),
}
PLANS = {"Free trial": 0, "Starter": 19, "Growth": 32, "Scale": 45}
ADD_ONS = {"insights": 6, "connect": 90, "premier": 400}
CURRENCIES = {"EUR": Decimal(1), "GBP": Decimal("1.17"), "USD": Decimal("0.92")}
COUPONS = {
    "WELCOME3": ("Half price for three months", Decimal("0.5"), "repeating", 3),
    "PARTNER10": ("Partner customers, always", Decimal("0.1"), "forever", None),
    "GOODWILL": ("Goodwill, once", Decimal("0.25"), "once", None),
}


@dataclass(frozen=True)
class Catalogue:
    """Links to what is sold."""

    products: dict[str, Ref]
    plans: dict[str, Ref]
    price_books: dict[str, Ref]
    discounts: dict[str, Ref]
    taxes: dict[str, Ref]


def fill(*, plan: Plan, book: Book) -> Catalogue:
    """Writes the catalogue; prices went up once, in the second year."""
    day = plan.started_on - timedelta(days=20)
    products = {
        key: book.add(
            "product", key, day, name=name, code=code, family=family, unit=unit, description=text,
            is_recurring=family == "subscription", recognition="ratable" if family == "subscription" else "progress",
        )
        for key, (name, code, family, unit, text) in PRODUCTS.items()
    }  # fmt: skip
    plans = {
        name: book.add(
            "plan", name, day, name=name, product=products["plan"], code=name.upper().replace(" ", "-"),
            is_free=price == 0, position=place, description="Fourteen days, everything included." if not price else "",
        )
        for place, (name, price) in enumerate(PLANS.items())
    }  # fmt: skip
    return Catalogue(
        products=products,
        plans=plans,
        price_books=_price_books(book, day, products, plans),
        discounts=_discounts(book, day),
        taxes=_taxes(book, day),
    )


def _price_books(book: Book, day: date, products: dict[str, Ref], plans: dict[str, Ref]) -> dict[str, Ref]:
    books = {}
    for currency, rate in CURRENCIES.items():
        books[currency] = ref = book.add(
            "price_book", currency, day, name=f"List prices {currency}", currency=currency,
            is_default=currency == "EUR", valid_from=day,
        )  # fmt: skip
        for name, price in PLANS.items():
            book.add(
                "price_book_entry", f"{currency}:{name}", day, price_book=ref, product=products["plan"],
                plan=plans[name], charge_model="per_unit", period="month", unit_price=list_price(price, rate),
                currency=currency, max_discount_pct=Decimal("0.2"),
            )  # fmt: skip
        for key, price in ADD_ONS.items():
            book.add(
                "price_book_entry", f"{currency}:{key}", day, price_book=ref, product=products[key],
                charge_model="per_unit" if key == "insights" else "flat", period="month",
                unit_price=list_price(price, rate), currency=currency, max_discount_pct=Decimal("0.1"),
            )  # fmt: skip
    return books


def _discounts(book: Book, day: date) -> dict[str, Ref]:
    return {
        code: book.add(
            "discount", code, day, name=name, code=code, percent_off=share, duration=duration, duration_months=months,
            valid_from=day, is_approval_needed=code == "GOODWILL",
        )
        for code, (name, share, duration, months) in COUPONS.items()
    }  # fmt: skip


def _taxes(book: Book, day: date) -> dict[str, Ref]:
    return {
        region: book.add(
            "tax_rate", region, day, name=f"VAT {percent} %" if percent else "No VAT", region=region,
            rate=Decimal(percent) / 100, valid_from=day,
        )
        for region, (_, _, percent, _, _) in REGIONS.items()
    }  # fmt: skip


def list_price(euros: int, rate: Decimal) -> Decimal:
    """A price in another currency, rounded as price lists are."""
    return Decimal(round(Decimal(euros) / rate))


def rates(*, plan: Plan, months: int) -> dict[tuple[str, date], Decimal]:
    """What a unit of each currency was worth in euros on the first of each month: a slow random walk."""
    found: dict[tuple[str, date], Decimal] = {}
    for currency in ("GBP", "USD"):
        rate = float(CURRENCIES[currency])
        for month in range(-1, months + 1):
            rate *= 1 + plan.random("rate", currency, month).gauss(0, 0.008)
            rate += (float(CURRENCIES[currency]) - rate) * 0.08
            found[currency, month_start(plan, month)] = Decimal(f"{rate:.4f}")
    return found
