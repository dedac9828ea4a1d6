"""Views that people keep: their own, those shared with everybody, and the list as they left it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q

from tenure.foundation.access.rights import is_administrator
from tenure.foundation.records.kinds import Kind
from tenure.interfaces.web.lists.shipped import View
from tenure.interfaces.web.models import ListLayout, SavedView
from tenure.interfaces.web.records.reading import acting

NARROWEST, WIDEST = 60, 800
TITLE_WIDTH, DEFAULT_WIDTH = 260, 150


def saved_views(*, kind: Kind, user: Any) -> tuple[ListLayout | None, list[View]]:
    """How this person arranged the list, and the named views that they may open."""
    layout = ListLayout.objects.filter(owner_id=user.pk, kind_key=kind.key).first()
    rows = SavedView.objects.filter(Q(owner_id=user.pk) | Q(is_shared=True), kind_key=kind.key).order_by("name", "id")
    return layout, [_view(row, user) for row in rows]


def keep_view(*, kind: Kind, values: Mapping[str, Any], act: Mapping[str, Any]) -> SavedView:
    """Keeps a view under its name, or what the person has under it anew. Raises `ValidationError` without a name."""
    name = str(values["name"]).strip()
    if not name or len(name) > 80:
        raise ValidationError("Give the view a name of at most 80 characters.")
    with acting(act):
        view, _ = SavedView.objects.update_or_create(
            owner=act["by"], kind_key=kind.key, name=name, defaults={**values, "name": name}
        )
    return view


def drop_view(*, view: SavedView, act: Mapping[str, Any]) -> None:
    """Takes a view away. Raises `PermissionDenied` for one of somebody else's, except for administrators."""
    if view.owner_id != act["by"].pk and not is_administrator(user=act["by"]):
        raise PermissionDenied("This view belongs to somebody else. Ask them or an administrator to delete it.")
    with acting(act):
        view.delete()


def remember(
    *,
    kind: Kind,
    act: Mapping[str, Any],
    columns: list[str] | None = None,
    widths: Mapping[str, Any] | None = None,
) -> None:
    """Keeps the columns or their widths as this person left them; empty columns are the kind's own again."""
    with acting(act):
        layout, _ = ListLayout.objects.get_or_create(owner=act["by"], kind_key=kind.key)
        if columns is not None:
            layout.columns = columns
        if widths is not None:
            kept = {name: _width(width) for name, width in widths.items() if str(width).isdecimal()}
            layout.widths = {**layout.widths, **kept}
        layout.save(update_fields=["columns", "widths"])


def _view(row: SavedView, user: Any) -> View:
    is_mine = row.owner_id == user.pk
    parts = (str(row.pk), row.name, row.condition, row.order, tuple(row.columns))
    return View(*parts, is_board=row.is_board, is_mine=is_mine, is_shared=row.is_shared)


def _width(width: Any) -> int:
    return min(max(int(str(width)[:5]), NARROWEST), WIDEST)
