"""What customers answered: surveys as they were sent, and the answers to NPS surveys that stand."""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.business.success.relations.products import with_main_product
from tenure.engine.relations.days import days_between
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.viewpoint import ALWAYS, FOREVER

LINKS = {"survey_response": "id", "account": "account_id", "contact": "contact_id", "product": "product_id"}
DIMENSIONS = {
    **ACCOUNT_CUTS,
    "product": "product.title",
    "role": "contact.role",
    "stage": "account.status",
}
WITHOUT = {"product": "none"}
MONTHS_HEARD = 12
FOLLOW_UP_DAYS = 7
PROMOTERS_FROM = 9
PASSIVES_FROM = 7


@relation(
    title="Surveys",
    kind="survey_response",
    reads=("survey_response",),
    uses=("recurring_lines",),
    links=LINKS,
    dimensions=DIMENSIONS,
    unknown=WITHOUT,
)
def surveys(records: Records) -> ir.Table:
    """Every survey once: `type`, `sent_on`, `responded_on`, `followed_up_on`, `score`; `asked_on`, the day it was sent
    or, where that is not recorded, answered; `has_follow_ups`: the company records any; `week_is_over` since it was
    answered."""
    sent = records.now("survey_response")
    dated = sent.mutate(
        sent_on=records.day(sent["sent_at"]),
        responded_on=records.day(sent["responded_at"]),
        followed_up_on=records.day(sent["closed_loop_at"]),
    )
    dated = dated.mutate(
        asked_on=ibis.coalesce(dated["sent_on"], dated["responded_on"]),
        has_follow_ups=(dated["followed_up_on"].notnull().sum().over(ibis.window()) > 0),
        week_is_over=days_between(records.today, dated["responded_on"]) >= FOLLOW_UP_DAYS,
    )
    return with_main_product(dated, records=records, day="asked_on")


@relation(
    title="Answers to NPS surveys",
    kind="survey_response",
    reads=(),
    uses=("surveys", "customer_spans"),
    links=LINKS,
    dimensions=DIMENSIONS,
    unknown=WITHOUT,
)
def nps_answers(records: Records) -> ir.Table:
    """The days (`since` to before `until`) on which an answer is its person's latest of the last twelve months and the
    account is not a former customer; `score`, and `vote`: 1 for promoters, −1 for detractors, 0 for the others."""
    found = records.relation("surveys")
    answers = found.filter(found["type"] == "nps", found["responded_on"].notnull(), found["score"].between(0, 10))
    # Who answers without a name is a person of their own.
    answers = answers.mutate(person=ibis.coalesce(answers["contact_id"], -answers["id"]))
    order = ibis.window(group_by="person", order_by=["responded_on", "responded_at", "id"])
    later = answers.mutate(
        next_on=answers["responded_on"].lead().over(order),
        over_on=(answers["responded_on"] + ibis.interval(months=MONTHS_HEARD)).cast("date"),
        vote=ibis.cases((answers["score"] >= PROMOTERS_FROM, 1), (answers["score"] < PASSIVES_FROM, -1), else_=0),
    )
    ends = ibis.least(ibis.coalesce(later["next_on"], later["over_on"]), later["over_on"])
    return while_not_former(later.mutate(since=later["responded_on"], until=ends), records)


def while_not_former(rows: ir.Table, records: Records) -> ir.Table:
    """The rows cut down to the days on which their account had not gone: it never paid, does not pay yet, or pays."""
    spans = records.relation("customer_spans").view()
    paid = spans.select(
        payer_id=spans["account_id"],
        paid_from=ibis.ifelse(spans["since"] == spans["first_on"], ibis.literal(ALWAYS), spans["since"]),
        paid_to=spans["until"],
    )
    joined = rows.left_join(paid, rows["account_id"] == paid["payer_id"])
    cut = joined.mutate(
        since=ibis.greatest(joined["since"], joined["paid_from"].fill_null(ibis.literal(ALWAYS))),
        until=ibis.least(joined["until"], joined["paid_to"].fill_null(ibis.literal(FOREVER))),
    )
    return cut.filter(cut["since"] < cut["until"]).drop("payer_id", "paid_from", "paid_to")
