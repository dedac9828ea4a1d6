"""The company of the pages and its people, with a few deals."""

from __future__ import annotations

from tests.interfaces.web.records.conftest import act, admin, browse, company, hire, seller, tenth_of_march
from tests.support.deals import home, won

__all__ = ["act", "admin", "browse", "company", "hire", "home", "seller", "tenth_of_march", "won"]
