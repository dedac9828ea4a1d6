"""How people find us: leads, their sources, campaigns, what they cost, and each touch."""

from tenure.business.marketing.models.campaigns import Campaign, CampaignMember, Spend, Touch
from tenure.business.marketing.models.content import ContentItem
from tenure.business.marketing.models.leads import Lead, LeadSource
from tenure.business.marketing.models.targeting import TargetList, TargetListMember

__all__ = [
    "Campaign",
    "CampaignMember",
    "ContentItem",
    "Lead",
    "LeadSource",
    "Spend",
    "TargetList",
    "TargetListMember",
    "Touch",
]
