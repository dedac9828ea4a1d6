"""The columns that a trigger copies, and the expression for a record's birth; the same for both databases."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.db import models

from tenure.foundation.records.versions.table import value_fields

VERSION_HEAD = ("change_id", "record_id", "operation", "recorded_at", "known_from", "known_assumed", "effective_at")
_NOT_OWN = frozenset({"deleted_at"})


@dataclass(frozen=True)
class OwnDate:
    """A column with a date of the row: a day, or an instant."""

    column: str
    is_day: bool


@dataclass(frozen=True)
class VersionedTable:
    """One versioned table as those who write versions see it: names are bare, `columns` are those that versions repeat,
    `dates` those of them that say when; `is_part`: its rows are parts of another record."""

    table: str
    version_table: str
    columns: tuple[str, ...]
    born: str | None
    is_born_on_day: bool
    dates: tuple[OwnDate, ...] = ()
    is_part: bool = False


def versioned_table(model: type[models.Model]) -> VersionedTable:
    """The names that the triggers of this model need."""
    table = model._meta.db_table
    kind = getattr(model, "kind", None)
    born = model._meta.get_field(kind.born) if kind is not None and kind.born else None
    return VersionedTable(
        table=table,
        version_table=f"{table}_version",
        columns=tuple(str(field.column) for field in value_fields(model)),
        born=born.column if isinstance(born, models.Field) else None,
        is_born_on_day=_is_day(born),
        dates=own_dates(model),
        is_part=kind is not None and kind.part_of is not None,
    )


@cache
def own_dates(model: type[models.Model]) -> tuple[OwnDate, ...]:
    """The columns by which a row speaks of when."""
    return tuple(
        OwnDate(str(field.column), _is_day(field))
        for field in value_fields(model)
        if isinstance(field, models.DateField) and field.name not in _NOT_OWN
    )


def _is_day(field: object) -> bool:
    return isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField)


def quoted(names: tuple[str, ...], prefix: str = "") -> str:
    """The names in double quotes, each behind the prefix, with commas between."""
    return ", ".join(f'{prefix}"{name}"' for name in names)
