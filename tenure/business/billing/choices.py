"""The vocabularies of products, contracts, invoices and payments."""

from __future__ import annotations

from django.db.models import TextChoices


class ProductFamily(TextChoices):
    """What is sold: only software recurs by itself."""

    SUBSCRIPTION = "subscription", "Subscription"
    SERVICES = "services", "Services"
    TRAINING = "training", "Training"
    HARDWARE = "hardware", "Hardware"


class Period(TextChoices):
    """The time that an amount pays for."""

    DAY = "day", "Day"
    WEEK = "week", "Week"
    MONTH = "month", "Month"
    QUARTER = "quarter", "Quarter"
    YEAR = "year", "Year"


class ChargeModel(TextChoices):
    """How a price grows with the quantity."""

    FLAT = "flat", "Flat fee"
    PER_UNIT = "per_unit", "Per unit"
    TIERED = "tiered", "Each tier at its own price"
    VOLUME = "volume", "All units at the tier's price"
    USAGE = "usage", "By usage"


class DiscountDuration(TextChoices):
    """For how long a discount lowers the price."""

    ONCE = "once", "Once"
    REPEATING = "repeating", "For some months"
    FOREVER = "forever", "As long as the subscription runs"


class ContractStatus(TextChoices):
    """Where a contract stands, as its paper says; whether it is active on a day follows from its lines."""

    DRAFT = "draft", "Draft"
    SENT = "sent", "Sent for signature"
    SIGNED = "signed", "Signed"
    TERMINATED = "terminated", "Terminated early"
    VOID = "void", "Void"


class InvoiceStatus(TextChoices):
    """Where an invoice stands; how much of it is open follows from payments and credit notes."""

    DRAFT = "draft", "Draft"
    ISSUED = "issued", "Issued"
    PAID = "paid", "Paid"
    VOID = "void", "Void"
    UNCOLLECTIBLE = "uncollectible", "Uncollectible"


class PaymentMethod(TextChoices):
    """By which means money came."""

    TRANSFER = "transfer", "Bank transfer"
    CARD = "card", "Card"
    DIRECT_DEBIT = "direct_debit", "Direct debit"
    CHEQUE = "cheque", "Cheque"
    OTHER = "other", "Other"


class RecognitionMethod(TextChoices):
    """How the revenue of a line is spread over time."""

    RATABLE = "ratable", "Evenly by day"
    PROGRESS = "progress", "By progress"
    POINT = "point", "At once, on delivery"
    USAGE = "usage", "As used"
