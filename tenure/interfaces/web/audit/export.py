"""The audit as a file: a line per act and kind, with formulas made harmless."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from tenure.foundation.records.acts import written_by
from tenure.interfaces.listing.export import harmless
from tenure.interfaces.web.audit.lines import NAMED, kind_word

READ_AT_ONCE = 100
ACT_COLUMNS = ("at", "who", "operation", "kind", "count", "records", "reason", "path", "batch", "act")
DOOR_COLUMNS = ("at", "what", "who", "email", "address", "browser")


def acts_as_csv(changes: Any) -> Iterator[bytes]:
    """Acts, each with what it wrote by kind; the records are named where an act wrote to at most five."""
    return _csv(ACT_COLUMNS, _act_rows(changes))


def sign_ins_as_csv(events: Any) -> Iterator[bytes]:
    """What happened at the door."""
    rows = (
        (event.at.isoformat(), event.get_kind_display(), event.user or "", event.email, event.address, event.agent)
        for event in events.iterator(chunk_size=READ_AT_ONCE)
    )
    return _csv(DOOR_COLUMNS, rows)


def _act_rows(changes: Any) -> Iterator[tuple[Any, ...]]:
    left = changes.iterator(chunk_size=READ_AT_ONCE)
    while part := list(islice(left, READ_AT_ONCE)):
        written = written_by(change_ids=[change.pk for change in part], named=NAMED)
        for change in part:
            for what in written[change.pk]:
                names = "; ".join(map(str, what.rows))
                did = (what.operation.label, kind_word(what.model), what.count, names)
                why = (change.reason, change.path, change.batch, change.pk)
                yield (change.recorded_at.isoformat(), change.actor_label, *did, *why)


def _csv(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> Iterator[bytes]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(header)
    for row in rows:
        writer.writerow(["" if value is None else harmless(_plain(value)) for value in row])
        yield _taken(buffer)
    yield _taken(buffer)


def _plain(value: Any) -> Any:
    return value if isinstance(value, int | str) else str(value)


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
