"""How many leads come in, and how many of them are worth a talk."""

from __future__ import annotations

from typing import Any

from tenure.engine.metrics.declaring import Better, Flow, Measure, Metric, Total, Unit

CUTS = ("lead_source", "campaign", "channel", "segment", "region")
CREATED = Measure("leads", Flow("created_on"))


def _came_back(t: Any) -> Any:
    return t.is_recycled


def _is_first(t: Any) -> Any:
    return t.is_first


def _is_repeated(t: Any) -> Any:
    return ~t.is_first


lead_count = Metric(
    key="lead_count",
    title="Leads created",
    function="marketing",
    journey=("identify", "discover"),
    maturity="initiate",
    definition="How many people became known to us as possible customers.",
    formula="leads by the day of their creation, each person once",
    included="People who come back after more than 90 days without a word, as a new lead that is marked as recycled; "
    "leads whose source nobody knows.",
    excluded="Further entries of the same contact or e-mail address within 90 days of the one before: they keep "
    "the lead that there is, and the day on which it was created.",
    better=Better.HIGHER,
    series=(
        Total("lead_count", Unit.COUNT, CREATED),
        Total(
            "leads_recycled",
            Unit.COUNT,
            Measure("leads", Flow("created_on"), where=_came_back),
            title="Recycled",
        ),
    ),
    dimensions=CUTS,
)

mql_count = Metric(
    key="mql_count",
    title="Marketing qualified leads",
    function="marketing",
    journey=("discover",),
    maturity="apply",
    definition="How many people marketing found worth a seller's time, for the first time.",
    formula="people by the day on which a lead of theirs first became an MQL",
    included="The first time of each person only, whatever became of them later.",
    excluded="People who are found worth it again after they had been let go or came back: those are counted apart, as "
    "recycled.",
    better=Better.HIGHER,
    series=(
        Total("mql_count", Unit.COUNT, Measure("lead_qualifications", Flow("on"), where=_is_first)),
        Total(
            "mql_recycled",
            Unit.COUNT,
            Measure("lead_qualifications", Flow("on"), where=_is_repeated),
            title="Recycled",
        ),
    ),
    dimensions=("lead_source", "campaign", "segment", "region"),
)
