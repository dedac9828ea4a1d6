"""What the company may set of these definitions."""

from __future__ import annotations

from tenure.engine.relations.settings import Setting, Takes

LEAD_VELOCITY_BASIS = Setting(
    key="lead_velocity_basis",
    title="What lead velocity counts",
    about="Leads that sales accepted (sql), or those that marketing thinks ready (mql).",
    takes=Takes.CHOICE,
    default="sql",
    choices=("sql", "mql"),
)
MARKET_VERSION = Setting(
    key="addressable_market_version",
    title="Version of the plan that names the market",
    about="Target accounts and their expected ARR are read from this version of the plan.",
    takes=Takes.TEXT,
    default="Plan",
)
BOT_MARKERS = Setting(
    key="bot_click_markers",
    title="Words that mark a program's clicks",
    about="A click or an opening whose detail holds one of them was no person's.",
    takes=Takes.TEXTS,
    default=("[bot]", "bot click", "link scanner", "link-scanner"),
)
SPENDING_LAG = Setting(
    key="cost_per_opportunity_lag_days",
    title="Days between spending and deals",
    about="Cost per opportunity holds deals against what was spent so many days before.",
    takes=Takes.WHOLE,
    default=0,
    unit="days",
    most=365,
)
