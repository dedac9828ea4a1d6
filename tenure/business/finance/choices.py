"""The vocabularies of the ledger, cash and plans."""

from __future__ import annotations

from django.db.models import TextChoices


class LedgerCategory(TextChoices):
    """What a posting of the general ledger is, as the metrics need it told apart."""

    REVENUE_SUBSCRIPTION = "revenue_subscription", "Revenue: subscriptions"
    REVENUE_SERVICES = "revenue_services", "Revenue: services"
    REVENUE_OTHER = "revenue_other", "Revenue: other"
    COGS_HOSTING = "cogs_hosting", "Cost of revenue: hosting"
    COGS_SUPPORT = "cogs_support", "Cost of revenue: support"
    COGS_SERVICES = "cogs_services", "Cost of revenue: services"
    COGS_SUCCESS = "cogs_success", "Cost of revenue: customer success"
    COGS_OTHER = "cogs_other", "Cost of revenue: other"
    SALES = "sales", "Sales"
    MARKETING = "marketing", "Marketing"
    SUCCESS = "success", "Customer success"
    RESEARCH = "research", "Research and development"
    ADMINISTRATION = "administration", "General and administration"
    DEPRECIATION = "depreciation", "Depreciation and amortisation"
    INTEREST = "interest", "Interest"
    TAX = "tax", "Taxes"
    OTHER = "other", "Other"


class CashFlowType(TextChoices):
    """What moved the cash."""

    OPERATING = "operating", "Operating"
    INVESTING = "investing", "Investing"
    FINANCING = "financing", "Financing"
