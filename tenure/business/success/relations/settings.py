"""What the company may set of these definitions."""

from __future__ import annotations

from tenure.engine.relations.settings import Setting, Takes

STRATEGIC_TIERS = Setting(
    key="strategic_tiers",
    title="Tiers of strategic customers",
    about="Customers of these tiers ought to have an executive sponsor.",
    takes=Takes.TEXTS,
    default=("strategic", "key account"),
)
DATA_RETURN = Setting(
    key="data_return_days",
    title="Days to return data",
    about="Within how many days of its end a customer who leaves has their data back.",
    takes=Takes.WHOLE,
    default=30,
    unit="days",
)
KEY_ACTIONS = Setting(
    key="key_actions",
    title="Key actions of the products",
    about="Features whose use shows that a product is used: “Product: feature”, or a feature alone, which then is "
    "one of the account's main product. Signing in is never one.",
    takes=Takes.TEXTS,
    default=None,
    otherwise="every feature, as one of the account's main product",
)
SEAT_UNITS = Setting(
    key="seat_units",
    title="Units of what may be used that are people",
    about="Seats are those entitlements whose unit is one of these words, or that name none.",
    takes=Takes.TEXTS,
    default=("user", "users", "seat", "seats", "person", "people", "licence", "licences", "license", "licenses"),
)
REQUIRED_ADMINS = Setting(
    key="required_admins",
    title="Trained administrators that a customer needs",
    about="A customer with so many administrators who passed a course needs no more of them.",
    takes=Takes.WHOLE,
    default=2,
    unit="administrators",
    least=1,
    most=100,
)
