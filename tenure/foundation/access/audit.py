"""The trail: every act on a record, and everything that happened at the door; for administrators only."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from tenure.foundation.access.models import SignInEvent, User
from tenure.foundation.access.rights import require
from tenure.foundation.records.kinds import model_of
from tenure.foundation.records.versions.table import Change


def acts(
    *,
    by: User,
    actor: User | None = None,
    kind_key: str = "",
    path: str = "",
    batch: str = "",
    text: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Change]:
    """Acts, newest first: by whom, on which kind, by a path that begins so, in a batch, with a text in reason or name,
    in `[since, until)`.

    Raises `NotAllowedError`, `UnknownKindError`.
    """
    require(user=by, action="configure")
    found = Change.objects.filter(_between("recorded_at", since, until)).select_related("actor")
    if actor is not None:
        found = found.filter(actor=actor)
    if kind_key:
        versions = model_of(kind_key).versions_model._default_manager
        found = found.filter(pk__in=versions.values("change_id"))
    if path:
        found = found.filter(path__startswith=path)
    if batch:
        found = found.filter(batch=batch)
    if text:
        found = found.filter(Q(reason__icontains=text) | Q(actor_label__icontains=text))
    return found.order_by("-pk")


def sign_ins(
    *,
    by: User,
    user: User | None = None,
    kind: str = "",
    text: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[SignInEvent]:
    """What happened at the door, newest first; `text` is part of an e-mail address or the begin of a network address.

    Raises `NotAllowedError`.
    """
    require(user=by, action="configure")
    found = SignInEvent.objects.filter(_between("at", since, until)).select_related("user")
    if user is not None:
        found = found.filter(user=user)
    if kind:
        found = found.filter(kind=kind)
    if text:
        found = found.filter(Q(email__icontains=text) | Q(address__startswith=text))
    return found.order_by("-pk")


def _between(column: str, since: datetime | None, until: datetime | None) -> Q:
    wanted = Q(**{f"{column}__gte": since}) if since else Q()
    return wanted & Q(**{f"{column}__lt": until}) if until else wanted
