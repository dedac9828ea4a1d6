"""How a relation is declared."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ibis.expr import types as ir

if TYPE_CHECKING:
    from tenure.engine.relations.records import Records

Build = Callable[["Records"], ir.Table]


@dataclass(frozen=True)
class Relation:
    """A population. `build` gives one row per counted thing.

    Rows carry `id`, the id of the record of `kind` that a row opens into (several rows may open into one record);
    their dates as local days; amounts as millionths of the company's currency, with `lacks_rate` where some may not
    convert. `links` maps kinds to the columns that hold the ids of linked records: any field of those is a dimension.
    `dimensions` names the usual cuts: by the path of a linked record's field (`account.segment`), or by a column of
    the rows' own (`stage`). `reads` names the kinds and `uses` the relations that `build` asks for.
    """

    key: str
    title: str
    kind: str
    build: Build
    reads: tuple[str, ...]
    uses: tuple[str, ...] = ()
    links: Mapping[str, str] = field(default_factory=dict)
    dimensions: Mapping[str, str] = field(default_factory=dict)
    unknown: Mapping[str, str] = field(default_factory=dict)
    account: str | None = "account_id"


def relation(
    *,
    title: str,
    kind: str,
    reads: tuple[str, ...],
    uses: tuple[str, ...] = (),
    links: Mapping[str, str] | None = None,
    dimensions: Mapping[str, str] | None = None,
    unknown: Mapping[str, str] | None = None,
    account: str | None = "account_id",
) -> Callable[[Build], Relation]:
    """Declares the function below it as a relation that goes by the function's name.

    `unknown` says, for a dimension, what stands where there is no value (else “unknown”).
    """

    def declare(build: Any) -> Relation:
        return Relation(
            key=build.__name__,
            title=title,
            kind=kind,
            build=build,
            reads=reads,
            uses=uses,
            links=links or {},
            dimensions=dimensions or {},
            unknown=unknown or {},
            account=account,
        )

    return declare
