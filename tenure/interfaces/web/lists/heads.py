"""The heads of a list's columns: their width, their order by click, and the other way round by a second one."""

from __future__ import annotations

from dataclasses import dataclass

from tenure.interfaces.web.lists.asking import Asked, is_sortable
from tenure.interfaces.web.lists.saved import DEFAULT_WIDTH, TITLE_WIDTH


@dataclass(frozen=True)
class Head:
    """One column's head; `way` is ascending, descending or empty where the list is not in its order."""

    name: str
    label: str
    is_number: bool
    width: int
    address: str = ""
    way: str = ""


def heads_of(asked: Asked) -> list[Head]:
    """The heads, in the order of the columns."""
    widths = asked.left.widths if asked.left is not None else {}
    heads = []
    for at, field in enumerate(asked.columns):
        is_here = asked.order.name == field.name
        way = ("descending" if asked.order.is_descending else "ascending") if is_here else ""
        opposite = f"-{field.name}" if way == "ascending" else field.name
        address = asked.address(sort=opposite) if is_sortable(field) else ""
        width = int(widths.get(field.name, DEFAULT_WIDTH if at else TITLE_WIDTH))
        heads.append(Head(field.name, field.label, field.is_number, width, address, way))
    return heads
