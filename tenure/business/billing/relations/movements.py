"""The ledger of MRR: at most one net movement per account and day (G4–G9), and what exchange rates moved (G13)."""

from __future__ import annotations

from typing import Any

import ibis
from ibis.expr import types as ir

from tenure.business.billing.relations.growth import with_growth
from tenure.business.billing.relations.recurring import DIMENSIONS, LINKS, WITHOUT
from tenure.business.billing.relations.settings import REACTIVATION_WINDOW
from tenure.engine.relations.declaring import relation
from tenure.engine.relations.records import Records
from tenure.engine.relations.rounding import rounded_number
from tenure.engine.relations.viewpoint import FOREVER

GRAIN = ["account_id", "product_id", "plan_id", "currency", "on"]
_SUMMED = tuple(f"{side}{what}" for side in ("begun", "ended") for what in ("", "_worth", "_qty", "_off"))
_LINKS = {key: LINKS[key] for key in ("account", "product", "plan")}
_CUTS = {key: path for key, path in DIMENSIONS.items() if key not in ("rep", "cohort")}


@relation(
    title="Changes of recurring lines by day",
    kind="account",
    reads=(),
    uses=("recurring_lines",),
    links=_LINKS,
)
def mrr_changes(records: Records) -> ir.Table:
    """What changed of an account's MRR on a day, per product, plan and currency: `delta`, and `fx`, the part of it
    that comes from a renewal at another exchange rate. `lacks_rate` where either is not known."""
    daily = _daily(records.relation("recurring_lines"))
    changed = with_growth(daily).filter(lambda t: (t.delta != 0) | (t.fx != 0) | t.lacks_rate)
    return changed.select(*GRAIN, "delta", "fx", "growth", "left_for", "lacks_rate", id=changed.account_id)


def _daily(lines: ir.Table) -> ir.Table:
    """What began and ended on each day, per account, product, plan and currency."""
    zero, nothing = ibis.literal(0, type="int64"), ibis.null("string")
    is_cheaper = lines.discount_id.notnull().cast("int64")
    lacks = lines.lacks_rate.cast("int64")
    begun = lines.select(
        "account_id", "product_id", "plan_id", "currency", on=lines.since,
        begun=lines.native, begun_worth=lines.mrr, begun_rate=lines.rate, begun_qty=lines.qty, begun_off=is_cheaper,
        ended=zero, ended_worth=zero, ended_rate=zero, ended_qty=lines.qty * 0, ended_off=zero, left_for=nothing,
        lacking=lacks,
    )  # fmt: skip
    over = lines.filter(lines.until < ibis.literal(FOREVER))
    ended = over.select(
        "account_id", "product_id", "plan_id", "currency", on=over.until,
        begun=zero, begun_worth=zero, begun_rate=zero, begun_qty=over.qty * 0, begun_off=zero,
        ended=over.native, ended_worth=over.mrr, ended_rate=over.rate, ended_qty=over.qty,
        ended_off=over.discount_id.notnull().cast("int64"), left_for=over.leaving_reason.nullif(""),
        lacking=over.lacks_rate.cast("int64"),
    )  # fmt: skip
    both = begun.union(ended)
    sums: dict[str, Any] = {name: both[name].sum() for name in _SUMMED}
    most: dict[str, Any] = {name: both[name].max() for name in ("begun_rate", "ended_rate", "left_for", "lacking")}
    daily = both.group_by(GRAIN).aggregate(**sums, **most)
    return daily.mutate(delta=daily.begun_worth - daily.ended_worth, fx=_by_rate(daily), lacks_rate=daily.lacking > 0)


@relation(
    title="MRR movements",
    kind="account",
    reads=(),
    uses=("mrr_changes",),
    links=_LINKS,
    dimensions={**_CUTS, "type": "type", "reason": "reason"},
    unknown=WITHOUT,
)
def mrr_movements(records: Records) -> ir.Table:
    """Each movement, split by product and plan: `type` (new, expansion, contraction, churn, reactivation, fx, or
    migration where products were swapped at equal MRR), `on`, and `amount`, positive in the sense of its type. Where a
    line `lacks_rate`, it is not known of which type the day was to its account, and the amount is null."""
    changes = records.relation("mrr_changes")
    days = _by_day(changes, window_days=int(records.view.setting(REACTIVATION_WINDOW)))
    joined = changes.inner_join(days, [changes.account_id == days.of_account, changes.on == days.on_day])
    moved = joined.mutate(signed=joined.delta - joined.fx)
    falls = moved.day_type.isin(["contraction", "churn"])
    amount = ibis.ifelse(moved.lacks_rate, ibis.null("int64"), ibis.ifelse(falls, -moved.signed, moved.signed))
    main = moved.filter((moved.signed != 0) | moved.lacks_rate).mutate(
        type=moved.day_type, amount=amount, reason=_reason(moved)
    )
    rates = moved.filter((moved.fx != 0) & ~moved.lacks_rate).mutate(
        type=ibis.literal("fx"), amount=moved.fx, reason=ibis.literal("exchange rate")
    )
    columns = ["id", "account_id", "product_id", "plan_id", "currency", "on", "type", "reason", "amount", "lacks_rate"]
    return main.select(columns).union(rates.select(columns))


@relation(
    title="Customers gained and lost",
    kind="account",
    reads=(),
    uses=("mrr_changes",),
    links={"account": "account_id"},
    dimensions={key: path for key, path in DIMENSIONS.items() if path.startswith("account.")},
    unknown=WITHOUT,
)
def customer_moves(records: Records) -> ir.Table:
    """Each account that became a customer, came back or was lost (`type`: new, reactivation, churn) `on` a day."""
    changes = records.relation("mrr_changes")
    days = _by_day(changes, window_days=int(records.view.setting(REACTIVATION_WINDOW)))
    moved = days.filter(days.day_type.isin(["new", "reactivation", "churn"]))
    return moved.select(id=moved.of_account, account_id=moved.of_account, on=moved.on_day, type=moved.day_type)


@relation(
    title="Movements of exchange rates at renewal",
    kind="account",
    reads=(),
    uses=("recurring_lines",),
    links=_LINKS,
)
def mrr_fx(records: Records) -> ir.Table:
    """What renewals at another exchange rate changed of an account's MRR: `on`, `amount`."""
    lines = records.relation("recurring_lines")
    # Few accounts have lines at several rates: only theirs are looked at by day.
    rates = lines.group_by("account_id").aggregate(least=lines.rate.min(), most=lines.rate.max())
    several = rates.filter(rates.least != rates.most).select(several_id=rates.account_id)
    firsts = lines.view().select(of_account="account_id", first_on="first_on", cohort="cohort").distinct()
    daily = _daily(lines.semi_join(several, lines.account_id == several.several_id))
    moved = daily.filter(daily.fx != 0).inner_join(firsts, daily.account_id == firsts.of_account)
    columns = ["account_id", "product_id", "plan_id", "currency", "on", "first_on", "cohort"]
    return moved.select(columns, id=moved.account_id, amount=moved.fx)


def _by_rate(daily: ir.Table) -> Any:
    """What of a change is another rate for what went on: the smaller of what ended and what began, at both rates."""
    going = ibis.least(daily.begun, daily.ended)
    now = rounded_number(going.cast("float64") * daily.begun_worth / daily.begun.nullif(0))
    before = rounded_number(going.cast("float64") * daily.ended_worth / daily.ended.nullif(0))
    is_rated_anew = (going > 0) & (daily.begun_rate != daily.ended_rate)
    return ibis.ifelse(is_rated_anew, now - before, 0).fill_null(0).cast("int64")


def _by_day(changes: ir.Table, *, window_days: int) -> ir.Table:
    """What each day was to the account as a whole: one type per account and day (G5)."""
    days = changes.group_by(["account_id", "on"]).aggregate(delta=lambda t: t.delta.sum(), fx=lambda t: t.fx.sum())
    up_to = ibis.window(group_by="account_id", order_by="on", preceding=None, following=0)
    sums = days.mutate(after=days.delta.sum().over(up_to))
    sums = sums.mutate(before=sums.after - sums.delta)
    earlier = ibis.window(group_by="account_id", order_by="on", preceding=(None, 1))
    placed = sums.mutate(
        most=sums.after.max().over(earlier).fill_null(0),
        away=sums.on.delta(sums.on.lag().over(ibis.window(group_by="account_id", order_by="on")), unit="day"),
    )
    is_back = placed.most > 0
    if window_days:
        is_back = is_back & (placed.away <= window_days)
    net = placed.delta - placed.fx
    day_type = ibis.cases(
        ((placed.before == 0) & (placed.after > 0) & is_back, "reactivation"),
        ((placed.before == 0) & (placed.after > 0), "new"),
        ((placed.before > 0) & (placed.after == 0), "churn"),
        (net > 0, "expansion"),
        (net < 0, "contraction"),
        else_="migration",
    )
    return placed.select(
        of_account=placed.account_id, on_day=placed.on, day_type=day_type, was=placed.before, becomes=placed.after
    )


def _reason(moved: ir.Table) -> Any:
    """Why an account's MRR moved, as far as its lines and contracts tell: growth by its sort, losses as was said."""
    return ibis.cases(
        (moved.day_type == "expansion", moved.growth),
        (moved.day_type.isin(["contraction", "churn"]), moved.left_for),
        else_=ibis.null("string"),
    )
