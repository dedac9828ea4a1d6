"""What lies under each tab of a record's page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from tenure.interfaces.web.records.crumbs import crumbs_to
from tenure.interfaces.web.records.history_words import history_of
from tenure.interfaces.web.records.page import TABS, RecordPage
from tenure.interfaces.web.records.parts import part_models, parts_of
from tenure.interfaces.web.records.related import activity_address, newest

HISTORY_PAGE = 50


def chosen_tab(name: str) -> str:
    """The tab of this name, else the first."""
    return name if name in dict(TABS) else TABS[0][0]


def tab_context(*, request: HttpRequest, page: RecordPage, tab: str) -> dict[str, Any]:
    """The context of a record's page with one tab open."""
    crumbs = crumbs_to(page.record, user=request.user)
    context: dict[str, Any] = {
        "page": page,
        "record": page.record,
        "kind": page.kind,
        "tab": tab,
        "tabs": TABS,
        "crumbs": crumbs,
    }
    return {**context, **_CONTEXTS[tab](request, page)}


def _overview(request: HttpRequest, page: RecordPage) -> dict[str, Any]:
    if not page.state.is_there or page.is_past:
        return {}
    user = request.user
    parts = [
        parts_of(owner=page.record, part=part, user=user, setting=page.setting, is_open=page.state.is_open)
        for part in part_models(model=type(page.record), user=user)
    ]
    return {
        "parts": [each for each in parts if each.table.rows],
        "empty_parts": [each for each in parts if not each.table.rows and each.new_address],
        "glance": page.glance,
        "activity_address": activity_address(record=page.record, user=user) if page.state.is_open else "",
    }


def _timeline(request: HttpRequest, page: RecordPage) -> dict[str, Any]:
    return {}


def _related(request: HttpRequest, page: RecordPage) -> dict[str, Any]:
    tables = [
        (each, newest(record=page.record, link=each.link, user=request.user, setting=page.setting))
        for each in page.related
        if each.count
    ]
    return {"related_tables": tables, "related_empty": [each for each in page.related if not each.count]}


def _history(request: HttpRequest, page: RecordPage) -> dict[str, Any]:
    entries = history_of(record=page.record, rights=page.rights, setting=page.setting)
    after = request.GET.get("after", "")
    older = [each for each in entries if not after.isdecimal() or each.change.pk < int(after)]
    shown = older[:HISTORY_PAGE]
    more = shown[-1].change.pk if len(older) > HISTORY_PAGE else ""
    return {
        "entries": shown,
        "more": more,
        "count": len(entries),
        "newest_change": entries[0].change.pk if entries else 0,
    }


_CONTEXTS = {"overview": _overview, "timeline": _timeline, "related": _related, "history": _history}
