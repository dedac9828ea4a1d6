"""What customers reach with us: goals and outcomes, reviews, sponsors, surveys, troubles, training and farewells."""

from tenure.business.success.models.care import Escalation, Offboarding, PlayRun, Qbr
from tenure.business.success.models.outcomes import Outcome, SuccessGoal, Training
from tenure.business.success.models.relationship import Advocacy, ExecutiveSponsor
from tenure.business.success.models.voice import Feedback, SurveyResponse

__all__ = [
    "Advocacy",
    "Escalation",
    "ExecutiveSponsor",
    "Feedback",
    "Offboarding",
    "Outcome",
    "PlayRun",
    "Qbr",
    "SuccessGoal",
    "SurveyResponse",
    "Training",
]
