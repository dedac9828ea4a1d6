"""Where a page about a record stands: its list, the record, what is done there."""

from __future__ import annotations

from tenure.foundation.records.model import Record
from tenure.interfaces.web.addresses import list_url, record_url


def crumbs_to(record: Record, *further: str) -> list[dict[str, str]]:
    """The way to a page about a record; `further` names what the page does with it."""
    here = {"label": str(record)[:80], "url": record_url(record)}
    return [{"label": record.kind.plural, "url": list_url(record.kind)}, here, *({"label": word} for word in further)]
