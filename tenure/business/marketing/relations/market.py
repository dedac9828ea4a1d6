"""The market that the company plans to address, and the customers in it."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.marketing.relations.settings import MARKET_VERSION
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.viewpoint import ALWAYS, FOREVER

# The keys under which the plan holds the assumptions, one figure for each `segment=…` (with `region=…`, `industry=…`).
TARGETS, EXPECTED = "target_accounts", "expected_arr_per_account"
PARTS = ("segment", "region", "industry")
_CUTS = {part: part for part in PARTS}
_UNKNOWN = dict.fromkeys(PARTS, "all")


@relation(
    title="Planned market",
    kind="plan_figure",
    reads=("plan_figure",),
    links={"plan_figure": "id"},
    dimensions=_CUTS,
    unknown=_UNKNOWN,
    account=None,
)
def planned_market(records: Records) -> ir.Table:
    """Each part of the market that the plan names: `accounts` to be won there and their expected `size` in ARR, from
    `since` to before `until`; `size` is null where the plan has no ARR per account. The version of the plan is the
    setting `addressable_market_version`."""
    figures = records.now("plan_figure")
    figures = figures.filter(figures.version == records.view.setting(MARKET_VERSION))
    targets = figures.filter(figures.metric == TARGETS, figures.value.notnull())
    order = ibis.window(group_by="cut", order_by="period")
    following = targets.period.lead().over(order).fill_null(ibis.literal(FOREVER))
    ended = (targets.period_to + ibis.interval(days=1)).cast("date").fill_null(ibis.literal(FOREVER))
    spans = targets.mutate(since=targets.period, until=ibis.least(following, ended))
    worth = figures.filter(figures.metric == EXPECTED, figures.amount.notnull())
    worth = records.in_company_currency(worth, amount="amount", currency="currency", day="period").view()
    worth = worth.select(of_cut=worth.cut, from_day=worth.period, each=worth.amount, no_rate=worth.lacks_rate)
    joined = spans.left_join(worth, [spans.cut == worth.of_cut, spans.since >= worth.from_day])
    latest = ibis.window(group_by="id", order_by=ibis.desc("from_day", nulls_first=False))
    newest = joined.mutate(place=ibis.row_number().over(latest)).filter(lambda t: t.place == 0)
    accounts: Any = newest.value.cast("int64")
    return newest.select(
        "id",
        "since",
        "until",
        **{part: _part(newest.cut, part) for part in PARTS},
        accounts=accounts,
        size=accounts * newest.each,
        lacks_rate=newest.no_rate.fill_null(False),
    )


@relation(
    title="Customers in the planned market",
    kind="account",
    reads=("account",),
    uses=("recurring_lines", "planned_market"),
    links={"account": "account_id"},
    dimensions=_CUTS,
    unknown=_UNKNOWN,
)
def customers_in_market(records: Records) -> ir.Table:
    """Stretches of days (`since` to before `until`) in which a customer belonged to a part of the planned market, by
    its segment, region and industry in that time."""
    lines = records.relation("recurring_lines")
    lines = lines.filter(lines.mrr > 0).select("account_id", line_since=lines.since, line_until=lines.until).distinct()
    states = records.states("account").view()
    states = states.select(
        state_of=states.id,
        state_from=ibis.ifelse(states["first"], ibis.literal(ALWAYS), states.day_from),
        state_to=states.day_to,
        **{f"own_{part}": states[part] for part in PARTS},
    )
    held = lines.inner_join(
        states,
        [
            lines.account_id == states.state_of,
            lines.line_since < states.state_to,
            lines.line_until > states.state_from,
        ],
    )
    market = records.relation("planned_market")
    market = market.select(*PARTS, plan_since=market.since, plan_until=market.until)
    matches = [market[part].isnull() | (market[part] == held[f"own_{part}"]) for part in PARTS]
    met = held.inner_join(market, [held.line_since < market.plan_until, held.line_until > market.plan_since, *matches])
    placed = met.mutate(
        id=met.account_id,
        since=ibis.greatest(met.line_since, met.state_from, met.plan_since),
        until=ibis.least(met.line_until, met.state_to, met.plan_until),
    )
    return placed.filter(placed.since < placed.until).select("id", "account_id", "since", "until", *PARTS)


def _part(cut: Any, name: str) -> Any:
    """The value of one part of a cut such as `segment=Enterprise, region=EMEA`."""
    found = cut.re_extract(rf"(^|,) *{name} *= *([^,]*)", 2)
    return found.strip().nullif(ibis.literal(""))
