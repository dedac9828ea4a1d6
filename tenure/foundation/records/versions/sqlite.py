"""The triggers on SQLite. They work for any writer, the plain `sqlite3` shell included."""

from __future__ import annotations

from collections.abc import Iterator

from tenure.foundation.records.versions.columns import VERSION_HEAD, OwnDate, VersionedTable, quoted

_NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now') || '000'"
_QUIET = "coalesce((SELECT bulk FROM records_context), 0) = 0"


def version_triggers(table: VersionedTable) -> Iterator[tuple[str, str]]:
    """Name and statement of each trigger for one versioned table."""
    changed = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in table.columns)
    born = _born(table)
    yield _writing(table, "insert", f"AFTER INSERT ON {table.table} WHEN {_QUIET}", "NEW", "create", born)
    yield _writing(table, "update", f"AFTER UPDATE ON {table.table} WHEN {_QUIET} AND ({changed})", "NEW", "change")
    yield _writing(table, "delete", f"AFTER DELETE ON {table.table} WHEN {_QUIET}", "OLD", "delete")
    yield from _guards(table.version_table, "coalesce((SELECT erasing FROM records_context), 0) = 0")


def change_triggers() -> Iterator[tuple[str, str]]:
    """The guards of the table of changes: a change that left no version may be taken back by its own writer."""
    own = "SELECT 1 FROM records_context WHERE erasing = 1 OR (change_id = OLD.id AND written = 0)"
    yield from _guards("records_change", f"NOT EXISTS ({own})")


def _born(table: VersionedTable) -> str:
    """The birth, else the earliest date that the row speaks of and that is not to come."""
    born = "NULL" if table.born is None else _instant(OwnDate(table.born, table.is_born_on_day))
    if not table.dates:
        return born
    # The smallest of several is nothing where one of them is.
    dates = ", ".join(f"coalesce({_instant(one)}, 'z')" for one in table.dates)
    earliest = f"nullif(min({dates}, 'z'), 'z')"
    return f"{born}, CASE WHEN {earliest} < coalesce(ctx.recorded_at, {_NOW}) THEN {earliest} END"


def _instant(one: OwnDate) -> str:
    return f"NEW.\"{one.column}\" || ' 00:00:00'" if one.is_day else f'NEW."{one.column}"'


def _writing(
    table: VersionedTable, event: str, when: str, row: str, operation: str, born: str = "NULL"
) -> tuple[str, str]:
    name = f"{table.table}_tenure_{event}"
    statement = f"""
CREATE TRIGGER "{name}" {when} BEGIN
  INSERT INTO records_change (recorded_at, actor_label, reason, path, batch, transaction_id)
    SELECT {_NOW}, 'database', 'Written directly to the database', 'database', '', 0
    WHERE NOT EXISTS (SELECT 1 FROM records_context WHERE change_id IS NOT NULL);
  INSERT INTO "{table.version_table}" ({quoted(VERSION_HEAD)}, {quoted(table.columns)})
    SELECT coalesce(ctx.change_id, (SELECT max(id) FROM records_change)), {row}."id",
      coalesce(ctx.operation, '{operation}'), coalesce(ctx.recorded_at, {_NOW}),
      coalesce(ctx.known_from, ctx.recorded_at, {_NOW}), coalesce(ctx.known_assumed, 0),
      coalesce(ctx.effective_at, {born}, ctx.recorded_at, {_NOW}), {quoted(table.columns, f"{row}.")}
    FROM (SELECT 1) LEFT JOIN records_context ctx ON 1 = 1;
  UPDATE records_context SET written = written + 1;
END"""
    return name, statement.strip()


def _guards(table: str, when: str) -> Iterator[tuple[str, str]]:
    for event in ("update", "delete"):
        name = f"{table}_tenure_guard_{event}"
        yield (
            name,
            f'CREATE TRIGGER "{name}" BEFORE {event.upper()} ON "{table}" WHEN {when} BEGIN '
            f"SELECT RAISE(ABORT, 'History cannot be altered: {table} is written once.'); END",
        )
