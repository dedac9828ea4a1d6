"""ARR that was signed for: new, expansion net of what it replaces, renewals, later steps, and what was undone."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.sales.relations.signed_lines import DIMENSIONS, LINKS, WITHOUT
from tenure.engine.relations.days import days_between
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records

MONTHS_A_YEAR = 12
OPT_OUT_DAYS = 30
WHOSE = (
    "account_id", "opp_id", "rep_id", "lead_source", "partner_id", "partner_role", "signed_on", "terminated_on",
)  # fmt: skip
BOOKED = ("id", "contract_id", "product_id", *WHOSE, "on", "type", "amount", "lacks_rate")


@relation(
    title="Bookings of ARR",
    kind="contract",
    reads=("contract", "contract_line", "opportunity"),
    uses=("signed_lines", "recurring_lines", "opportunities"),
    links={
        **{key: column for key, column in LINKS.items() if key not in ("contract_line", "plan")},
        "partner": "partner_id",
    },
    dimensions={**{key: path for key, path in DIMENSIONS.items() if key != "plan"}, "partner": "partner.title"},
    unknown={key: word for key, word in WITHOUT.items() if key != "plan"},
)
def bookings(records: Records) -> ir.Table:
    """Amounts of ARR by the day `on` that they count: `type` new and expansion (what a renewal or a swap brings over
    what it replaces), renewal (what it keeps), ramp (a step that a contract brings after its first year, on its day)
    and debooking (new and expansion ARR of a contract that was left within the days to opt out, negative).

    A company that records no signed contract books its won deals, on the day that they closed.
    """
    lines = records.relation("signed_lines").filter(lambda t: t.is_regular)
    stepped = _with_steps(lines)
    by_product = _by_product(stepped, _replaced(records))
    kept = _in_types(by_product)
    steps = stepped.filter(stepped.is_later).mutate(
        on=stepped.starts_on, type=ibis.literal("ramp"), amount=stepped.step, id=stepped.contract_id
    )
    counted = kept.filter(kept.type != "renewal")
    left = counted.filter(days_between(counted.terminated_on, counted.signed_on) <= OPT_OUT_DAYS)
    undone = left.mutate(on=left.terminated_on, type=ibis.literal("debooking"), amount=-left.amount)
    signed = ibis.union(kept.select(*BOOKED), steps.select(*BOOKED), undone.select(*BOOKED))
    return signed.union(_won_deals(records).select(*BOOKED))


def _with_steps(lines: ir.Table) -> ir.Table:
    """With `step`, what a line adds to the one that it follows in its contract (the one it replaces, or one of
    the same product that ends the day before), and `is_later`: it starts after the contract's first year."""
    earlier = lines.view()
    earlier = earlier.select(
        before=earlier.line_id, of_contract=earlier.contract_id, of_product=earlier.product_id,
        before_start=earlier.starts_on, before_end=earlier.service_end, before_arr=earlier.arr,
    )  # fmt: skip
    follows = lines.starts_on == (earlier.before_end + ibis.interval(days=1)).cast("date")
    joined = lines.left_join(
        earlier,
        [
            lines.contract_id == earlier.of_contract,
            (lines.replaces_id == earlier.before).fill_null(False)
            | ((lines.product_id == earlier.of_product) & follows).fill_null(False),
        ],
    )
    order = ibis.window(group_by="line_id", order_by=[ibis.desc("before_arr"), "before"])
    last = joined.mutate(nth=ibis.row_number().over(order)).filter(lambda t: t.nth == 0)
    # Several lines that follow the same one: only the first of them replaces it.
    order = ibis.window(group_by="before", order_by=[ibis.desc("arr"), "line_id"])
    once = last.mutate(turn=ibis.row_number().over(order))
    is_first = once.before.notnull() & (once.turn == 0)
    start: Any = once.starts_on
    begin: Any = once.begins_on
    months = (start.year() - begin.year()) * MONTHS_A_YEAR + start.month() - begin.month()
    is_later = (months > MONTHS_A_YEAR) | ((months == MONTHS_A_YEAR) & (start.day() >= begin.day()))
    return once.mutate(step=once.arr - ibis.ifelse(is_first, once.before_arr.fill_null(0), 0), is_later=is_later)


def _replaced(records: Records) -> ir.Table:
    """What contracts and lines replace, per new contract and product: the ARR that ran on the last day before."""
    lines = records.relation("signed_lines").filter(lambda t: t.is_regular)
    running = _running(records, lines)
    running = running.select(
        old_line=running.id, old_contract=running.contract_id, old_product=running.product_id,
        since=running.since, until=running.until, old_arr=running.yearly,
    )  # fmt: skip
    renewing = lines.filter(lines.renews_id.notnull())
    renewing = renewing.select("contract_id", "renews_id", "begins_on").distinct()
    # A term that ended before its renewal starts is replaced by it too.
    ended = running.group_by("old_contract").aggregate(last_until=lambda t: t.until.max())
    ended = ended.select(ended_contract=ended.old_contract, last_until=ended.last_until)
    renewed = renewing.inner_join(ended, renewing.renews_id == ended.ended_contract)
    renewed = renewed.mutate(seen_until=ibis.least(renewed.last_until, renewed.begins_on))
    of_contracts = renewed.inner_join(
        running,
        [
            renewed.renews_id == running.old_contract,
            running.since < renewed.seen_until,
            running.until >= renewed.seen_until,
        ],
    ).select("contract_id", product_id=lambda t: t.old_product, gone=lambda t: t.old_arr)
    swapping = lines.filter(lines.replaces_id.notnull(), lines.renews_id.isnull())
    swapping = swapping.select("contract_id", "replaces_id", "starts_on").distinct()
    own = lines.view()
    own = own.select(own_line=own.line_id, own_contract=own.contract_id)
    last = ibis.window(group_by=["contract_id", "old_line"], order_by=ibis.desc("since"))
    of_lines = swapping.inner_join(
        running, [swapping.replaces_id == running.old_line, running.since < swapping.starts_on]
    )
    of_lines = of_lines.mutate(nth=ibis.row_number().over(last)).filter(lambda t: t.nth == 0)
    # Steps within one contract are told by their days.
    of_lines = of_lines.anti_join(
        own, [of_lines.replaces_id == own.own_line, of_lines.contract_id == own.own_contract]
    ).select("contract_id", product_id=lambda t: t.old_product, gone=lambda t: t.old_arr)
    return of_contracts.union(of_lines)


def _running(records: Records, lines: ir.Table) -> ir.Table:
    """Recurring lines with their ARR (`yearly`): as signed while that is what they bring a month, as the twelfth of an
    amount was rounded and would not give the amount again."""
    running = records.relation("recurring_lines").view()
    signed = lines.view()
    signed = signed.select(signed_line=signed.line_id, signed_arr=signed.arr)
    joined = running.left_join(signed, running.id == signed.signed_line)
    twelve: Any = joined.mrr * MONTHS_A_YEAR
    is_same = (twelve - joined.signed_arr).abs() <= MONTHS_A_YEAR
    return joined.mutate(yearly=ibis.ifelse(is_same.fill_null(False), joined.signed_arr, twelve))


def _by_product(stepped: ir.Table, replaced: ir.Table) -> ir.Table:
    """Per contract and product what it brings (`arr`) and what it replaces (`gone`)."""
    none, zero = ibis.literal(False), ibis.literal(0, type="int64")
    brought = stepped.filter(~stepped.is_later).select(
        "contract_id", "product_id", "lacks_rate", arr=lambda t: t.step, gone=zero
    )
    taken = replaced.select("contract_id", "product_id", lacks_rate=none, arr=zero, gone=replaced.gone.fill_null(0))
    sums = brought.union(taken).group_by("contract_id", "product_id").aggregate(
        arr=lambda t: t.arr.sum(), gone=lambda t: t.gone.sum(), lacks_rate=lambda t: t.lacks_rate.max()
    )  # fmt: skip
    whose = stepped.select(
        whose_contract=stepped.contract_id, contract_type=stepped.type, **{name: stepped[name] for name in WHOSE}
    ).distinct()
    return sums.inner_join(whose, sums.contract_id == whose.whose_contract).drop("whose_contract")


def _in_types(products: ir.Table) -> ir.Table:
    """What of it is new, expansion or renewal. A contract that brings less than it replaces books no expansion."""
    whole: Any = ibis.window(group_by="contract_id")
    grown = products.mutate(growth=products.arr - products.gone)
    is_growing = grown.growth.sum().over(whole) > 0
    grown = grown.mutate(added=ibis.ifelse(is_growing, grown.growth, ibis.literal(0, type="int64")))
    is_renewal = grown.contract_type == ibis.literal("renewal")
    added = grown.mutate(type=ibis.ifelse(is_renewal, "expansion", grown.contract_type), amount=grown.added)
    kept = grown.filter(is_renewal).mutate(type=ibis.literal("renewal"), amount=lambda t: t.arr - t.added)
    both = added.union(kept).mutate(id=lambda t: t.contract_id, on=lambda t: t.signed_on)
    return both.filter((both.amount != 0) | both.lacks_rate)


def _won_deals(records: Records) -> ir.Table:
    """Won deals where there is no signed contract at all."""
    signed = records.relation("signed_lines").view()
    some = signed.aggregate(lines=lambda t: t.line_id.count())
    deals = records.relation("opportunities")
    won = deals.filter(deals.outcome == ibis.literal("won"), deals.type != ibis.literal("services")).cross_join(some)
    return won.filter(won.lines == 0, (won.arr != 0) | won.lacks_rate).mutate(
        contract_id=ibis.null("int64"), opp_id=won.id, rep_id=won.owner_id, signed_on=won.closed_on,
        terminated_on=ibis.null("date"), on=won.closed_on, amount=won.arr,
    )  # fmt: skip


@relation(
    title="Won deals without contracts",
    kind="opportunity",
    reads=("opportunity",),
    uses=("opportunities", "signed_lines"),
    links={"opportunity": "id", "account": "account_id", "product": "product_id", "person": "owner_id"},
    dimensions={key: path for key, path in DIMENSIONS.items() if key != "plan"},
    unknown={key: word for key, word in WITHOUT.items() if key != "plan"},
)
def won_without_contract(records: Records) -> ir.Table:
    """Won deals of a company that records no signed contract at all, by `closed_on`, with their `total`: the total
    contract value, else what recurs in a year and the one-time amount."""
    signed = records.relation("signed_lines").view()
    some = signed.aggregate(lines=lambda t: t.line_id.count())
    deals = records.relation("opportunities")
    won = deals.filter(deals.outcome == ibis.literal("won")).cross_join(some)
    return won.filter(won.lines == 0).mutate(total=ibis.coalesce(won.tcv, won.acv))
