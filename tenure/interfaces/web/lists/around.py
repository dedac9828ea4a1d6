"""What stands around the rows of a list and the columns of a board: views, filters, and what the person may do."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from tenure.foundation.access.rights import may
from tenure.interfaces.listing.export import FORMATS
from tenure.interfaces.listing.pages import can_order
from tenure.interfaces.web.lists.asked import AskedList
from tenure.interfaces.web.lists.building import operators_of
from tenure.interfaces.web.lists.chips import chips_of
from tenure.interfaces.web.lists.keeping import widths_of
from tenure.interfaces.web.lists.offered import has_board, offered_views


def around(request: HttpRequest, asked: AskedList, *, is_board: bool = False) -> dict[str, Any]:
    """The words of the templates of both; on a page of a past day nothing may be changed."""
    at: Any = request
    kind = asked.model.kind
    is_open = not asked.is_past
    return {
        "views": offered_views(asked, user=at.user, is_board=is_board),
        "chips": chips_of(parts=asked.parts, fields=asked.fields, user=at.user),
        "filters": [(field, operators_of(field)) for field in asked.fields.values()],
        "widths": widths_of(user=at.user, kind=kind),
        "unused": [field for field in asked.fields.values() if field not in asked.columns],
        "orderable": [column.name for column in asked.columns if can_order(column)],
        "is_board": is_board,
        "has_board": has_board(asked),
        "may_create": is_open and may(user=at.user, action="create", kind=kind),
        "may_bulk": may_bulk(request, asked),
        "may_export": may(user=at.user, action="export", kind=kind),
        "has_amounts": any(column.name in kind.money for column in asked.columns),
        "formats": list(FORMATS),
    }


def may_bulk(request: HttpRequest, asked: AskedList) -> bool:
    """Whether rows can be ticked, to change many at once."""
    return not asked.is_past and may(user=request.user, action="bulk", kind=asked.model.kind)
