"""What the company may set of these definitions."""

from __future__ import annotations

from tenure.engine.relations.settings import Setting, Takes

NEW_BUSINESS_SHARE = Setting(
    key="new_business_share",
    title="Share of sales and marketing for new customers",
    about="Which part of the cost of sales and marketing is meant for new customers rather than for those there are.",
    takes=Takes.SHARE,
    default=None,
    otherwise="all of it, told as blended",
)
