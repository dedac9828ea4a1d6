"""Answers to surveys about cases, projects and the relationship, and visits to the help that found an answer."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records

REPEATED_WITHIN_DAYS = 7
SESSION_MINUTES = 30
FOLLOWED_HOURS = 24
HOUR = 3600


@relation(
    title="Satisfaction surveys",
    kind="survey_response",
    reads=("survey_response", "case", "project"),
    links={"survey_response": "id", "account": "account_id", "case": "case_id", "product": "product_id"},
    dimensions={
        **ACCOUNT_CUTS,
        "agent": "case.owner",
        "product": "product.title",
        "channel": "case.channel",
        "kind": "about",
    },
    unknown={"product": "unclassified", "agent": "nobody", "channel": "unknown"},
)
def satisfaction_surveys(records: Records) -> ir.Table:
    """Each survey of satisfaction (CSAT) once: `sent_on`, `responded_on` (null: no answer yet), `score`, `about` (case,
    project or relationship). Of several answers of one person on one thing within a week the last one counts."""
    now = records.now("survey_response")
    asked = now.filter(now.type == "csat")
    asked = asked.mutate(
        sent_on=records.day(asked.sent_at),
        responded_on=records.day(asked.responded_at),
        about=ibis.cases(
            (asked.case_id.notnull(), "case"), (asked.project_id.notnull(), "project"), else_="relationship"
        ),
    )
    same = ibis.window(group_by=["account_id", "contact_id", "case_id", "project_id"], order_by=["responded_at", "id"])
    later: Any = asked.responded_on.lead().over(same)
    is_named = asked.contact_id.notnull() | asked.case_id.notnull() | asked.project_id.notnull()
    is_repeated = is_named & (later.delta(asked.responded_on, unit="day") < REPEATED_WITHIN_DAYS)
    last = asked.mutate(is_repeated=is_repeated.fill_null(False)).filter(lambda t: ~t.is_repeated)
    of_case = records.with_now(last, kind="case", link="case_id", columns={"case_product": "product_id"})
    both = records.with_now(of_case, kind="project", link="project_id", columns={"project_product": "product_id"})
    return both.mutate(product_id=both.case_product.fill_null(both.project_product))


@relation(
    title="Visits to the help",
    kind="kb_session",
    reads=("kb_session", "contact", "kb_article"),
    uses=("cases",),
    links={"kb_session": "id", "account": "account_id", "product": "product_id", "kb_article": "article_id"},
    dimensions={
        **ACCOUNT_CUTS,
        "product": "product.title",
        "article": "kb_article.title",
    },
    unknown={"product": "unclassified"},
)
def help_sessions(records: Records) -> ir.Table:
    """Each visit of a known person to the help, at most one in half an hour: `on`, and `led_to_case`, whether the
    same account opened a case on the product within a day."""
    now = records.now("kb_session")
    known = records.with_now(
        now.filter(now.contact_id.notnull()), kind="contact", link="contact_id", columns={"account_id": "account_id"}
    )
    of_product = records.with_now(known, kind="kb_article", link="article_id", columns={"product_id": "product_id"})
    order = ibis.window(group_by="contact_id", order_by=["at", "id"])
    before: Any = of_product.at.lag().over(order)
    gap = of_product.at.epoch_seconds() - before.epoch_seconds()
    visits = of_product.mutate(gap=gap).filter(lambda t: t.gap.isnull() | (t.gap >= SESSION_MINUTES * 60))
    followed = _followed(visits, records.relation("cases").view())
    joined = visits.left_join(followed, visits.id == followed.visit).drop("visit")
    told = joined.mutate(
        on=records.day(joined.at),
        led_to_case=joined.is_followed.fill_null(False) | joined.opened_case.fill_null(False),
    )
    return told.select("id", "account_id", "product_id", "article_id", "on", "led_to_case")


def _followed(visits: ir.Table, cases: ir.Table) -> ir.Table:
    """The visits after which the same account opened a case on the product (or on none that is known) in time."""
    left = visits.select("id", "account_id", "product_id", "at")
    right = cases.select(of_account=cases.account_id, of_product=cases.product_id, begun=cases.opened_at)
    joined = left.inner_join(right, left.account_id == right.of_account)
    seconds = joined.begun.epoch_seconds() - joined.at.epoch_seconds()
    is_same = joined.product_id.isnull() | joined.of_product.isnull() | (joined.product_id == joined.of_product)
    near = joined.filter((seconds >= 0) & (seconds <= FOLLOWED_HOURS * HOUR) & is_same)
    return near.group_by(visit="id").aggregate(is_followed=lambda t: t.count() > 0)
