"""The columns of a table of versions in the lake: names as in the database, amounts in millionths, instants in UTC."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from django.db import models

from tenure.foundation.records.versions.install import versioned_models
from tenure.foundation.records.versions.table import Version

INSTANT = pa.timestamp("us", tz="UTC")


@cache
def version_tables() -> dict[str, type[Version]]:
    """Every table of versions, by name."""
    found = [model.versions_model for model in versioned_models()]  # type: ignore[attr-defined]
    return {model._meta.db_table: model for model in found}


@cache
def schema_of(table: str) -> pa.Schema:
    """The columns of a table of versions, in the order of the database's."""
    fields = version_tables()[table]._meta.local_concrete_fields
    return pa.schema([pa.field(str(field.column), _type(field)) for field in fields])


def as_batch(rows: Sequence[Sequence[Any]], *, table: str) -> pa.RecordBatch:
    """Rows as a database's driver gives them, as columns of the lake."""
    schema = schema_of(table)
    columns: Sequence[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    arrays = [_column(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def _type(field: models.Field[Any, Any]) -> pa.DataType:
    match field:
        case models.Field() if field.get_internal_type() == "BigIntegerField":
            return pa.int64()
        case models.DateTimeField():
            return INSTANT
        case models.DateField():
            return pa.date32()
        case models.BooleanField():
            return pa.bool_()
        case models.DecimalField():
            return pa.decimal128(field.max_digits, field.decimal_places)
        case models.IntegerField() | models.AutoField() | models.ForeignKey():
            return pa.int64()
        case models.FloatField():
            return pa.float64()
        case _:
            return pa.string()


def _column(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    """SQLite gives days and instants as text, flags and decimals as numbers; PostgreSQL all as what they are."""
    known = next((value for value in values if value is not None), None)
    if pa.types.is_timestamp(kind) and isinstance(known, str):
        return _instants(pa.array(values, pa.string()))
    if pa.types.is_date32(kind) and isinstance(known, str):
        return pa.array(values, pa.string()).cast(kind)
    if pa.types.is_boolean(kind):
        return pa.array([None if value is None else bool(value) for value in values], kind)
    if pa.types.is_decimal(kind):
        return (
            pa.array([None if value is None else str(value) for value in values], pa.string())
            .cast(pa.decimal128(38, kind.scale + 12))
            .cast(kind, safe=False)
        )
    if pa.types.is_string(kind):
        return pa.array([None if value is None else str(value) for value in values], kind)
    return pa.array(values, kind)


def _instants(texts: pa.Array) -> pa.Array:
    """Django writes them without a zone, in UTC."""
    return pc.assume_timezone(texts.cast(pa.timestamp("us")), "UTC")
