"""The left navigation: built from the kinds of records and the person's rights, so that no entry leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.urls import reverse

from tenure.business.accounts.models import Account
from tenure.foundation.access.models import User
from tenure.foundation.access.rights import may, rights_of
from tenure.foundation.access.roles import Action
from tenure.foundation.records.kinds import Function, Kind, record_models
from tenure.interfaces.web.addresses import list_url
from tenure.lifecycle.work.models import Task

OPEN_AT_FIRST = frozenset({Function.COMPANY.value, Function.SALES.value})
TITLES = {
    Function.COMPANY: "Customers",
    Function.SALES: "Pipeline",
    Function.MARKETING: "Marketing",
    Function.DELIVERY: "Delivery",
    Function.SUPPORT: "Support",
    Function.SUCCESS: "Success",
    Function.BILLING: "Billing",
    Function.FINANCE: "Finance",
}


@dataclass(frozen=True)
class Entry:
    """One line of the navigation; `letter` goes there after `g`."""

    label: str
    url: str
    icon: str
    letter: str = ""
    count: int = 0
    is_current: bool = False


@dataclass(frozen=True)
class Group:
    """A titled part of the navigation."""

    key: str
    title: str
    entries: tuple[Entry, ...] = field(default_factory=tuple)
    is_open: bool = True


def opened_at_first(*, user: User) -> frozenset[str]:
    """The groups that stand open until the person folds some: the customers and those of their own function."""
    functions = {grant.function.value for grant in rights_of(user=user).grants if grant.function is not None}
    if Function.FINANCE in functions:
        functions.add(Function.BILLING.value)
    return frozenset({Function.COMPANY.value, *functions}) if functions else OPEN_AT_FIRST


def is_worked_in_lists(model: type) -> bool:
    """Whether a kind has its own place in the navigation: business records that are no part of another."""
    kind: Kind = model.kind  # type: ignore[attr-defined]
    room = model._meta.app_config.name  # type: ignore[attr-defined]
    return kind.part_of is None and room.startswith("tenure.business.")


def listed_kinds(*, user: User) -> list[Kind]:
    """The kinds that this person finds in the navigation: the worked through stages first, then those of customers."""
    kinds = [model.kind for model in record_models() if is_worked_in_lists(model)]
    return sorted((kind for kind in kinds if may(user=user, action=Action.VIEW, kind=kind)), key=_rank)


def navigation(*, user: User, path: str, unread: int = 0, opened: frozenset[str] = OPEN_AT_FIRST) -> list[Group]:
    """The navigation of one person on one page; `opened` names the groups that they keep unfolded."""
    letters = _Letters(taken={"d", "h", "i", "m", "q", "s", "t"})
    groups = [_mine(user=user, path=path, unread=unread)]
    kinds = listed_kinds(user=user)
    for function, title in TITLES.items():
        entries = tuple(
            _kind_entry(kind, letter=letters.give(kind.plural), path=path)
            for kind in kinds
            if kind.function == function
        )
        if entries:
            is_open = function.value in opened or any(entry.is_current for entry in entries)
            groups.append(Group(key=function.value, title=title, entries=entries, is_open=is_open))
    return groups


def entries_of(groups: list[Group]) -> Iterator[Entry]:
    """Every entry of the navigation, in order."""
    for group in groups:
        yield from group.entries


def _rank(kind: Kind) -> tuple[bool, bool]:
    return kind.key != Account.kind.key and kind.stage is None, kind.account is None


def _mine(*, user: User, path: str, unread: int) -> Group:
    entries = [
        Entry("Home", reverse("web:home"), "home", "h", is_current=path == "/"),
        Entry("Inbox", reverse("web:inbox"), "inbox", "i", count=unread, is_current=path.startswith("/inbox/")),
    ]
    if may(user=user, action=Action.VIEW, kind=Task.kind):
        entries.append(_kind_entry(Task.kind, letter="t", path=path))
    if rights_of(user=user).grants:
        url = reverse("web:dashboards")
        entries.append(Entry("Dashboards", url, "layout-dashboard", "d", is_current=path.startswith(url)))
        url = reverse("web:metrics")
        entries.append(Entry("Metrics", url, "chart-line", "m", is_current=path.startswith(url)))
        odd = reverse("web:quality")
        entries.append(Entry("Data quality", odd, "checklist", "q", is_current=path.startswith(odd)))
    return Group(key="me", title="", entries=tuple(entries))


def _kind_entry(kind: Kind, *, letter: str, path: str) -> Entry:
    url = list_url(kind)
    return Entry(kind.plural, url, kind.icon, letter, is_current=path.startswith(url))


class _Letters:
    """Gives each word a letter of its own: the first one free in it, else none."""

    def __init__(self, *, taken: set[str]) -> None:
        self._taken = taken

    def give(self, word: str) -> str:
        for letter in word.lower():
            if "a" <= letter <= "z" and letter not in self._taken:
                self._taken.add(letter)
                return letter
        return ""
