"""Customers' questions and troubles, what we promised about answering them, and what they can look up."""

from tenure.business.support.models.cases import Case, CaseEvent, CaseMessage
from tenure.business.support.models.knowledge import KbArticle, KbSession, Macro
from tenure.business.support.models.promises import SupportAgreement
from tenure.business.support.models.queues import SupportQueue

__all__ = ["Case", "CaseEvent", "CaseMessage", "KbArticle", "KbSession", "Macro", "SupportAgreement", "SupportQueue"]
