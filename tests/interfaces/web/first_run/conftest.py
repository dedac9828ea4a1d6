"""The people of the import tests, who begin here."""

from __future__ import annotations

from tests.interfaces.web.importing.conftest import act, anna, ben, browse, company, home, mara, work

__all__ = ["act", "anna", "ben", "browse", "company", "home", "mara", "work"]
