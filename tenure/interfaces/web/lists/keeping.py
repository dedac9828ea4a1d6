"""Saved views and chosen columns: kept under the person's own name, shared ones read by all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from tenure.foundation.records.kinds import Kind
from tenure.interfaces.web.models import ListLayout, SavedView
from tenure.interfaces.web.records.reading import acting

NARROWEST, WIDEST = 60, 800


def views_for(*, user: Any, kind: Kind) -> QuerySet[SavedView]:
    """The views of a kind that the person made or others share."""
    mine_or_shared = Q(owner=user) | Q(is_shared=True)
    return SavedView.objects.filter(mine_or_shared, kind_key=kind.key).select_related("owner").order_by("name", "pk")


def keep_view(
    *,
    act: Mapping[str, Any],
    kind: Kind,
    name: str,
    condition: str,
    columns: Sequence[str],
    order: str,
    is_shared: bool,
    is_board: bool = False,
) -> SavedView:
    """Saves a view under a name; the person's own view of that name is replaced. Raises `ValidationError`."""
    with acting(act):
        view = SavedView.objects.filter(owner=act["by"], kind_key=kind.key, name=name).first()
        view = view or SavedView(owner=act["by"], kind_key=kind.key, name=name)
        view.condition, view.columns, view.order = condition, list(columns), order
        view.is_shared, view.is_board = is_shared, is_board
        view.full_clean()
        view.save()
    return view


def drop_view(*, act: Mapping[str, Any], kind: Kind, number: int) -> bool:
    """Deletes one of the person's own views; false where there is none of this number."""
    with acting(act):
        deleted, _ = SavedView.objects.filter(owner=act["by"], kind_key=kind.key, pk=number).delete()
    return bool(deleted)


def keep_widths(*, act: Mapping[str, Any], kind: Kind, widths: Mapping[str, Any]) -> None:
    """Remembers how wide, in pixels, the person drew some columns; what is no width is left out."""
    drawn = {name: min(max(int(width), NARROWEST), WIDEST) for name, width in widths.items() if str(width).isdecimal()}
    with acting(act):
        layout = _layout(act["by"], kind)
        layout.widths = {**layout.widths, **drawn}
        layout.save()


def widths_of(*, user: Any, kind: Kind) -> dict[str, int]:
    """The widths of columns that the person drew, by field."""
    return dict(_layout(user, kind).widths)


def keep_columns(*, act: Mapping[str, Any], kind: Kind, columns: Sequence[str]) -> None:
    """Remembers the columns that the person chose for this kind."""
    with acting(act):
        layout = _layout(act["by"], kind)
        layout.columns = list(columns)
        layout.save()


def keep_opening(*, act: Mapping[str, Any], kind: Kind, view: str) -> None:
    """Remembers the view that the person's list of this kind opens with, by its key; empty: all records."""
    with acting(act):
        layout = _layout(act["by"], kind)
        layout.opens_with = view
        layout.save()


def opening_of(*, user: Any, kind: Kind) -> str:
    """The key of the view that the person's list of this kind opens with; empty: all records."""
    return _layout(user, kind).opens_with


def _layout(user: Any, kind: Kind) -> ListLayout:
    layout = ListLayout.objects.filter(owner=user, kind_key=kind.key).first()
    return layout or ListLayout(owner=user, kind_key=kind.key)
