"""Names of queries that are the same in every process: what was asked, told to the last function in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import partial
from types import FunctionType
from typing import Any

_PLAIN = (str, int, float, bool, type(None), date, datetime, Decimal)


class NamelessError(ValueError):
    """Something has no name by which another process would know it."""


def lasting_name(value: Any) -> str:
    """A text that is equal for equal questions, in this process and the next, as long as the code is the same.

    A function goes by where it stands and by what it closes over. Raises `NamelessError`.
    """
    match value:
        case Enum():
            return f"{type(value).__qualname__}.{value.name}"
        case value if isinstance(value, _PLAIN):
            return repr(value)
        case tuple() | list():
            return f"({','.join(map(lasting_name, value))})"
        case Mapping():
            return f"{{{','.join(sorted(f'{lasting_name(key)}:{lasting_name(one)}' for key, one in value.items()))}}}"
        case partial():
            return f"partial{lasting_name((value.func, value.args, value.keywords))}"
        case FunctionType():
            return _of_function(value)
        case value if is_dataclass(value) and not isinstance(value, type):
            named = ",".join(lasting_name(getattr(value, one.name)) for one in fields(value))
            return f"{type(value).__qualname__}({named})"
        case _:
            raise NamelessError(f"{type(value).__qualname__} has no lasting name.")


def _of_function(function: FunctionType) -> str:
    held = [cell.cell_contents for cell in function.__closure__ or ()]
    where = f"{function.__module__}:{function.__qualname__}:{function.__code__.co_firstlineno}"
    return f"{where}{lasting_name((held, function.__defaults__ or (), function.__kwdefaults__ or {}))}"
