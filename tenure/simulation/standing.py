"""Whose home it is: nobody's, a demo company's or a real one's. Apart, as every start of the demo asks for it."""

from __future__ import annotations

from tenure.foundation.organisation.demo import is_demo
from tenure.foundation.organisation.models import Company


class RealCompanyError(RuntimeError):
    """The home belongs to a company that is no demo."""


def refuse_real_company() -> None:
    """Passes if nobody lives here, or a demo company. Raises `RealCompanyError`."""
    company = Company.objects.first()
    if company is not None and not is_demo():
        raise RealCompanyError(
            f"{company.name} lives here, and the demo never writes into a real company. Choose another TENURE_HOME."
        )
