"""What may be done to an account beyond changing its fields."""

from __future__ import annotations

from tenure.business.accounts.models import Account
from tenure.foundation.records.operations import change
from tenure.foundation.records.trees import is_at_or_above


class HierarchyCircleError(ValueError):
    """An account was to become a part of itself."""


def set_parent(*, account: Account, parent: Account | None) -> Account:
    """Makes the account a part of `parent`, or of none. Inside `recording`.

    Raises `HierarchyCircleError` where `parent` is the account itself or lies under it.
    """
    if parent is not None and is_at_or_above(record=account, link="parent", other_id=parent.pk):
        raise HierarchyCircleError(
            f"{parent} is already a part of {account}. First take {parent} out of {account}, then try again."
        )
    return change(record=account, values={"parent": parent})
