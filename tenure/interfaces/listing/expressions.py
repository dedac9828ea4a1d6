"""What lists ask of both databases alike: folded texts, and values inside a record's `custom`."""

from __future__ import annotations

from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DecimalField,
    Expression,
    F,
    Func,
    Q,
    TextField,
    Value,
    When,
)
from django.db.models.functions import NullIf
from django.db.models.lookups import Exact

from tenure.engine.conditions.folding import AFTER, BEFORE, fold

SQLITE_FUNCTION = "tenure_fold"
WIDE = {"max_digits": 40, "decimal_places": 20}


class Folded(Func):
    """A text as conditions compare it: without regard to capitals."""

    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite folds ASCII only, so it is lent the folding of conditions."""
        connection.ensure_connection()
        connection.connection.create_function(SQLITE_FUNCTION, 1, _folded, deterministic=True)
        return super().as_sql(compiler, connection, function=SQLITE_FUNCTION, **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """PostgreSQL lowers by its locale; the letters that folding treats otherwise are made up for."""
        template = "%(expressions)s"
        for letter, folded in BEFORE:
            template = f"REPLACE({template}, '{letter}', '{folded}')"
        template = f"LOWER({template})"
        for letter, folded in AFTER:
            template = f"REPLACE({template}, '{letter}', '{folded}')"
        return super().as_sql(compiler, connection, template=template, **context)


class CustomText(Func):
    """The text at a path inside a JSON object; NULL where there is none."""

    output_field = TextField()

    def __init__(self, source: Any, *path: str) -> None:
        super().__init__(source)
        self.path = path

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """By a path such as `$."tier"`; keys are slugs, so they hold no quote."""
        sql, params = compiler.compile(self.source_expressions[0])
        return f"JSON_EXTRACT({sql}, %s)", [*params, self._sqlite_path()]

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Key by key, the last one as text."""
        sql, params = compiler.compile(self.source_expressions[0])
        steps = "".join(" -> %s::text" for _ in self.path[:-1])
        return f"({sql}{steps} ->> %s::text)", [*params, *self.path]

    def _sqlite_path(self) -> str:
        return "$" + "".join(f'."{key}"' for key in self.path)


class CustomType(CustomText):
    """The type of what lies at a path inside a JSON object, in the database's own word for it."""

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite tells whole numbers from others."""
        sql, params = compiler.compile(self.source_expressions[0])
        return f"JSON_TYPE({sql}, %s)", [*params, self._sqlite_path()]

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """PostgreSQL knows one kind of number."""
        sql, params = compiler.compile(self.source_expressions[0])
        steps = "".join(" -> %s::text" for _ in self.path)
        return f"jsonb_typeof({sql}{steps})", [*params, *self.path]


class AsNumber(Func):
    """A text of digits as a number."""

    output_field = DecimalField(**WIDE)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Whole numbers stay whole, others become floating, which holds the 15 digits of a condition exactly."""
        return super().as_sql(compiler, connection, template="CAST(%(expressions)s AS NUMERIC)", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Exact."""
        return super().as_sql(compiler, connection, template="(%(expressions)s)::numeric", **context)


class NumberValue(Func):
    """A number of a condition, as the database compares it with what `AsNumber` made."""

    output_field = DecimalField(**WIDE)

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """A text parameter would sort after every number."""
        return super().as_sql(compiler, connection, template="CAST(%(expressions)s AS NUMERIC)", **context)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Exact."""
        return super().as_sql(compiler, connection, template="(%(expressions)s)::numeric", **context)


def number_value(text: str) -> NumberValue:
    """A number, given as text, as an expression."""
    return NumberValue(Value(text, output_field=CharField()))


def known_text(path: str) -> NullIf:
    """A text column, NULL where it is empty."""
    return NullIf(F(path), Value("", output_field=TextField()), output_field=TextField())


def custom_text(source: Any, *path: str) -> Expression:
    """A text inside `custom`; the empty text counts as none."""
    return NullIf(CustomText(source, *path), Value("", output_field=TextField()), output_field=TextField())


def custom_number(source: Any, *path: str) -> Expression:
    """A JSON number inside `custom`; NULL if what lies there is none."""
    kinds = [Q(Exact(CustomType(source, *path), kind)) for kind in ("number", "integer", "real")]
    return Case(
        When(kinds[0] | kinds[1] | kinds[2], then=AsNumber(CustomText(source, *path))),
        output_field=DecimalField(**WIDE),
    )


def custom_amount(source: Any, *path: str) -> Expression:
    """The amount of an amount of money inside `custom`; it was checked when it was written."""
    return AsNumber(CustomText(source, *path, "amount"))


def never() -> Q:
    """Holds of no record."""
    return Q(Exact(Value(0, output_field=BigIntegerField()), 1))


def always() -> Q:
    """Holds of every record."""
    return Q(Exact(Value(1, output_field=BigIntegerField()), 1))


def _folded(text: Any) -> str | None:
    return None if text is None else fold(str(text))
