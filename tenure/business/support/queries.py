"""Questions about cases."""

from __future__ import annotations

from django.db.models import QuerySet

from tenure.business.accounts.models import Account
from tenure.business.accounts.queries import records_of
from tenure.business.support.choices import CaseStatus
from tenure.business.support.models import Case


def open_cases(*, account: Account, with_parts: bool = True) -> QuerySet[Case]:
    """The cases of an account, and of the accounts under it, that are neither resolved nor closed."""
    cases = records_of(account=account, kind="case", with_parts=with_parts)
    return cases.exclude(status__in=[CaseStatus.RESOLVED, CaseStatus.CLOSED])
