"""`python -m bench.customers LAKE COUNT`: adds customers to a refreshed mirror, as it would have written them itself:
nobody waits for a million imports."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb

SEGMENTS = ("smb", "mid_market", "enterprise", "strategic")
LINES, ACCOUNTS = "billing_contractline_version", "accounts_account_version"
FILE = "customers.parquet"
# What a table of versions holds beside what is told of it, for records that were written once.
_STAMPS = {
    "version_id": "id", "record_id": "id", "change_id": "1", "operation": "'create'",
    "recorded_at": "TIMESTAMPTZ '2022-01-01 00:00:00+00'", "known_from": "TIMESTAMPTZ '2022-01-01 00:00:00+00'",
    "known_assumed": "false", "effective_at": "TIMESTAMPTZ '2022-01-01 00:00:00+00'", "public_id": "id::VARCHAR",
    "custom": "'{}'",
}  # fmt: skip
# An account begins on a day of the first years and pays for stretches one after another; some leave, some of these come
# back, and two in five hold a second product for a while. Everything is told by hashes: the same whenever it is asked.
_ACCOUNTS = "SELECT range AS id, hash(range) AS h FROM range(1, {count} + 1)"
_CHAIN = """
SELECT a.id AS account_id, r.range AS place, hash(a.id, r.range) AS h,
    DATE '2022-01-01' + (a.h % 1200)::INTEGER
        + sum(CASE WHEN r.range = 0 THEN 0 ELSE 40 + (hash(a.id, r.range, 'length') % 400)::INTEGER END)
            OVER (PARTITION BY a.id ORDER BY r.range)::INTEGER AS begins
FROM accounts a CROSS JOIN range(0, 6) r WHERE r.range <= (a.h >> 16) % 6
"""
_LINES = """
SELECT row_number() OVER (ORDER BY account_id, product_id, service_start) AS id, * FROM (
    SELECT account_id, 1 AS product_id, begins AS service_start, 1_000_000 * (100 + (h % 2000)::BIGINT) AS amount,
        CASE
            WHEN following IS NULL AND (h >> 8) % 5 < 3 THEN NULL
            WHEN following IS NULL THEN begins + 200
            WHEN (h >> 12) % 20 = 0 THEN following - 30
            ELSE following - 1
        END AS service_end
    FROM (SELECT *, lead(begins) OVER (PARTITION BY account_id ORDER BY place) AS following FROM chain)
    UNION ALL
    SELECT id, 2, DATE '2022-06-01' + ((h >> 20) % 1100)::INTEGER, 1_000_000 * (20 + ((h >> 24) % 300)::BIGINT),
        CASE WHEN (h >> 30) % 2 = 0 THEN NULL ELSE DATE '2022-06-01' + ((h >> 20) % 1100 + 300)::INTEGER END
    FROM accounts WHERE (h >> 34) % 5 < 2
)
"""


def main() -> None:
    """Adds accounts, a contract each, and their contract lines."""
    import django

    django.setup()
    lake, count = Path(sys.argv[1]), int(sys.argv[2])
    made = duckdb.connect()
    made.execute(f"CREATE TABLE accounts AS {_ACCOUNTS.format(count=count)}")
    made.execute(f"CREATE TABLE chain AS {_CHAIN}")
    made.execute(f"CREATE TABLE lines AS {_LINES}")
    segment = "CASE h % 4 " + " ".join(f"WHEN {at} THEN '{name}'" for at, name in enumerate(SEGMENTS)) + " END"
    _write(made, lake, ACCOUNTS, "accounts", {
        "name": "'Company ' || id", "status": "'customer'", "segment": segment, "is_internal": "false",
        "currency": "'EUR'",
    })  # fmt: skip
    _write(made, lake, "billing_contract_version", "accounts", {
        "number": "id::VARCHAR", "account_id": "id", "status": "'active'", "currency": "'EUR'",
        "signed_on": "DATE '2022-01-01'", "start_on": "DATE '2022-01-01'",
    })  # fmt: skip
    _write(made, lake, LINES, "lines", {
        "contract_id": "account_id", "account_id": "account_id", "product_id": "product_id", "qty": "1",
        "amount": "amount", "period": "'month'", "currency": "'EUR'", "is_recurring": "true",
        "is_committed_usage": "false", "service_start": "service_start", "service_end": "service_end",
    })  # fmt: skip
    made.close()


def _write(made: duckdb.DuckDBPyConnection, lake: Path, table: str, source: str, told: dict[str, str]) -> None:
    from tenure.engine.lake.records.columns import schema_of
    from tenure.engine.lake.records.manifest import Mirror, Part, folder_of, read_manifest, write_manifest

    given: dict[str, Any] = {**_STAMPS, **told}
    made.register("wanted", schema_of(table).empty_table())
    kinds = {name: kind for name, kind, *_ in made.execute("DESCRIBE wanted").fetchall()}
    columns = ", ".join(f'CAST({given.get(name, "NULL")} AS {kind}) AS "{name}"' for name, kind in kinds.items())
    path = f"{table}/{FILE}"
    target = folder_of(lake) / path
    target.parent.mkdir(parents=True, exist_ok=True)
    made.execute(f"COPY (SELECT {columns} FROM {source}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
    [(rows,)] = made.execute(f"SELECT count(*) FROM {source}").fetchall()
    manifest = read_manifest(lake=lake)
    mirror = Mirror(tuple(f"{field.name} {field.type}" for field in schema_of(table)), (Part(path, rows),))
    write_manifest(replace(manifest, tables={**manifest.tables, table: mirror}), lake=lake)


if __name__ == "__main__":
    main()
