"""The tables of a new installation, made from the models at once.

Running every migration takes most of a minute, nearly all of it Django rendering the models of its state anew for each
of some five hundred operations: every kind is linked with nearly every other, so each operation renders dozens.
"""

from __future__ import annotations

from django.apps import apps
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def is_untouched() -> bool:
    """Whether no table was ever made in this database."""
    return not connection.introspection.table_names()


def make_first_tables() -> int:
    """Makes every table and notes all migrations as had, in one transaction; gives their number.

    For an untouched database only. That models and migrations make the same tables is held by tests; a migration that
    brings rows must bring them here too.
    """
    keys = sorted(MigrationLoader(connection).graph.nodes)
    with connection.schema_editor() as editor:
        for model in apps.get_models():
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        recorder.migration_qs.bulk_create(recorder.Migration(app=app, name=name) for app, name in keys)
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    return len(keys)
