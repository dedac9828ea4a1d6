"""How many of those who saw us or had mail from us clicked."""

from __future__ import annotations

from typing import Any

from tenure.business.marketing.relations.touches import CLICK_DAYS
from tenure.engine.metrics.declaring import Better, Flow, Measure, Metric, Ratio, Unit

SENT = Flow("on", matures_after_days=CLICK_DAYS)


def _clicked(t: Any) -> Any:
    return t.clicked


def _is_mail(t: Any) -> Any:
    return t.is_mail


def _clicked_mail(t: Any) -> Any:
    return t.is_mail & t.clicked


def _is_shown(t: Any) -> Any:
    return ~t.is_mail


def _clicked_shown(t: Any) -> Any:
    return ~t.is_mail & t.clicked


click_through_rate = Metric(
    key="click_through_rate",
    title="Click-through rate",
    function="marketing",
    journey=("identify", "discover"),
    maturity="apply",
    definition="Of what was shown to people or reached them by mail in a period, the share that they clicked on.",
    formula="mails and advertisements that were clicked on within 7 days ÷ mails delivered and advertisements shown",
    included="Each sending to a person once, however often they click; in the period in which it was sent.",
    excluded="Mails that bounced; clicks that are marked as those of a program; clicks after more than 7 days.",
    better=Better.HIGHER,
    series=(
        Ratio(
            "click_through_rate",
            Unit.RATIO,
            Measure("sends", SENT, where=_clicked),
            Measure("sends", SENT),
            "nothing was delivered or shown in the period",
        ),
        Ratio(
            "click_through_rate_email",
            Unit.RATIO,
            Measure("sends", SENT, where=_clicked_mail),
            Measure("sends", SENT, where=_is_mail),
            "no mail was delivered in the period",
            title="Mail",
        ),
        Ratio(
            "click_through_rate_ads",
            Unit.RATIO,
            Measure("sends", SENT, where=_clicked_shown),
            Measure("sends", SENT, where=_is_shown),
            "no advertisement was shown in the period",
            title="Advertisements",
        ),
    ),
    dimensions=("campaign", "channel", "lead_source", "audience", "segment"),
)
