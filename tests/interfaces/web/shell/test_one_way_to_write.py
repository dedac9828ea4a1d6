"""Settings and the audit write through the rooms' functions: no page of them changes a table by itself."""

from __future__ import annotations

import ast

from tests.architecture.sources import calls, product_files

PAGES = ("tenure/interfaces/web/settings_pages/", "tenure/interfaces/web/audit/", "tenure/interfaces/web/invitation/")
WRITES = {"save", "create", "delete", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def test_no_page_of_the_settings_or_the_audit_writes_a_table_by_itself() -> None:
    offenders = [
        f"{path}:{call.lineno}: {name}"
        for path in product_files()
        if str(path).startswith(PAGES)
        for name, call in calls(path)
        if name.rpartition(".")[2] in WRITES and "." in name and isinstance(call, ast.Call)
    ]

    assert offenders == []
