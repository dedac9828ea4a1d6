"""The customer: accounts, the people in them, every contact we had with them, and the mails we write to them."""

from tenure.business.accounts.models.customers import Account, Activity, Contact
from tenure.business.accounts.models.mails import EmailTemplate

__all__ = ["Account", "Activity", "Contact", "EmailTemplate"]
