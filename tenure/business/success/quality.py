"""What is odd about surveys, reviews, escalations, training and farewells."""

from __future__ import annotations

from django.db.models import Q

from tenure.business.success.choices import GoalStatus, ReviewStatus, SurveyType
from tenure.foundation.records.quality import QualityRule, out_of_order

RULES = (
    out_of_order(
        kind="survey_response",
        earlier="sent_at",
        later="responded_at",
        title="Answered before it was sent",
        effect="The answer counts on its own day; the response rate leaves it out.",
    ),
    out_of_order(
        kind="survey_response",
        earlier="responded_at",
        later="closed_loop_at",
        title="Followed up before the answer",
        effect="The time to follow up would be negative; the answer is left out of it.",
    ),
    QualityRule(
        key="survey_response_score_outside",
        kind="survey_response",
        title="Score outside its scale",
        explanation="NPS goes from 0 to 10, CSAT from 1 to 5. The answer is left out of both.",
        fix="Correct the score or the kind of survey.",
        fields=("type", "score"),
        broken=Q(score__lt=0)
        | Q(type=SurveyType.NPS, score__gt=10)
        | Q(type=SurveyType.CSAT, score__lt=1)
        | Q(type=SurveyType.CSAT, score__gt=5),
    ),
    QualityRule(
        key="survey_response_score_without_date",
        kind="survey_response",
        title="Score without a date",
        explanation="There is a score, but nobody says when it was given; it counts in no period.",
        fix="Enter when they answered.",
        fields=("score", "responded_at"),
        broken=Q(score__isnull=False, responded_at__isnull=True),
    ),
    QualityRule(
        key="qbr_held_without_date",
        kind="qbr",
        title="Held without a date",
        explanation="The review is called held, but nobody says when; it counts as missed.",
        fix="Enter when it was held.",
        fields=("status", "held_on"),
        broken=Q(status=ReviewStatus.HELD, held_on__isnull=True),
    ),
    out_of_order(
        kind="escalation",
        earlier="opened_at",
        later="acknowledged_at",
        title="Taken up before it was opened",
        effect="The time to respond would be negative; the escalation is left out of it.",
    ),
    out_of_order(
        kind="escalation",
        earlier="opened_at",
        later="resolved_at",
        title="Settled before it was opened",
        effect="The time to settle would be negative; the escalation is left out of it.",
    ),
    QualityRule(
        key="escalation_outcome_without_date",
        kind="escalation",
        title="Settled without a date",
        explanation="The escalation has an outcome, but no moment at which it was settled; it still counts as open.",
        fix="Enter when it was settled.",
        fields=("outcome", "resolved_at"),
        broken=~Q(outcome="") & Q(resolved_at__isnull=True),
    ),
    QualityRule(
        key="play_run_outcome_without_date",
        kind="play_run",
        title="Done without a date",
        explanation="The step has an outcome, but nobody says when it was done; it counts as late.",
        fix="Enter when it was done.",
        fields=("outcome", "done_on"),
        broken=~Q(outcome="") & Q(done_on__isnull=True),
    ),
    out_of_order(
        kind="training",
        earlier="enrolled_on",
        later="completed_on",
        title="Completed before enrolling",
        effect="Both are counted, each on its own day.",
    ),
    QualityRule(
        key="training_passed_without_date",
        kind="training",
        title="Passed without a date",
        explanation="The course is passed, but nobody says when it was completed; it counts as open.",
        fix="Enter when it was completed.",
        fields=("passed", "completed_on"),
        broken=Q(passed=True, completed_on__isnull=True),
    ),
    QualityRule(
        key="success_goal_without_measure",
        kind="success_goal",
        title="Agreed goal that cannot be measured",
        explanation="A goal without a baseline or a target can never be called reached.",
        fix="Agree on both with the customer.",
        fields=("status", "baseline", "target"),
        broken=Q(status=GoalStatus.AGREED) & (Q(baseline__isnull=True) | Q(target__isnull=True)),
    ),
    QualityRule(
        key="outcome_without_value",
        kind="outcome",
        title="Outcome without a value",
        explanation="Nobody says what was reached, so it proves nothing.",
        fix="Enter the value.",
        fields=("value",),
        broken=Q(value__isnull=True),
    ),
    out_of_order(
        kind="offboarding",
        earlier="notified_on",
        later="ended_on",
        title="Ended before notice was given",
        effect="The warning time would be negative; the farewell is left out of it.",
    ),
    out_of_order(
        kind="executive_sponsor",
        earlier="from_on",
        later="to_on",
        title="Sponsor until before the start",
        effect="The account counts as without a sponsor.",
    ),
)
