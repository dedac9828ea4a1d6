"""What customers did for us: references, reviews, stories, referrals."""

from __future__ import annotations

import ibis
from ibis.expr import types as ir

from tenure.business.accounts.cuts import ACCOUNT_CUTS
from tenure.business.success.relations.products import with_main_product
from tenure.business.success.relations.stretches import customers_while, stretches
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records

ADVOCACY_MONTHS = 12


@relation(
    title="Acts of advocacy",
    kind="advocacy",
    reads=("advocacy",),
    uses=("recurring_lines",),
    links={"advocacy": "id", "account": "account_id", "contact": "contact_id", "product": "product_id"},
    dimensions={
        **ACCOUNT_CUTS,
        "type": "advocacy.type",
        "product": "product.title",
        "source": "source",
        "theme": "theme",
        "stage": "stage",
    },
    unknown={"theme": "no theme", "product": "none"},
)
def advocacies(records: Records) -> ir.Table:
    """Favours that were done: `on`, `type`; a public review is feedback too, with `source` and no theme or stage."""
    found = records.now("advocacy")
    given = found.filter(found["given_on"].notnull(), found["status"] != "declined")
    nothing = ibis.null("string")
    told = given.mutate(on=given["given_on"], source=ibis.literal("review"), theme=nothing, stage=nothing)
    return with_main_product(told, records=records, day="on")


@relation(
    title="Advocates",
    kind="account",
    reads=(),
    uses=("advocacies", "customer_spans"),
    links={"account": "account_id"},
    dimensions={**ACCOUNT_CUTS, "type": "type"},
)
def advocates(records: Records) -> ir.Table:
    """Stretches of days (`since` to before `until`) of customers that did us a favour in the twelve months before;
    each `type` of favour for itself."""
    given = records.relation("advocacies")
    return customers_while(stretches(given, months=ADVOCACY_MONTHS, by=("account_id", "type")), records)
