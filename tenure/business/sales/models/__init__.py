"""Deals and what surrounds them: partners, competitors, forecasts, quotas, territories and quotes."""

from tenure.business.sales.models.evidence import OpportunitySnapshot, OpportunityStage
from tenure.business.sales.models.market import Competitor, Partner, Territory
from tenure.business.sales.models.opportunities import (
    Opportunity,
    OpportunityContact,
    OpportunityLine,
    OpportunitySplit,
)
from tenure.business.sales.models.qualification import Qualification
from tenure.business.sales.models.quotes import Quote, QuoteLine
from tenure.business.sales.models.targets import ForecastEntry, Quota

__all__ = [
    "Competitor",
    "ForecastEntry",
    "Opportunity",
    "OpportunityContact",
    "OpportunityLine",
    "OpportunitySnapshot",
    "OpportunitySplit",
    "OpportunityStage",
    "Partner",
    "Qualification",
    "Quota",
    "Quote",
    "QuoteLine",
    "Territory",
]
