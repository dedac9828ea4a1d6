"""What customers say, beyond scores: feedback, comments in surveys, public reviews; and who is heard at all."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.business.success.relations.stretches import customers_while, stretches
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.states import known_versions

CUTS = {
    **ACCOUNT_CUTS,
    "source": "source",
    "theme": "theme",
    "product": "product.title",
    "stage": "stage",
}
WITHOUT = {"theme": "no theme", "stage": "unknown", "product": "none"}
HEARD_MONTHS = 12
CUSTOMER_CUTS = {
    **ACCOUNT_CUTS,
}


@relation(
    title="Feedback",
    kind="feedback",
    reads=("feedback",),
    links={"feedback": "id", "account": "account_id", "product": "product_id", "contact": "contact_id"},
    dimensions=CUTS,
    unknown=WITHOUT,
)
def feedback_items(records: Records) -> ir.Table:
    """What was noted down of what customers told: `on`, `source`, `theme`, `stage`."""
    noted = records.now("feedback")
    return noted.mutate(on=noted["given_on"]).filter(lambda t: t["on"].notnull())


@relation(
    title="Comments in surveys",
    kind="survey_response",
    reads=("survey_response",),
    uses=("surveys",),
    links={"survey_response": "id", "account": "account_id", "product": "product_id", "contact": "contact_id"},
    dimensions=CUTS,
    unknown=WITHOUT,
)
def survey_comments(records: Records) -> ir.Table:
    """Answers with words to them: `on`; `source` is the survey, `theme` and `stage` are not recorded."""
    found = records.relation("surveys")
    spoken = records.source.versions(records.kind("survey_response").table)
    spoken = known_versions(spoken)
    order = ibis.window(group_by="record_id", order_by=[ibis.desc("effective_at"), ibis.desc("version_id")])
    newest = spoken.mutate(place=ibis.row_number().over(order)).filter(lambda t: t["place"] == 0)
    with_words = newest.filter(newest["comment"].fill_null("") != "").select(said_in=newest["record_id"])
    answered = found.filter(found["responded_on"].notnull())
    kept = answered.semi_join(with_words, answered["id"] == with_words["said_in"])
    nothing = ibis.null("string")
    return kept.mutate(on=kept["responded_on"], source=ibis.literal("survey"), theme=nothing, stage=nothing)


@relation(
    title="Customers that were heard",
    kind="account",
    reads=(),
    uses=("feedback_items", "survey_comments", "advocacies", "customer_spans"),
    links={"account": "account_id"},
    dimensions=CUSTOMER_CUTS,
    unknown=WITHOUT,
)
def heard_customers(records: Records) -> ir.Table:
    """Stretches of days (`since` to before `until`) of customers that said something in the twelve months before."""
    reviews: Any = records.relation("advocacies")
    reviews = reviews.filter(reviews["type"] == "review")
    said = [records.relation("feedback_items"), records.relation("survey_comments"), reviews]
    every = ibis.union(*(one.filter(one["account_id"].notnull()).select("account_id", "on") for one in said))
    return customers_while(stretches(every, months=HEARD_MONTHS), records)
