"""The records as tables, from one viewpoint: what relations are built from."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

import ibis
from ibis.expr import types as ir

from tenure.engine.relations.balances import Balances
from tenure.engine.relations.days import local_day, view_day, view_end
from tenure.engine.relations.declaring import Relation
from tenure.engine.relations.describing import Description, Holds, UnknownKindError
from tenure.engine.relations.rounding import converted_share
from tenure.engine.relations.states import gone, newest, states, widened
from tenure.engine.relations.viewpoint import Viewpoint

if TYPE_CHECKING:
    from tenure.engine.metrics.periods import Period

SPANS = {
    "period": "int32",
    "window_start": "date",
    "window_end": "date",
    "window_close": "date",
    "window_opening": "date",
}


class Source(Protocol):
    """Where tables come from and where worked-out ones are kept: DuckDB over the lake, or Spark over the same files."""

    def versions(self, table: str) -> ir.Table:
        """A table of versions by name, instants in UTC without a zone."""
        ...

    def usage(self) -> ir.Table:
        """All usage events."""
        ...

    def rates(self) -> ir.Table:
        """Exchange rates into the company's currency: `currency`, `day_from`, `day_to`, `rate`."""
        ...

    def keep(self, *, name: str, view: Viewpoint, make: Callable[[], ir.Table]) -> ir.Table:
        """The table that was worked out under this name from this viewpoint, worked out now if it was not.

        What `make` gives depends on nothing but the name, the viewpoint's shape, what is known of the kinds, and what
        it fetches while it is made: it need not be asked again.
        """
        ...

    def fetch(self, table: ir.Table, *, view: Viewpoint) -> list[dict[str, Any]]:
        """The rows of a small table, by column: days as `date`, instants as `datetime`, whole numbers as `int`."""
        ...

    def windows(self) -> ir.Table:
        """The windows of the question that is being answered, as a table of `SPANS`."""
        ...

    def answer(
        self,
        *,
        name: Hashable,
        view: Viewpoint,
        make: Callable[[], ir.Table],
        windows: Sequence[Mapping[str, Any]] = (),
    ) -> list[dict[str, Any]]:
        """The rows of what `make` gives, which is asked for once under this name as `keep` does, over `windows`."""
        ...

    def small(self, rows: Sequence[Mapping[str, Any]], *, types: Mapping[str, str]) -> ir.Table:
        """A table of a few rows of whole numbers, texts and days; `types` names each column's."""
        ...

    def balances(self, wanted: Balances, *, view: Viewpoint) -> ir.Table | None:
        """The balances at both ends of the windows of the question that is being answered: `SPANS`, `by`, `opening`,
        `closing`, `whole_opening`, `whole_closing`, `day` (from when linked values are read) and the linked values;
        none where the source leaves it to a query. The tables that it takes are kept already."""
        ...

    @property
    def kinds(self) -> Mapping[str, Description]:
        """All kinds of records, by key."""
        ...


class Records:
    """What a relation may read. Deleted and merged-away records are never in it, internal accounts neither."""

    def __init__(self, *, source: Source, view: Viewpoint, relations: Mapping[str, Relation]) -> None:
        self.source = source
        self.view = view
        self._relations = relations

    def kind(self, key: str) -> Description:
        """What is known of a kind. Raises `UnknownKindError`."""
        try:
            return self.source.kinds[key]
        except KeyError:
            raise UnknownKindError(f"There is no kind of record {key!r}.") from None

    def states(self, key: str) -> ir.Table:
        """Every state of every record of a kind, a row per stretch of days: see `states.states`."""
        return self.source.keep(name=f"states_{key}", view=self.view, make=lambda: self._states(key))

    def now(self, key: str) -> ir.Table:
        """Every record of a kind once, as of the viewpoint's day: `id`, `public_id` and the kind's columns."""
        return self.source.keep(name=f"now_{key}", view=self.view, make=lambda: self._now(key))

    def relation(self, key: str) -> ir.Table:
        """The rows of another relation."""
        return self.source.keep(name=f"relation_{key}", view=self.view, make=lambda: self._built(self._relations[key]))

    def fetch(self, table: ir.Table) -> list[dict[str, Any]]:
        """The rows of a small table, by column: days as `date`, instants as `datetime`, whole numbers as `int`."""
        return self.source.fetch(table, view=self.view)

    @property
    def today(self) -> Any:
        """The viewpoint's day."""
        return view_day()

    @property
    def ends_at(self) -> Any:
        """The first instant after the viewpoint's day, in UTC without a zone."""
        return view_end()

    def spans(self, windows: Sequence[Period]) -> ir.Table:
        """The windows that have begun, a row each: `period` (its place), `window_start`, `window_end`, `window_close`
        and `window_opening`."""
        return self.source.small(span_rows(windows), types=SPANS)

    def day(self, instant: ir.Value) -> ir.DateValue:
        """The company's day of an instant."""
        return local_day(instant, zone=self.view.zone)

    def at(
        self, table: ir.Table, *, kind: str, link: str, day: str, columns: Mapping[str, str], prefix: str = ""
    ) -> ir.Table:
        """The table with columns of a linked record as they were at the end of each row's day.

        `link` is the table's column with the record's id, `day` its column with the day; `columns` maps new names to
        columns of the kind. Where nothing is linked, or no longer exists, they are null. A day before the record's
        first state reads that first state.
        """
        held = widened(self.states(kind).view())
        held = held.select(
            **{f"{prefix}_link": held.id, f"{prefix}_from": held.day_from, f"{prefix}_to": held.day_to},
            **{new: held[column] for new, column in columns.items()},
        )
        joined = table.left_join(
            held,
            [
                table[link] == held[f"{prefix}_link"],
                table[day] >= held[f"{prefix}_from"],
                table[day] < held[f"{prefix}_to"],
            ],
        )
        return joined.drop(f"{prefix}_link", f"{prefix}_from", f"{prefix}_to")

    def with_now(self, table: ir.Table, *, kind: str, link: str, columns: Mapping[str, str]) -> ir.Table:
        """The table with columns of a linked record as they are on the viewpoint's day; null without link."""
        now = self.now(kind).view()
        now = now.select(_linked=now.id, **{new: now[column] for new, column in columns.items()})
        return table.left_join(now, table[link] == now["_linked"]).drop("_linked")

    def in_company_currency(
        self, table: ir.Table, *, amount: str, currency: str, day: str, name: str | None = None
    ) -> ir.Table:
        """The table with an amount in the company's currency at the rate of each row's day, in millionths, and
        `lacks_rate`, true where it could not be converted (then the amount is null)."""
        name = name or amount
        rates = self.source.rates().view()  # the same table may be joined several times
        rates = rates.select(
            _rated=rates["currency"], _rated_from=rates["day_from"], _rated_to=rates["day_to"], _rate=rates["rate"]
        )
        joined = table.left_join(
            rates,
            [
                table[currency] == rates["_rated"],
                table[day] >= rates["_rated_from"],
                table[day] < rates["_rated_to"],
            ],
        )
        is_own = joined[currency] == self.view.currency
        there = converted_share(joined[amount], times=1, divided=ibis.literal(1), rate=joined["_rate"])
        value: Any = ibis.ifelse(is_own, joined[amount], there)
        lacks = joined[amount].notnull() & ~is_own.fill_null(False) & joined["_rate"].isnull()
        if "lacks_rate" in table.columns:
            lacks = lacks | joined["lacks_rate"]
        kept = [column for column in table.columns if column not in (name, "lacks_rate")]
        return joined.select(*kept, **{name: value, "lacks_rate": lacks})

    def of_business(self, table: ir.Table, *, account: str = "account_id") -> ir.Table:
        """The table without rows of internal or merged-away accounts; rows without account stay (G17)."""
        if "account" not in self.source.kinds:
            return table
        outside = self._outside().view()
        return table.anti_join(outside, table[account] == outside["outside_id"])

    def _outside(self) -> ir.Table:
        return self.source.keep(name="outside_accounts", view=self.view, make=self._outside_accounts)

    def _outside_accounts(self) -> ir.Table:
        accounts, removed = self.now("account"), self._gone("account").view()
        internal = accounts.filter(accounts["is_internal"].fill_null(False))
        return internal.select(outside_id=internal.id).union(removed.select(outside_id=removed.id))

    def _gone(self, key: str) -> ir.Table:
        table = self.kind(key).table
        return self.source.keep(name=f"gone_{key}", view=self.view, make=lambda: gone(self.source.versions(table)))

    def _states(self, key: str) -> ir.Table:
        kind = self.kind(key)
        removed = self._gone(key).view()
        found = states(self.source.versions(kind.table), kind=kind, view=self.view)
        return found.anti_join(removed, found.id == removed.id)

    def _now(self, key: str) -> ir.Table:
        return newest(self.states(key), kind=self.kind(key))

    def _built(self, relation: Relation) -> ir.Table:
        table = relation.build(self)
        return self.of_business(table, account=relation.account) if relation.account else table

    def holds(self, key: str, column: str) -> Holds:
        """What a column of a kind holds."""
        return next(one.holds for one in self.kind(key).columns.values() if one.column == column)


def span_rows(windows: Sequence[Period]) -> list[dict[str, Any]]:
    """The windows that have begun, as rows of `SPANS`."""
    return [
        {
            "period": place,
            "window_start": one.start,
            "window_end": one.end,
            "window_close": one.close,
            "window_opening": one.opening,
        }
        for place, one in enumerate(windows)
        if one.has_begun
    ]
