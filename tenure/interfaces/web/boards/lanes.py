"""The columns of a board: one per stage, with its first cards, their number and what they come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet, Sum

from tenure.interfaces.listing.listing import ListError, list_page
from tenure.interfaces.web.addresses import record_url
from tenure.interfaces.web.lists.asking import Asked
from tenure.interfaces.web.records.fields import learn_names, own_values
from tenure.interfaces.web.records.names import name_for
from tenure.interfaces.web.records.words import money, shown

CARDS = 20
MOST_LANES = 30
NO_STAGE = "No stage"
_CLOSED = frozenset(
    [
        "closed",
        "resolved",
        "won",
        "lost",
        "void",
        "paid",
        "uncollectible",
        "done",
        "completed",
        "cancelled",
        "canceled",
        "churned",
        "terminated",
        "disqualified",
        "converted",
        "rejected",
        "expired",
        "retired",
        "archived",
    ]
)


@dataclass(frozen=True)
class Card:
    """One record on the board."""

    public_id: str
    name: str
    address: str
    amount: str = ""
    account: str = ""
    owner: str = ""
    age_days: int | None = None


@dataclass
class Lane:
    """One stage: its cards so far, how many there are, and their sums by currency."""

    value: str
    label: str
    count: int = 0
    sums: list[str] = field(default_factory=list)
    is_closed: bool = False
    cards: list[Card] = field(default_factory=list)
    next: str = ""


def lanes_of(asked: Asked) -> list[Lane]:
    """All lanes with their first cards; stages without records stand where the kind names them."""
    lanes = _summaries(asked)
    for lane in lanes:
        if lane.count:
            fill(lane, asked=asked)
    return lanes


def fill(lane: Lane, *, asked: Asked, after: str = "") -> None:
    """Puts the next cards into a lane. An unknown place starts at its beginning."""
    rows = asked.rows.filter(**{str(asked.kind.stage): lane.value})
    try:
        page = list_page(rows=rows, fields=asked.fields, order=asked.order, after=after, size=CARDS)
    except ListError:
        page = list_page(rows=rows, fields=asked.fields, order=asked.order, size=CARDS)
    values = [own_values(record) for record in page.rows]
    learn_names(model=asked.model, rows=values, rights=asked.rights, setting=asked.setting)
    lane.cards += [_card(record, own, asked) for record, own in zip(page.rows, values, strict=True)]
    lane.next = page.next


def lane_labels(asked: Asked) -> dict[str, str]:
    """The stages that the kind names, by value; free text stages are read from the records."""
    return dict(asked.fields[str(asked.kind.stage)].choices)


def amount_name(asked: Asked) -> str:
    """The first amount of the kind that the person sees, if any."""
    return next((name for name in asked.kind.money if name in asked.fields), "")


def _summaries(asked: Asked) -> list[Lane]:
    stage, amount = str(asked.kind.stage), amount_name(asked)
    labels = lane_labels(asked)
    rows: QuerySet[Any] = asked.rows.order_by()
    group = [stage, asked.kind.money[amount]] if amount else [stage]
    sums: dict[str, Any] = {"total": Sum(amount)} if amount else {}
    lanes = {value: Lane(value, label, is_closed=_is_closed(value)) for value, label in labels.items()}
    for each in rows.values(*group).annotate(number=Count("pk"), **sums).order_by(*group)[:500]:
        value = each[stage] or ""
        if value not in lanes and len(lanes) >= MOST_LANES:
            continue
        lane = lanes.setdefault(value, Lane(value, value or NO_STAGE, is_closed=_is_closed(value)))
        lane.count += each["number"]
        if amount and each["total"] is not None:
            lane.sums.append(money(each["total"], each[group[1]] or "").text)
    return sorted(lanes.values(), key=lambda lane: lane.is_closed)


def _is_closed(value: str) -> bool:
    return any(word in _CLOSED for word in value.lower().replace("_", " ").split())


def _card(record: Any, values: dict[str, Any], asked: Asked) -> Card:
    def text(name: str | None) -> str:
        field = asked.fields.get(name or "")
        if field is None or field.column is None:
            return ""
        found = shown(field=field.column, values=values, model=asked.model, setting=asked.setting)
        return "" if found.is_empty else found.text

    born = values.get(asked.kind.born or "") if asked.kind.born in asked.fields else None
    day = born.astimezone(asked.setting.zone).date() if hasattr(born, "astimezone") else born
    return Card(
        record.public_id,
        text(asked.kind.title) or name_for(record, user=asked.user),
        record_url(record),
        amount=text(amount_name(asked)),
        account=text(asked.kind.account),
        owner=text(asked.kind.owner),
        age_days=max((asked.asking.today - day).days, 0) if day is not None else None,
    )
