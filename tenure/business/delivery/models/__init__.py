"""Projects that bring customers to their first value, the people on them, and the time and money they take."""

from tenure.business.delivery.models.control import (
    ChangeRequest,
    ProjectBudget,
    ProjectEstimate,
    ProjectExpense,
    RaidItem,
)
from tenure.business.delivery.models.people import Allocation, Leave, Resource, TimeEntry
from tenure.business.delivery.models.projects import Milestone, Project, ProjectTask
from tenure.business.delivery.models.templates import ProjectTemplate, ProjectTemplateItem

__all__ = [
    "Allocation",
    "ChangeRequest",
    "Leave",
    "Milestone",
    "Project",
    "ProjectBudget",
    "ProjectEstimate",
    "ProjectExpense",
    "ProjectTask",
    "ProjectTemplate",
    "ProjectTemplateItem",
    "RaidItem",
    "Resource",
    "TimeEntry",
]
