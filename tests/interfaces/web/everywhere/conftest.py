"""The company and people that the pages of every kind are tried with."""

from __future__ import annotations

from tests.interfaces.web.records.conftest import (
    account,
    act,
    admin,
    browse,
    company,
    contact,
    hire,
    invoice,
    opportunity,
    seller,
    tenth_of_march,
    viewer,
)

__all__ = [
    "account",
    "act",
    "admin",
    "browse",
    "company",
    "contact",
    "hire",
    "invoice",
    "opportunity",
    "seller",
    "tenth_of_march",
    "viewer",
]
