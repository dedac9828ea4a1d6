"""Dry runs of drafts: asked for, made by a worker, kept until the mapping or the files change."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from tenure.foundation.access.rights import NotAllowedError
from tenure.foundation.jobs.models import Job
from tenure.foundation.records.kinds import model_of
from tenure.foundation.snapshots.aside import NoRoomAsideError
from tenure.interfaces.ingest.applying.batches import Preview, preview
from tenure.interfaces.ingest.applying.tallies import Tallies
from tenure.interfaces.ingest.mapping.errors import MappingError
from tenure.interfaces.ingest.mapping.reading import read_mapping
from tenure.interfaces.ingest.reading import UnreadableFileError
from tenure.interfaces.web.importing.finding import tables_of
from tenure.interfaces.web.importing.under_way import ask_for
from tenure.interfaces.web.models import ImportDraft

JOB = "web.try_import"
MOST_PAIRS = 10


@dataclass(frozen=True)
class Tried:
    """A dry run: what it would do, or the problems that stand in its way."""

    tallies: Tallies
    oddities: list[dict[str, Any]]
    rejected: list[dict[str, Any]]
    pairs: list[dict[str, Any]]
    pair_count: int
    problems: list[str]


def key_of(draft: ImportDraft) -> str:
    """The job of the draft as it is now."""
    return f"web.try:{draft.key}:{draft.revision}"


def ask_to_try(*, draft: ImportDraft, now: datetime) -> Job:
    """Puts the dry run into the queue."""
    draft.job_key = key_of(draft)
    draft.save(update_fields=["job_key"])
    arguments = {"draft": draft.key, "revision": draft.revision}
    return ask_for(name=JOB, key=draft.job_key, arguments=arguments, by=draft.by, now=now)


def try_out(*, draft: ImportDraft, revision: int, now: datetime) -> None:
    """Makes the dry run and keeps what it found. A draft that was changed meanwhile is left alone."""
    if draft.revision != revision:
        return
    kept: dict[str, Any] = {"revision": revision, "problems": []}
    try:
        found = preview(mapping=read_mapping(draft.mapping), tables=tables_of(draft), by=draft.by, now=now)
        kept |= _as_json(found)
    except MappingError as error:
        kept["problems"] = [str(fault) for fault in error.faults]
    except (NotAllowedError, UnreadableFileError, NoRoomAsideError) as error:
        kept["problems"] = [str(error)]
    ImportDraft.objects.filter(pk=draft.pk, revision=revision).update(tried=kept)


def tried(draft: ImportDraft) -> Tried | None:
    """The dry run of the draft as it is now, if one was made."""
    kept = draft.tried
    if not kept or kept.get("revision") != draft.revision:
        return None
    return Tried(
        tallies=Tallies.from_json(kept.get("tallies", {})),
        oddities=kept.get("oddities", []),
        rejected=kept.get("rejected", []),
        pairs=kept.get("pairs", []),
        pair_count=kept.get("pair_count", 0),
        problems=kept["problems"],
    )


def _as_json(found: Preview) -> dict[str, Any]:
    pairs = [{"kind": model_of(one.kind).kind.label, "reason": one.reason} for one in found.pairs[:MOST_PAIRS]]
    return {
        "tallies": found.tallies.as_json(),
        "oddities": [asdict(one) for one in found.oddities],
        "rejected": [{**one, "values": {k: str(v) for k, v in one["values"].items()}} for one in found.rejected],
        "pairs": pairs,
        "pair_count": len(found.pairs),
    }
