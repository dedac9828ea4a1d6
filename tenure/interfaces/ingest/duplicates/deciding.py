"""Deciding about two records that may be one: merged, or kept apart until somebody thinks otherwise."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from tenure.foundation.access.actions import merge_records
from tenure.foundation.access.rights import require
from tenure.foundation.records.kinds import model_of
from tenure.interfaces.ingest.applying.lookups import pieces
from tenure.interfaces.ingest.models import MergeProposal, ProposalState

PATH = "import:duplicates"


class ProposalDecidedError(ValueError):
    """It has been decided about these two already."""


class ProposalOutdatedError(ValueError):
    """One of the two records is no longer there."""


class UnknownProposalError(LookupError):
    """No proposal has this number."""


def proposal_called(number: int) -> MergeProposal:
    """The proposal with this number. Raises `UnknownProposalError`."""
    found = MergeProposal.objects.filter(pk=number).first()
    if found is None:
        raise UnknownProposalError(f"There is no proposal {number}.")
    return found


def listed(*, kind: str = "", batch: str = "") -> list[dict[str, Any]]:
    """What waits for a decision, with the names of both records."""
    proposals = list(open_proposals(kind=kind, batch=batch))
    names: dict[tuple[str, int], str] = {}
    for key in {proposal.kind_key for proposal in proposals}:
        ids = {number for one in proposals if one.kind_key == key for number in (one.keep_id, one.other_id)}
        for portion in pieces(ids):
            names |= {(key, number): str(row) for number, row in model_of(key).objects.in_bulk(portion).items()}
    return [
        {
            "proposal": one.pk,
            "kind": one.kind_key,
            "keep": names.get((one.kind_key, one.keep_id), ""),
            "other": names.get((one.kind_key, one.other_id), ""),
            "score": one.score,
            "reason": one.reason,
        }
        for one in proposals
    ]


def open_proposals(*, kind: str = "", batch: str = "") -> QuerySet[MergeProposal]:
    """What waits for a decision, the surest first."""
    found = MergeProposal.objects.filter(state=ProposalState.OPEN)
    if kind:
        found = found.filter(kind_key=kind)
    if batch:
        found = found.filter(batch=batch)
    return found.order_by("-score", "pk")


def pair_of(proposal: MergeProposal) -> tuple[Any, Any]:
    """The two records. Raises `ProposalOutdatedError` where one is gone."""
    records = model_of(proposal.kind_key).objects.in_bulk([proposal.keep_id, proposal.other_id])
    if len(records) < 2:
        raise ProposalOutdatedError("One of the two records was deleted or merged since; there is nothing to decide.")
    return records[proposal.keep_id], records[proposal.other_id]


def accept(*, proposal: MergeProposal, by: Any, now: datetime, keep_other: bool = False) -> Any:
    """Merges the two into the older one (or, with `keep_other`, into the other); gives the one that stays.

    Raises `NotAllowedError`, `ProposalDecidedError`, `ProposalOutdatedError`, `CannotMergeError`.
    """
    _require_open(proposal)
    keep, other = pair_of(proposal)
    if keep_other:
        keep, other = other, keep
    reason = f"Proposed when imported: {proposal.reason}"
    kept = merge_records(by=by, keep=keep, other=other, path=PATH, now=now, reason=reason)
    _decide(proposal, ProposalState.ACCEPTED, by, now)
    return kept


def reject(*, proposal: MergeProposal, by: Any, now: datetime) -> None:
    """Keeps the two apart; they are not proposed again. Raises `NotAllowedError`, `ProposalDecidedError`."""
    _require_open(proposal)
    require(user=by, action="merge", kind=model_of(proposal.kind_key).kind)
    _decide(proposal, ProposalState.REJECTED, by, now)


def reopen(*, proposal: MergeProposal, by: Any, now: datetime) -> None:
    """Proposes two records again that were kept apart. Raises `NotAllowedError`, `ProposalDecidedError`,
    `ProposalOutdatedError`."""
    require(user=by, action="merge", kind=model_of(proposal.kind_key).kind)
    if proposal.state != ProposalState.REJECTED:
        raise ProposalDecidedError("These two were not kept apart; there is nothing to take back.")
    pair_of(proposal)
    _decide(proposal, ProposalState.OPEN, by, now)


def kept_apart() -> QuerySet[MergeProposal]:
    """The pairs that somebody kept apart, the last decision first."""
    return MergeProposal.objects.filter(state=ProposalState.REJECTED).order_by("-decided_at", "-pk")


def _require_open(proposal: MergeProposal) -> None:
    if proposal.state != ProposalState.OPEN:
        raise ProposalDecidedError("It has been decided about these two already.")


def _decide(proposal: MergeProposal, state: ProposalState, by: Any, now: datetime) -> None:
    for name, value in {"state": state, "decided_by": by, "decided_at": now}.items():
        setattr(proposal, name, value)
    proposal.save(update_fields=["state", "decided_by", "decided_at"])
