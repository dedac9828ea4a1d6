"""The catalogue: products, plans, price books, taxes and discounts."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from tenure.business.billing.choices import ChargeModel, DiscountDuration, Period, ProductFamily, RecognitionMethod
from tenure.foundation.records.columns import (
    currency_code,
    day,
    decimal_number,
    flag,
    link,
    long_text,
    money,
    share,
    text,
    whole_number,
)
from tenure.foundation.records.constraints import (
    amounts_have_currency,
    interval,
    not_negative,
    share_of_one,
    unique_while_live,
)
from tenure.foundation.records.kinds import Function, Kind, Section
from tenure.foundation.records.model import Record


class Product(Record):
    """Something that we sell: software, services, training or hardware."""

    name = text(required=True)
    code = text(length=50)
    family = text(length=20, choices=ProductFamily, default=ProductFamily.SUBSCRIPTION)
    description = long_text()
    is_recurring = flag(default=True, help_text="Sold as a subscription; counts towards MRR.")
    recognition = text(length=20, choices=RecognitionMethod, label="Revenue recognition")
    unit = text(length=50, help_text="What the quantity counts, such as seat or day.")
    is_active = flag(default=True, label="On sale")

    kind = Kind(
        key="product",
        prefix="prd",
        label="Product",
        plural="Products",
        function=Function.BILLING,
        title="name",
        columns=("name", "code", "family", "is_recurring", "unit", "is_active"),
        sections=(
            Section("Product", ("name", "code", "family", "description")),
            Section("How it is sold", ("unit", "is_recurring", "recognition", "is_active")),
        ),
        search=("name", "code", "description"),
        asks=("code", "recognition"),
        icon="package",
    )

    class Meta:
        constraints: ClassVar = [unique_while_live("product_code", "code", filled="code")]


class Plan(Record):
    """An edition of a product, such as Starter or Enterprise."""

    name = text(required=True)
    product = link("billing.Product", required=True)
    code = text(length=50)
    description = long_text()
    included_quantity = decimal_number(help_text="Units in the price before more are charged.")
    is_free = flag(help_text="A free plan or trial: its accounts are not customers.")
    is_active = flag(default=True, label="On sale")
    position = whole_number()

    kind = Kind(
        key="plan",
        prefix="pln",
        label="Plan",
        plural="Plans",
        function=Function.BILLING,
        title="name",
        columns=("name", "product", "code", "included_quantity", "is_free", "is_active"),
        sections=(
            Section("Plan", ("name", "product", "code", "description")),
            Section("How it is sold", ("included_quantity", "is_free", "is_active", "position")),
        ),
        search=("name", "code"),
        icon="stack-2",
    )

    class Meta:
        constraints: ClassVar = [
            unique_while_live("plan_name", "product", "name"),
            not_negative("plan", "included_quantity"),
        ]


class PriceBook(Record):
    """A list of prices in one currency, for a market or a partner, valid for a time."""

    name = text(required=True)
    currency = currency_code()
    region = text(length=100)
    is_default = flag()
    valid_from = day()
    valid_to = day()
    description = long_text()

    kind = Kind(
        key="price_book",
        prefix="pbk",
        label="Price book",
        plural="Price books",
        function=Function.BILLING,
        title="name",
        columns=("name", "currency", "region", "is_default", "valid_from", "valid_to"),
        sections=(
            Section("Price book", ("name", "currency", "region", "is_default", "description")),
            Section("Validity", ("valid_from", "valid_to")),
        ),
        planned=("valid_from", "valid_to"),
        search=("name",),
        asks=("currency", "valid_from"),
        icon="book",
    )

    class Meta:
        constraints: ClassVar = [
            unique_while_live("price_book_name", "name"),
            interval("price_book", "valid_from", "valid_to"),
        ]


class PriceBookEntry(Record):
    """The price of a product or plan in a price book, from a quantity upwards."""

    price_book = link("billing.PriceBook", required=True)
    product = link("billing.Product", required=True)
    plan = link("billing.Plan")
    charge_model = text(length=20, choices=ChargeModel, default=ChargeModel.PER_UNIT)
    period = text(length=10, choices=Period, help_text="Empty for a one-time price.")
    min_qty = decimal_number(default=Decimal(1), label="From quantity")
    unit_price = money()
    currency = currency_code()
    max_discount_pct = share(label="Largest discount", help_text="Beyond it a quote needs approval.")

    kind = Kind(
        key="price_book_entry",
        prefix="pbe",
        label="Price",
        plural="Prices",
        function=Function.BILLING,
        title="product",
        columns=("product", "plan", "price_book", "charge_model", "period", "min_qty", "unit_price", "currency"),
        sections=(
            Section("For what", ("price_book", "product", "plan", "min_qty")),
            Section("Price", ("charge_model", "period", "unit_price", "currency", "max_discount_pct")),
        ),
        money={"unit_price": "currency"},
        part_of="price_book",
        icon="tag",
    )

    class Meta:
        constraints: ClassVar = [
            amounts_have_currency("price_book_entry", "unit_price"),
            not_negative("price_book_entry", "min_qty", "unit_price"),
            share_of_one("price_book_entry", "max_discount_pct"),
        ]


class TaxRate(Record):
    """A tax that is added to invoices of a region, valid for a time."""

    name = text(required=True)
    region = text(length=100)
    rate = share()
    is_inclusive = flag(label="Included in prices")
    valid_from = day()
    valid_to = day()

    kind = Kind(
        key="tax_rate",
        prefix="tax",
        label="Tax rate",
        plural="Tax rates",
        function=Function.BILLING,
        title="name",
        columns=("name", "region", "rate", "is_inclusive", "valid_from", "valid_to"),
        sections=(
            Section("Tax", ("name", "region", "rate", "is_inclusive")),
            Section("Validity", ("valid_from", "valid_to")),
        ),
        planned=("valid_from", "valid_to"),
        search=("name", "region"),
        asks=("region", "rate"),
        icon="receipt-tax",
    )

    class Meta:
        constraints: ClassVar = [share_of_one("tax_rate", "rate"), interval("tax_rate", "valid_from", "valid_to")]


class Discount(Record):
    """A reduction that may be given on a price: a share or an amount, once, for some months or for good."""

    name = text(required=True)
    code = text(length=50)
    percent_off = share(
        label="Share off",
    )
    amount_off = money()
    currency = currency_code()
    duration = text(length=20, choices=DiscountDuration, default=DiscountDuration.ONCE)
    duration_months = whole_number()
    valid_from = day()
    valid_to = day()
    is_approval_needed = flag(label="Needs approval")

    kind = Kind(
        key="discount",
        prefix="dsc",
        label="Discount",
        plural="Discounts",
        function=Function.BILLING,
        title="name",
        columns=("name", "code", "percent_off", "amount_off", "currency", "duration", "valid_to"),
        sections=(
            Section("Discount", ("name", "code", "percent_off", "amount_off", "currency")),
            Section("When it applies", ("duration", "duration_months", "valid_from", "valid_to", "is_approval_needed")),
        ),
        planned=("valid_from", "valid_to"),
        money={"amount_off": "currency"},
        search=("name", "code"),
        icon="discount",
    )

    class Meta:
        constraints: ClassVar = [
            unique_while_live("discount_code", "code", filled="code"),
            amounts_have_currency("discount", "amount_off"),
            share_of_one("discount", "percent_off"),
            not_negative("discount", "amount_off", "duration_months"),
            interval("discount", "valid_from", "valid_to"),
        ]
