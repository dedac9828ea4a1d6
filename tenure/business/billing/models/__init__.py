"""What we sell and at what price, what customers signed for, and what they were billed and paid."""

from tenure.business.billing.models.catalogue import Discount, Plan, PriceBook, PriceBookEntry, Product, TaxRate
from tenure.business.billing.models.contracts import Contract, ContractLine, Entitlement
from tenure.business.billing.models.invoices import CreditNote, Invoice, InvoiceLine, Payment

__all__ = [
    "Contract",
    "ContractLine",
    "CreditNote",
    "Discount",
    "Entitlement",
    "Invoice",
    "InvoiceLine",
    "Payment",
    "Plan",
    "PriceBook",
    "PriceBookEntry",
    "Product",
    "TaxRate",
]
