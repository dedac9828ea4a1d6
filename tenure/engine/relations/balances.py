"""Balances at both ends of windows: what is asked for, so that a source may lay them out in a way of its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LinkedValue:
    """A field of the record that `link`, a column of the rows, leads to: `column` of the states of `kind`, as it was at
    the window's opening where there was a balance, else at its closing. It is told as the column `name`."""

    name: str
    kind: str
    link: str
    column: str


@dataclass(frozen=True)
class Balances:
    """What is asked for: of the relation's stretches (`since` to before `until`) the sums of `amount` in force at the
    end of each window's opening and closing day, per `by`; `whole` are those of its columns whose sums over all parts
    are told beside. `held` is a relation of changes (`on`, `amount`) that the closing is told without."""

    relation: str
    amount: str
    since: str
    until: str
    by: tuple[str, ...]
    whole: tuple[str, ...]
    held: str | None = None
    values: tuple[LinkedValue, ...] = ()
