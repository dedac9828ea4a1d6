"""Who answers for which number, where the company named somebody."""

from __future__ import annotations

from tenure.foundation.organisation.models import MetricOwner, Person


def named_owner(*, key: str) -> Person | None:
    """The colleague named for a metric."""
    found = MetricOwner.objects.select_related("person").filter(key=key).first()
    return None if found is None else found.person


def name_owner(*, key: str, person: Person | None) -> None:
    """Names a colleague for a metric, or nobody any more. Writes nothing where that is so already. Inside
    `recording`."""
    row = MetricOwner.objects.filter(key=key).first()
    if person is None:
        if row is not None:
            row.delete()
    elif row is None:
        MetricOwner.objects.create(key=key, person=person)
    elif row.person_id != person.pk:
        row.person = person
        row.save()
