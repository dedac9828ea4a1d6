"""Prints what tables a database has, in a form that two databases can be compared by: run in an installation."""

from __future__ import annotations

import json
import sys
from typing import Any

import django


def main() -> None:
    """Every table with its columns, and its constraints and indexes by what they do, not by what they are called."""
    django.setup()
    from django.db import connection

    described = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            columns = connection.introspection.get_table_description(cursor, table)
            constraints = connection.introspection.get_constraints(cursor, table)
            described[table] = {
                "columns": sorted([column.name, str(column.type_code), bool(column.null_ok)] for column in columns),
                "constraints": sorted(
                    json.dumps(_plain(constraint), sort_keys=True) for constraint in constraints.values()
                ),
            }
    sys.stdout.write(json.dumps(described))


def _plain(constraint: dict[str, Any]) -> dict[str, Any]:
    kept = ("columns", "primary_key", "unique", "foreign_key", "check", "index")
    return {name: constraint.get(name) for name in kept}


if __name__ == "__main__":
    main()
