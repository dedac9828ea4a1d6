# ruff: noqa
# mypy: ignore-errors
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
from django.db import connection, models

from tenure.foundation.records.fields import AmountField
from tenure.foundation.records.versions.install import versioned_models


def _t(f):
    if isinstance(f, AmountField):
        return pa.int64()
    if isinstance(f, (models.DateTimeField)):
        return pa.timestamp("us")
    if isinstance(f, (models.DateField)):
        return pa.date32()
    if isinstance(f, (models.BooleanField)):
        return pa.bool_()
    if isinstance(f, (models.DecimalField)):
        return pa.decimal128(f.max_digits, f.decimal_places)
    if isinstance(f, (models.IntegerField, models.ForeignKey, models.AutoField)):
        return pa.int64()
    return pa.string()


def _c(v, t):
    if v is None:
        return None
    if pa.types.is_timestamp(t):
        return datetime.fromisoformat(v).replace(tzinfo=None) if isinstance(v, str) else v.replace(tzinfo=None)
    if pa.types.is_date32(t):
        return date.fromisoformat(v) if isinstance(v, str) else v
    if pa.types.is_boolean(t):
        return bool(v)
    if pa.types.is_decimal(t):
        return Decimal(str(v)).quantize(Decimal(1).scaleb(-t.scale))
    if pa.types.is_string(t):
        return v if isinstance(v, str) else str(v)
    return int(v)


def attach(con, *, lake):
    with connection.cursor() as cur:
        for m in versioned_models():
            v = m.versions_model
            fs = [f for f in v._meta.local_concrete_fields]
            cur.execute("SELECT " + ",".join(f'"{f.column}"' for f in fs) + f' FROM "{v._meta.db_table}"')
            rows = cur.fetchall()
            cols = {}
            for i, f in enumerate(fs):
                t = _t(f) if not isinstance(f, models.BigIntegerField) or isinstance(f, AmountField) else pa.int64()
                cols[f.column] = pa.array([_c(r[i], t) for r in rows], t)
            tab = pa.table(cols)
            con.register("_x", tab)
            con.execute(f'CREATE OR REPLACE TABLE "{v._meta.db_table}" AS SELECT * FROM _x')
            con.unregister("_x")
        cur.execute("select max(id) from records_change")
        return str(cur.fetchone()[0])
