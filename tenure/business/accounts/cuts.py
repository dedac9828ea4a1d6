"""How anything that belongs to a customer is usually cut: by what the account was on the day."""

from __future__ import annotations

ACCOUNT_CUTS = {
    "account": "account.title",
    "segment": "account.segment",
    "region": "account.region",
    "industry": "account.industry",
    "tier": "account.tier",
    "touch_model": "account.touch_model",
    "csm": "account.csm",
}
