"""What the company may set of these definitions."""

from __future__ import annotations

from tenure.engine.relations.settings import Setting, Takes

LAG_QUARTERS = Setting(
    key="lag_quarters",
    title="Quarters between spending and winning",
    about="Sales efficiency holds what was won against what sales and marketing cost so many quarters before.",
    takes=Takes.WHOLE,
    default=0,
    unit="quarters",
    most=4,
)
SALES_STAGES = Setting(
    key="sales_stages",
    title="Stages of a deal, in order",
    about="In which order deals go through the stages; conversion from one to the next follows it.",
    takes=Takes.TEXTS,
    default=None,
    otherwise="the order in which most deals come through",
)
STAGE_HORIZON = Setting(
    key="stage_horizon_days",
    title="Days until a stage is judged",
    about="How long a deal may take from one stage to the next before it counts as stalled.",
    takes=Takes.WHOLE,
    default=None,
    otherwise="as long as nine of ten deals took in the stage",
    unit="days",
    least=1,
)
POC_STAGES = Setting(
    key="poc_stages",
    title="Stages that are a proof of concept",
    about="A deal that stands in one of them has a proof of concept, whether it is marked or not.",
    takes=Takes.TEXTS,
    default=("poc", "proof of concept", "pilot", "trial"),
)
