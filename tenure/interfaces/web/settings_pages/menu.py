"""The list of settings pages, by what they are about; only those that the person may open."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from tenure.foundation.access.models import User
from tenure.foundation.access.rights import may
from tenure.foundation.access.roles import Action
from tenure.foundation.organisation.models import Person, Team
from tenure.interfaces.web.addresses import list_url
from tenure.interfaces.web.importing.rights import may_import

PAGES = (
    (
        "Company",
        (
            ("company", "Company", "building"),
            ("rates", "Exchange rates", "arrows-exchange"),
            ("calendars", "Calendars", "calendar"),
            ("definitions", "Definitions", "math-function"),
            ("first_steps", "First steps", "list-check"),
        ),
    ),
    (
        "People",
        (
            ("users", "Logins and roles", "users"),
            ("invitations", "Invitations", "mail"),
            ("rights", "Exceptions to rights", "shield"),
        ),
    ),
    (
        "Records",
        (
            ("fields", "Custom fields", "forms"),
            ("numbers", "Numbers", "list-details"),
            ("imports", "Imports", "database-import"),
            ("content", "Content", "files"),
        ),
    ),
    ("Running", (("mail", "Mail", "send"), ("jobs", "Jobs", "progress"), ("health", "Health", "heartbeat"))),
)


@dataclass(frozen=True)
class SettingsEntry:
    """One page of the settings."""

    key: str
    label: str
    url: str
    icon: str


@dataclass(frozen=True)
class SettingsGroup:
    """Pages that belong together."""

    title: str
    entries: tuple[SettingsEntry, ...]


def settings_menu(*, user: User) -> list[SettingsGroup]:
    """The groups with pages for this person: everyone has their own account, administrators the rest."""
    groups = [SettingsGroup("My account", _my_account())]
    if may(user=user, action=Action.CONFIGURE):
        for title, pages in PAGES:
            entries = tuple(_entry(key, label, icon) for key, label, icon in pages)
            groups.append(SettingsGroup(title, _with_lists(title, entries)))
        groups[-1] = _with_audit(groups[-1])
    elif may_import(user=user):
        groups.append(SettingsGroup("Records", (_entry("imports", "Imports", "database-import"),)))
    return groups


def _entry(key: str, label: str, icon: str) -> SettingsEntry:
    return SettingsEntry(key, label, reverse(f"web:settings_{key}"), icon)


def _my_account() -> tuple[SettingsEntry, ...]:
    return (
        SettingsEntry("profile", "Profile", reverse("web:settings_profile"), "user"),
        SettingsEntry("email", "E-mail", reverse("account_email"), "at"),
        SettingsEntry("password", "Password", reverse("account_change_password"), "lock"),
        SettingsEntry("mfa", "Second factor", reverse("mfa_index"), "shield-lock"),
        SettingsEntry("sessions", "Sessions", reverse("usersessions_list"), "devices"),
    )


def _with_lists(title: str, entries: tuple[SettingsEntry, ...]) -> tuple[SettingsEntry, ...]:
    if title != "People":
        return entries
    lists = tuple(SettingsEntry(kind.key, kind.plural, list_url(kind), kind.icon) for kind in (Person.kind, Team.kind))
    return (*lists, *entries)


def _with_audit(group: SettingsGroup) -> SettingsGroup:
    audit = SettingsEntry("audit", "Audit", reverse("web:audit"), "history")
    return SettingsGroup(group.title, (*group.entries, audit))
