"""The roles that a user may have, and what may be done: the words that rights are told in."""

from __future__ import annotations

from django.db import models


class Role(models.TextChoices):
    """What a user is: of the whole company, or within one function."""

    ADMINISTRATOR = "administrator", "Administrator"
    MANAGER = "manager", "Manager"
    MEMBER = "member", "Member"
    VIEWER = "viewer", "Viewer"


COMPANY_WIDE = frozenset({Role.ADMINISTRATOR, Role.VIEWER})


class Level(models.TextChoices):
    """How far an exception to the rights goes."""

    HIDDEN = "hidden", "Hidden"
    VIEW = "view", "May view"
    EDIT = "edit", "May edit"


class Action(models.TextChoices):
    """What may be done to records of a kind, and to the installation (configure)."""

    VIEW = "view"
    CREATE = "create"
    CHANGE = "change"
    DELETE = "delete"
    EXPORT = "export"
    BULK = "bulk"
    MERGE = "merge"
    ERASE = "erase"
    CONFIGURE = "configure"
