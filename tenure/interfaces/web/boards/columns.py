"""The records of a kind in columns by stage, each with its count and sums."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count

from tenure.engine.conditions.syntax import Comparison, Operator
from tenure.engine.conditions.writing import write
from tenure.foundation.access.actions import change_record
from tenure.foundation.access.rights import may
from tenure.foundation.records.model import Record
from tenure.interfaces.listing.totals import totals
from tenure.interfaces.web.lists.asked import AskedList, joined
from tenure.interfaces.web.lists.rows import ListRow, list_rows_shown
from tenure.interfaces.web.records.fields import carried_currencies
from tenure.interfaces.web.records.words import Setting

CARDS_SHOWN = 40
CARD_FIELDS = 4
CLOSED_WORDS = (
    "closed resolved won lost void paid uncollectible done completed cancelled canceled churned terminated former "
    "disqualified converted rejected expired retired archived"
)
CLOSED = frozenset(CLOSED_WORDS.split())


class NoBoardError(LookupError):
    """This kind has no stages, or the person may not see them."""


@dataclass(frozen=True)
class BoardColumn:
    """One stage: its first cards, how many there are in all, what its amounts add up to, and the query of the rest."""

    value: str
    label: str
    rows: list[ListRow]
    count: int
    sums: list[tuple[Decimal, str]]
    is_closed: bool = False
    rest: str = ""

    @property
    def hidden_count(self) -> int:
        return max(0, self.count - len(self.rows))


@dataclass(frozen=True)
class Board:
    """All columns in the order of the stages."""

    columns: list[BoardColumn]
    stage: str
    is_movable: bool


def board_of(asked: AskedList, *, user: Any, setting: Setting) -> Board:
    """The board of the list that was asked for. Raises `NoBoardError`."""
    stage = _stage(asked)
    counts = dict(asked.rows.order_by().values_list(stage).annotate(n=Count("pk")).order_by(stage))
    usual = [(value, value) for value in asked.model.kind.stages]
    choices = [(value, label) for value, label in asked.fields[stage].choices if value] or usual
    known = {value for value, _ in choices}
    others = [(value, value or "Not set") for value in sorted(value or "" for value in counts) if value not in known]
    columns = [
        _column(asked, stage, value, label, counts.get(value, 0), user, setting) for value, label in [*choices, *others]
    ]
    columns.sort(key=lambda column: column.is_closed)
    is_movable = not asked.is_past and may(user=user, action="change", kind=asked.model.kind, field=stage)
    return Board(columns, stage, is_movable)


def move_card(asked: AskedList, *, public_id: str, value: str, act: Mapping[str, Any]) -> Record:
    """Moves a record to another stage. Raises `NoBoardError`, `DoesNotExist`, `NotAllowedError`, `ValidationError`."""
    record: Record = asked.rows.get(public_id=public_id)
    return change_record(record=record, values={_stage(asked): value}, **act)


def _stage(asked: AskedList) -> str:
    stage = asked.model.kind.stage
    if stage is None or stage not in asked.fields:
        raise NoBoardError(f"{asked.model.kind.plural} have no board.")
    return stage


def _column(
    asked: AskedList, stage: str, value: str, label: str, count: int, user: Any, setting: Setting
) -> BoardColumn:
    rows = asked.rows.filter(**{stage: value})
    kind = asked.model.kind
    next_date = [name for name in kind.columns if name in kind.planned][-1:] or [kind.born]
    first = [kind.account, *list(kind.money)[:1], kind.owner, *next_date]
    names = [kind.title, *(name for name in [*first, *(c.name for c in asked.columns)] if name and name != stage)]
    names = [name for name in names if name not in carried_currencies(asked.model)]
    shown = [asked.fields[name] for name in dict.fromkeys(names) if name in asked.fields][: CARD_FIELDS + 1]
    is_closed = not CLOSED.isdisjoint(value.lower().replace("_", " ").split())
    found = list(rows.order_by("-pk")[:CARDS_SHOWN]) if count else []
    cards = list_rows_shown(records=found, model=asked.model, columns=shown, user=user, setting=setting)
    sums = totals(rows=rows, model=asked.model, columns=shown) if count else {}
    return BoardColumn(value, label, cards, count, next(iter(sums.values()), []), is_closed, _rest(asked, stage, value))


def _rest(asked: AskedList, stage: str, value: str) -> str:
    """The query of the list of all that stands in one column."""
    here = Comparison(stage, Operator.EQUAL, (value,)) if value else Comparison(stage, Operator.UNKNOWN)
    return asked.address(where=joined(asked.condition, write(here)))
