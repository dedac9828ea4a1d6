"""Pairs of records that may be one, side by side, for whoever may merge them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from tenure.foundation.access.rights import may
from tenure.foundation.access.roles import Action
from tenure.foundation.records.kinds import Kind, record_models
from tenure.foundation.records.model import Record
from tenure.foundation.records.models import ExternalId
from tenure.interfaces.ingest.duplicates import deciding
from tenure.interfaces.ingest.duplicates.deciding import ProposalOutdatedError, open_proposals, pair_of
from tenure.interfaces.ingest.models import MergeProposal
from tenure.interfaces.web.records.merging import FieldChoice, mergeable, preview_merge
from tenure.interfaces.web.records.words import Setting

SHOWN = 10
LOOKED_AT = 60
MOST_APART = 200


@dataclass(frozen=True)
class Side:
    """One record of a pair, with the sources that name it."""

    record: Record
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two records side by side: where they differ, and what the one that goes would bring along."""

    proposal: MergeProposal
    kind: Kind
    keep: Side
    other: Side
    fields: tuple[FieldChoice, ...]
    moving: tuple[tuple[str, int], ...]


def mergeable_kinds(*, user: Any) -> list[Kind]:
    """The kinds whose pairs the person may decide about."""
    models = [model for model in record_models() if mergeable(model)]
    return [model.kind for model in models if may(user=user, action=Action.MERGE, kind=model.kind)]


def waiting(*, user: Any, batch: str = "") -> Any:
    """The proposals that wait for this person's decision, the surest first."""
    keys = [kind.key for kind in mergeable_kinds(user=user)]
    return open_proposals(batch=batch).filter(kind_key__in=keys)


def pairs(*, user: Any, setting: Setting, batch: str = "", skipped: frozenset[int] = frozenset()) -> Iterator[Pair]:
    """The first pairs to decide; those of which one record is gone are passed over, and so are the skipped ones."""
    shown = 0
    for proposal in waiting(user=user, batch=batch).exclude(pk__in=skipped)[:LOOKED_AT]:
        try:
            keep, other = pair_of(proposal)
        except ProposalOutdatedError:
            continue
        preview = preview_merge(keep=keep, other=other, user=user, setting=setting)
        yield Pair(proposal, keep.kind, _side(keep), _side(other), preview.fields, preview.moving)
        shown += 1
        if shown >= SHOWN:
            return


@dataclass(frozen=True)
class Apart:
    """Two records that somebody kept apart."""

    proposal: MergeProposal
    kind: Kind
    keep: Record
    other: Record


def kept_apart(*, user: Any) -> list[Apart]:
    """The last pairs that were kept apart, of kinds that the person may decide about; gone records are left out."""
    kinds = {kind.key: kind for kind in mergeable_kinds(user=user)}
    found = []
    for proposal in deciding.kept_apart().filter(kind_key__in=kinds).select_related("decided_by")[:MOST_APART]:
        with suppress(ProposalOutdatedError):
            found.append(Apart(proposal, kinds[proposal.kind_key], *pair_of(proposal)))
    return found


def _side(record: Record) -> Side:
    names = ExternalId.objects.filter(kind_key=record.kind.key, target_id=record.pk).order_by("source")
    return Side(record, tuple(names.values_list("source", flat=True).distinct()))
