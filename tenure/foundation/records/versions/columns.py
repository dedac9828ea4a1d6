"""The columns that a trigger copies, and the expression for a record's birth; the same for both databases."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from tenure.foundation.records.versions.table import value_fields

VERSION_HEAD = ("change_id", "record_id", "operation", "recorded_at", "known_from", "known_assumed", "effective_at")


@dataclass(frozen=True)
class VersionedTable:
    """One versioned table as the trigger writers see it: names are bare, `columns` are those that versions repeat."""

    table: str
    version_table: str
    columns: tuple[str, ...]
    born: str | None
    is_born_on_day: bool


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
        is_born_on_day=isinstance(born, models.DateField) and not isinstance(born, models.DateTimeField),
    )


def quoted(names: tuple[str, ...], prefix: str = "") -> str:
    """The names in double quotes, each behind the prefix, with commas between."""
    return ", ".join(f'{prefix}"{name}"' for name in names)
