"""What may be done to the company itself. Inside `recording`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tenure.foundation.organisation.models import Company


def save_company(*, values: Mapping[str, Any]) -> Company:
    """Gives the company other values, by field; the first time it is made. Raises `ValidationError` per field."""
    company = Company.objects.first() or Company()
    for name, value in values.items():
        setattr(company, name, value)
    company.full_clean()
    company.save()
    return company
