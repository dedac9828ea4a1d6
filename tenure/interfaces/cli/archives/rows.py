"""Rows in a form that belongs to no database: one JSON list per line, in the order of the columns."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import IO, Any

from django.apps import apps
from django.db import models
from django.utils.duration import duration_iso_string

LEFT_OUT = frozenset({"sessions.Session", "usersessions.UserSession", "jobs.Program"})
MADE_ANEW = frozenset({"search"})


def kept_models() -> list[type[models.Model]]:
    """Every table of the installation, in a stable order.

    Left out are who is signed in just now, which programs are up, and the rooms that can make all they hold anew.
    """
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.label not in LEFT_OUT
        and model._meta.app_label not in MADE_ANEW
    ]
    return sorted(found, key=lambda model: model._meta.db_table)


def kept_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The fields that are stored (the generated make themselves)."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def written_rows(*, model: type[models.Model], using: str, chunk_rows: int = 2000) -> Iterator[bytes]:
    """Each row of the table as a line, by primary key."""
    names = [field.attname for field in kept_fields(model)]
    rows = model._base_manager.using(using).order_by("pk").values_list(*names)
    for row in rows.iterator(chunk_size=chunk_rows):
        yield json.dumps(row, default=_encoded, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def read_rows(*, file: IO[bytes], model: type[models.Model], connection: Any) -> Iterator[tuple[Any, ...]]:
    """The rows of a table, each value as this database takes it."""
    fields = kept_fields(model)
    for line in file:
        given = json.loads(line)
        yield tuple(
            field.get_db_prep_save(_decoded(field, value), connection)
            for field, value in zip(fields, given, strict=True)
        )


def _encoded(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | uuid.UUID):
        return str(value)
    if isinstance(value, timedelta):
        return duration_iso_string(value)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    raise TypeError(f"A backup has no form for {type(value).__name__}.")


def _decoded(field: models.Field[Any, Any], value: Any) -> Any:
    return value if value is None else field.to_python(value)
