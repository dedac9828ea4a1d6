"""The views that a list or board offers: those it starts with, those the person saved and those others share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from tenure.interfaces.web.lists.asked import AskedList
from tenure.interfaces.web.lists.keeping import opening_of, views_for
from tenure.interfaces.web.lists.shipped import ShippedView, shipped_views
from tenure.interfaces.web.models import SavedView

ALL = "shipped:All"


@dataclass(frozen=True)
class OfferedView:
    """A view to choose: where it leads, whether the list shows it now, and whether the person's list opens with it.

    `number` is set for saved views; `shared_by` where somebody else shares it.
    """

    key: str
    name: str
    address: str
    is_here: bool = False
    is_opening: bool = False
    is_board: bool = False
    is_shared: bool = False
    is_mine: bool = False
    shared_by: str = ""
    number: int = 0


def offered_views(asked: AskedList, *, user: Any, is_board: bool = False) -> list[OfferedView]:
    """All views of the list's kind; a shipped one keeps the layout of the page, a saved one has its own."""
    kind = asked.model.kind
    opening = opening_of(user=user, kind=kind) or ALL
    saved = [_saved(view, asked, user, opening, is_board) for view in views_for(user=user, kind=kind)]
    is_saved_here = any(view.is_here for view in saved)
    shipped = [
        _shipped(view, asked, opening, is_board=is_board, may_be_here=not is_saved_here)
        for view in shipped_views(kind=kind, names=frozenset(asked.fields))
    ]
    return [*shipped, *saved]


def opening_address(asked: AskedList, *, user: Any) -> str:
    """Where the person's list of this kind opens; empty for all records, or where the view is gone."""
    opening = opening_of(user=user, kind=asked.model.kind)
    if not opening or opening == ALL:
        return ""
    return next((view.address for view in offered_views(asked, user=user) if view.key == opening), "")


def has_board(asked: AskedList) -> bool:
    """Whether the kind has stages and the person sees them."""
    return bool(asked.model.kind.stage) and asked.model.kind.stage in asked.fields


def _shipped(view: ShippedView, asked: AskedList, opening: str, *, is_board: bool, may_be_here: bool) -> OfferedView:
    key = f"shipped:{view.name}"
    is_here = may_be_here and not asked.search and asked.condition == view.condition
    words = {"where": view.condition, "sort": view.order}
    return OfferedView(key, view.name, _address(asked, words, is_board=is_board), is_here, key == opening)


def _saved(view: SavedView, asked: AskedList, user: Any, opening: str, is_board: bool) -> OfferedView:
    key = f"saved:{view.pk}"
    on_board = view.is_board and has_board(asked)
    shown = (asked.condition, asked.sort, asked.search, is_board)
    is_same_columns = on_board or [column.name for column in asked.columns] == view.columns
    words = {"where": view.condition, "sort": view.order, "columns": "" if on_board else ",".join(view.columns)}
    return OfferedView(
        key=key,
        name=view.name,
        address=_address(asked, words, is_board=on_board),
        is_here=shown == (view.condition, view.order, "", on_board) and is_same_columns,
        is_opening=key == opening,
        is_board=on_board,
        is_shared=view.is_shared,
        is_mine=view.owner_id == user.pk,
        shared_by="" if view.owner_id == user.pk else str(view.owner),
        number=view.pk,
    )


def _address(asked: AskedList, words: dict[str, str], *, is_board: bool) -> str:
    """An address that always asks for something, so that it is not taken for the plain list."""
    given = {"where": words["where"]} | {name: value for name, value in words.items() if value}
    if asked.day is not None:
        given["as_of"] = asked.day.isoformat()
    return reverse("web:board" if is_board else "web:list", args=[asked.slug]) + "?" + urlencode(given)


def is_plain(words: QueryDict) -> bool:
    """Whether an address asks for nothing but a day, so that the person's own view is meant."""
    return not set(words) - {"as_of"}
