"""What the door forgets when a colleague is erased: their login, their invitations, their lines in the log."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Q

from tenure.foundation.access.models import Invitation, RoleAssignment, SignInEvent, User
from tenure.foundation.access.sessions import end_sessions
from tenure.foundation.access.users import keep_an_administrator
from tenure.foundation.organisation.models import Person
from tenure.foundation.records.erasure import ERASED
from tenure.foundation.records.model import Record
from tenure.foundation.records.recording import holding
from tenure.foundation.records.versions.table import Change, Operation


def erase(record: Record) -> None:
    """Closes the login of the person and overwrites who it was, here and as the author of changes.

    Raises `LastAdministratorError`.
    """
    if not isinstance(record, Person):
        return
    user = record.user
    with holding(operation=Operation.ERASE, erasing=True):
        addresses = {address.lower() for address in (record.email, user.email if user else "") if address}
        _forget_invitations(addresses, user)
        SignInEvent.objects.filter(Q(email__in=addresses) | Q(user=user, user__isnull=False)).update(
            email="", address=None, agent=""
        )
        if user is not None:
            _close(user)


def _close(user: User) -> None:
    end_sessions(user=user)
    for model in (EmailAddress, Authenticator, SocialAccount):
        model.objects.filter(user=user).delete()
    for role in RoleAssignment.objects.filter(user=user):
        role.delete()
    user.set_unusable_password()
    user.email, user.name, user.is_active = f"{ERASED}-{user.pk}@{ERASED}.invalid", ERASED, False
    user.save()
    Change.objects.filter(actor=user).update(actor_label=ERASED)
    keep_an_administrator()


def _forget_invitations(addresses: set[str], user: User | None) -> None:
    theirs = Invitation.objects.filter(Q(email__in=addresses) | Q(accepted_by=user, accepted_by__isnull=False))
    numbers = list(theirs.values_list("pk", flat=True))
    blank = {"email": f"{ERASED}@{ERASED}.invalid", "name": ""}
    Invitation.objects.filter(pk__in=numbers).update(**blank)
    Invitation.versions_model._default_manager.filter(record_id__in=numbers).update(**blank)
