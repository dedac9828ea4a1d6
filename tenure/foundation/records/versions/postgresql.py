"""The triggers on PostgreSQL. They work for any writer, `psql` included."""

from __future__ import annotations

from collections.abc import Iterator

from tenure.foundation.records.versions.columns import VERSION_HEAD, OwnDate, VersionedTable, quoted

SHARED = """
CREATE OR REPLACE FUNCTION tenure_setting(name text) RETURNS text LANGUAGE sql STABLE AS
  $$ SELECT nullif(current_setting('tenure.' || name, true), '') $$;

CREATE OR REPLACE FUNCTION tenure_change() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE change_id bigint := tenure_setting('change_id')::bigint;
BEGIN
  IF change_id IS NULL THEN
    INSERT INTO records_change (recorded_at, actor_label, reason, path, batch, transaction_id)
      VALUES (clock_timestamp(), session_user, 'Written directly to the database', 'database', '', 0)
      RETURNING id INTO change_id;
  END IF;
  RETURN change_id;
END $$;

CREATE OR REPLACE FUNCTION tenure_number_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.transaction_id := pg_current_xact_id()::text::bigint;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION tenure_guard_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(tenure_setting('erasing'), 'off') = 'on' THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  IF TG_TABLE_NAME = 'records_change' AND TG_OP = 'DELETE' THEN
    IF OLD.id = tenure_setting('change_id')::bigint AND tenure_setting('written') IS NULL THEN RETURN OLD; END IF;
  END IF;
  RAISE EXCEPTION 'History cannot be altered: % is written once.', TG_TABLE_NAME;
END $$;
"""


def version_triggers(table: VersionedTable) -> Iterator[tuple[str, str]]:
    """Name and statements of each trigger for one versioned table."""
    name = f"{table.table}_tenure_write"
    yield (
        name,
        f"{_function(table)};\n"
        f'CREATE TRIGGER "{name}" AFTER INSERT OR UPDATE OR DELETE ON "{table.table}" '
        f'FOR EACH ROW EXECUTE FUNCTION "{name}"()',
    )
    yield _guard(table.version_table)


def change_triggers() -> Iterator[tuple[str, str]]:
    """The guard of the table of changes, and the trigger that notes the transaction of each."""
    yield _guard("records_change")
    name = "records_change_tenure_number"
    yield (
        name,
        f'CREATE TRIGGER "{name}" BEFORE INSERT ON records_change FOR EACH ROW EXECUTE FUNCTION tenure_number_change()',
    )


def _function(table: VersionedTable) -> str:
    born = "NULL::timestamptz" if table.born is None else _instant(OwnDate(table.born, table.is_born_on_day))
    earliest = f"least({', '.join(map(_instant, table.dates))})" if table.dates else "NULL::timestamptz"
    return f"""
CREATE OR REPLACE FUNCTION "{table.table}_tenure_write"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE row_ "{table.table}"%ROWTYPE; recorded timestamptz; born timestamptz; done text;
BEGIN
  IF coalesce(tenure_setting('bulk'), 'off') = 'on' THEN RETURN NULL; END IF;
  IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN RETURN NULL; END IF;
  IF TG_OP = 'DELETE' THEN row_ := OLD; ELSE row_ := NEW; END IF;
  done := CASE TG_OP WHEN 'INSERT' THEN 'create' WHEN 'UPDATE' THEN 'change' ELSE 'delete' END;
  recorded := coalesce(tenure_setting('recorded_at')::timestamptz, clock_timestamp());
  IF TG_OP = 'INSERT' THEN
    born := coalesce({born}, CASE WHEN {earliest} < recorded THEN {earliest} END);
  END IF;
  INSERT INTO "{table.version_table}" ({quoted(VERSION_HEAD)}, {quoted(table.columns)}) VALUES (
    tenure_change(), row_."id", coalesce(tenure_setting('operation'), done), recorded,
    coalesce(tenure_setting('known_from')::timestamptz, recorded),
    coalesce(tenure_setting('known_assumed')::boolean, false),
    coalesce(tenure_setting('effective_at')::timestamptz, born, recorded), {quoted(table.columns, "row_.")});
  PERFORM set_config('tenure.written', 'yes', true);
  RETURN NULL;
END $$""".strip()


def _instant(one: OwnDate) -> str:
    return f"(row_.\"{one.column}\"::timestamp AT TIME ZONE 'UTC')" if one.is_day else f'row_."{one.column}"'


def _guard(table: str) -> tuple[str, str]:
    name = f"{table}_tenure_guard"
    return (
        name,
        f'CREATE TRIGGER "{name}" BEFORE UPDATE OR DELETE ON "{table}" '
        f"FOR EACH ROW EXECUTE FUNCTION tenure_guard_history()",
    )
