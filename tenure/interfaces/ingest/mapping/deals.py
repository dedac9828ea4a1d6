"""What a table of deals tells without a column of its own: how and when a deal ended, and which product it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tenure.interfaces.ingest.columns import ColumnProfile
from tenure.interfaces.ingest.columns.words import phrase_of
from tenure.interfaces.ingest.mapping.schema import Rule, Target

DEAL = "opportunity"
WON_WORDS = ("won", "closed won", "deal won", "win", "gewonnen")
LOST_WORDS = ("lost", "closed lost", "deal lost", "no decision", "verloren")
PRODUCT_WORDS = ("product", "product name", "produkt")


def how_it_ended(rules: Mapping[str, Rule], profiles: Mapping[str, ColumnProfile]) -> dict[str, Rule]:
    """Rules for the outcome and the day of closing where only a stage says them: what is in a stage that is called
    won or lost ended so, on its close date. Nothing where columns say it, or no stage is called so."""
    found: dict[str, Rule] = {}
    decided = _decided(rules.get("outcome") or rules.get("stage"), profiles)
    if not decided:
        return found
    column = str((rules.get("outcome") or rules["stage"]).column)
    if "outcome" not in rules:
        found["outcome"] = Rule(column=column, values=decided, otherwise=None)
    due = rules.get("close_date")
    if "closed_at" not in rules and due is not None and due.column:
        names = ", ".join(repr(value) for value in decided)
        found["closed_at"] = Rule(expression=f"`{due.column}` if `{column}` in ({names},) else None", dates=due.dates)
    return found


def _decided(rule: Rule | None, profiles: Mapping[str, ColumnProfile]) -> dict[str, str | int | float | bool | None]:
    """The values of a column that mean won or lost. Of a column whose values are too many, or too few rows, to be
    listed only examples are known: then the usual spellings of the same words are among them too."""
    if rule is None or not rule.column:
        return {}
    profile = profiles[rule.column]
    seen = [value for value, _ in profile.values] or list(profile.examples)
    found = _meant(seen)
    if found and not profile.values:
        words = [*WON_WORDS, *LOST_WORDS]
        found = {**_meant([*words, *map(str.capitalize, words), *map(str.title, words)]), **found}
    return found


def _meant(values: Sequence[str]) -> dict[str, str | int | float | bool | None]:
    outcomes = {**dict.fromkeys(WON_WORDS, "won"), **dict.fromkeys(LOST_WORDS, "lost")}
    return {value: outcomes[phrase_of(value)] for value in values if phrase_of(value) in outcomes}


def with_product(target: Target, unmapped: Sequence[str]) -> tuple[Target, str] | None:
    """A second target for the product that a deal's row names, with all of the deal's amounts, and its column; nothing
    without such a column, or without an id by which the line finds its deal."""
    column = next((name for name in unmapped if phrase_of(name) in PRODUCT_WORDS), None)
    if column is None or target.id is None or target.id.column is None:
        return None
    amounts = {name: rule for name, rule in target.fields.items() if name in ("arr", "one_time", "currency")}
    fields = {
        "opp": Rule(column=target.id.column, find=["id"]),
        "product": Rule(column=column, find=["name"], missing="create"),
        **amounts,
    }
    line = Target(kind="opp_line", table=target.table, when=f"`{column}` is not None", id=target.id, fields=fields)
    return line, column
