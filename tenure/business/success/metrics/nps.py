"""Whether customers would recommend us."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Any

from tenure.business.success.relations.surveys import PASSIVES_FROM, PROMOTERS_FROM
from tenure.engine.metrics.declaring import AsOf, Better, Estimate, Flow, Measure, Metric, Ratio, Total, Unit
from tenure.engine.metrics.periods import trailing

STANDING = AsOf()
OVER_A_YEAR = Flow("asked_on", window=trailing(months=12))
NO_ANSWER = "no answer in the twelve months before"


def of_accounts(rows: Sequence[tuple[Any, ...]]) -> float | None:
    """The score over accounts, each by the mean of its people's answers: rows of account, score and how many."""
    sums: dict[Any, tuple[int, int]] = {}
    for account, score, times in rows:
        total, n = sums.get(account, (0, 0))
        sums[account] = (total + score * times, n + times)
    if not sums:
        return None
    votes = sum((total >= PROMOTERS_FROM * n) - (total < PASSIVES_FROM * n) for total, n in sums.values())
    return 100 * votes / len(sums)


def standard_error(rows: Sequence[tuple[Any, ...]]) -> float | None:
    """How far chance alone may move the score, in points: rows of vote (1, 0, −1) and how many."""
    n = sum(times for _, times in rows)
    if not n:
        return None
    extremes = sum(abs(vote) * times for vote, times in rows) / n
    net = sum(vote * times for vote, times in rows) / n
    return 100 * sqrt(max(extremes - net * net, 0) / n)


ANSWERS = Measure("nps_answers", STANDING)
SENT = Measure("surveys", OVER_A_YEAR, where=lambda t: t.type == "nps")
ANSWERED = Measure("surveys", OVER_A_YEAR, where=lambda t: (t.type == "nps") & t.score.notnull())

nps = Metric(
    key="nps",
    title="Net Promoter Score (NPS)",
    function="success",
    journey=("buy", "impact", "scale"),
    maturity="apply",
    definition="Would the people at our customers recommend us? From −100, nobody would, to 100, all would.",
    formula="100 × (answers of 9 or 10 − answers of 0 to 6) ÷ all answers",
    included="The latest answer of each person in the twelve months up to the day; 7 and 8 count as answers only.",
    excluded="Earlier answers of the same person; people of former customers, from the day after they left.",
    better=Better.HIGHER,
    benchmark=("B2B SaaS: about 36 in the middle", "HappySupport, a secondary synthesis"),
    series=(
        Ratio(
            "nps",
            Unit.POINTS,
            Measure("nps_answers", STANDING, value=lambda t: t.vote),
            ANSWERS,
            NO_ANSWER,
            scale=100,
        ),
        Estimate(
            "nps_account",
            Unit.POINTS,
            Measure("nps_answers", STANDING, columns=("account_id", "score")),
            of_accounts,
            NO_ANSWER,
            title="Over accounts",
        ),
        Ratio(
            "nps_response_rate",
            Unit.RATIO,
            ANSWERED,
            SENT,
            "no NPS survey sent in the twelve months before",
            title="Answered of those sent",
        ),
        Estimate(
            "nps_standard_error",
            Unit.POINTS,
            Measure("nps_answers", STANDING, columns=("vote",)),
            standard_error,
            NO_ANSWER,
            title="Standard error",
        ),
        Total("nps_answers", Unit.COUNT, ANSWERS, title="Answers"),
    ),
    dimensions=("segment", "product", "role", "csm", "region", "stage", "touch_model"),
)
