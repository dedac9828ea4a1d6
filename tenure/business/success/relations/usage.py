"""What the people of accounts do with the product: the events that count as use, each once a day."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.success.relations.settings import KEY_ACTIONS
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.states import known

# Who only signs in has not used anything yet.
SIGNING_IN = (
    "login", "log in", "log_in", "logged in", "logged_in", "login_success", "sign in", "sign_in", "signed in",
    "signed_in", "signin", "session", "session start", "session_start", "session_started", "heartbeat",
)  # fmt: skip
# A record may be merged into one that is merged into another in turn.
MOST_MERGES = 3


@relation(
    title="Days of use",
    kind="account",
    reads=("account", "product"),
    links={"account": "account_id", "product": "product_id"},
    dimensions={"product": "product.title", "feature": "feature"},
)
def used_days(records: Records) -> ir.Table:
    """Each day `on` which a person (`who`, null where nobody is named) took a key action: its `feature`, the
    `product_id` that it is one of (null: the account's main product), and the person's `team`, if it is told."""
    events = records.source.usage()
    seen = events.filter(events["occurred_at"] < records.ends_at)
    known_by = records.with_now(_names(records), kind="account", link="account_id", columns={"of": "public_id"})
    found = seen.inner_join(known_by.filter(known_by["of"].notnull()), seen["account_id"] == known_by["name"])
    called = found.select(
        account_id=found["account_id_right"],
        who=found["user_id"].nullif(""),
        feature=found["feature"].nullif(""),
        on=records.day(found["occurred_at"]),
        team=_told(found["properties"], "team"),
        is_use=~found["feature"].lower().isin(SIGNING_IN).fill_null(False),
    )
    once = called.filter(called["is_use"]).drop("is_use").distinct()
    pairs = key_actions(records.view.setting(KEY_ACTIONS))
    told = _of_products(once, pairs, records) if pairs else once.mutate(product_id=ibis.null("int64"))
    return told.mutate(id=told["account_id"])


def key_actions(texts: Sequence[str] | None) -> list[tuple[str, str]]:
    """The product (or nothing) and feature of each key action, in small letters."""
    found = []
    for text in texts or ():
        product, colon, feature = text.rpartition(":")
        found.append((product.strip().lower() if colon else "", feature.strip().lower()))
    return found


def usage_begins(records: Records) -> ir.Table:
    """The first day of which any use is known: `begins_on`, in one row; null where there is none."""
    events = records.source.usage()
    seen = events.filter(events["occurred_at"] < records.ends_at)
    return seen.aggregate(begins_on=records.day(seen["occurred_at"]).min())


def _names(records: Records) -> ir.Table:
    """The public ids (`name`) by which an account goes: its own and those of accounts merged into it."""
    versions = known(records.source.versions(records.kind("account").table))
    order = ibis.window(group_by="record_id", order_by=ibis.desc("version_id"))
    newest = versions.mutate(place=ibis.row_number().over(order)).filter(lambda t: t["place"] == 0)
    named = newest.select(name=newest["public_id"], account_id=newest["record_id"])
    for _ in range(MOST_MERGES):
        gone = newest.filter(newest["merged_into_id"].notnull()).view()
        gone = gone.select(gone_id=gone["record_id"], stays_id=gone["merged_into_id"])
        joined = named.left_join(gone, named["account_id"] == gone["gone_id"])
        goes_by = ibis.coalesce(joined["stays_id"], joined["account_id"])
        named = joined.mutate(account_id=goes_by).select("name", "account_id").distinct()
    return named


def _of_products(once: ir.Table, pairs: Sequence[tuple[str, str]], records: Records) -> ir.Table:
    actions = records.source.small(
        [{"of_product": product, "of_feature": feature} for product, feature in pairs],
        types={"of_product": "string", "of_feature": "string"},
    )
    products = records.now("product").view()
    by_name = products.select(named=products["name"].lower(), named_id=products["id"])
    by_code = products.filter(products["code"] != "")
    by_code = by_code.select(named=by_code["code"].lower(), named_id=by_code["id"])
    both = by_name.union(by_code).group_by("named").aggregate(named_id=lambda t: t["named_id"].min())
    joined = actions.left_join(both, actions["of_product"] == both["named"])
    # An action of a product that there is not is one of none.
    joined = joined.filter((joined["of_product"] == "") | joined["named_id"].notnull())
    met = once.inner_join(joined, once["feature"].lower() == joined["of_feature"])
    return met.select(*once.columns, product_id="named_id").distinct()


def _told(properties: Any, name: str) -> Any:
    text = properties.cast("json")[name].cast("string").re_replace('^"|"$', "")
    return text.nullif("null").nullif("")
