"""What the lake forgets when a person is erased: the files that tell of them, which are written anew."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from tenure.engine.lake.place import lake_folder, shelf_file
from tenure.engine.lake.records.mirroring import take_down
from tenure.foundation.records.model import Record
from tenure.foundation.records.models import ExternalId


def erase(record: Record) -> None:
    """Removes the files as soon as the erasure is committed; until the next refresh readers read the records.

    Should the program be killed in between, the next refresh sees the erasure in the history and does the same.
    """
    models = (record.versions_model, ExternalId.versions_model)
    tables = frozenset(model._meta.db_table for model in models)
    transaction.on_commit(partial(take_down, lake=lake_folder(), tables=tables))
    # Questions and answers may name people too.
    transaction.on_commit(partial(shelf_file(lake_folder()).unlink, missing_ok=True))
