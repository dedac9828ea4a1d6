"""Every number has somebody who answers for it: whom the company named, else who manages its function."""

from __future__ import annotations

import pytest

from tenure.foundation.access.policy import Grant
from tenure.foundation.access.roles import Role
from tenure.foundation.organisation.metric_owners import named_owner
from tenure.foundation.organisation.models import MetricOwner
from tenure.foundation.records.kinds import Function
from tests.business.samples import sample
from tests.foundation.access.people import ADMINISTRATOR, SELLER
from tests.interfaces.ingest.conftest import user_with
from tests.interfaces.web.metrics.conftest import browser, page

pytestmark = pytest.mark.django_db


def told(grant: Grant) -> str:
    found = page(browser(grant), "/metrics/win_rate/")
    facts = {one.dt.text: " ".join(one.dd.text.split()) for one in found.select(".metric-facts > div")}
    return facts["Answers for it"]


def test_the_function_s_manager_answers_until_somebody_is_named(won: None) -> None:
    assert told(SELLER) == "nobody yet"

    user_with("mara@example.com", Grant(Role.MANAGER, Function.SALES))

    assert told(SELLER) == "mara@example.com (as the function's manager)"


def test_an_administrator_names_somebody_and_takes_it_back(won: None) -> None:
    person = sample("person", name="Ines Okoro")
    client = browser(ADMINISTRATOR)

    client.post("/metrics/win_rate/owner/", {"person": person.public_id})
    assert named_owner(key="win_rate") == person
    assert told(SELLER) == "Ines Okoro"

    client.post("/metrics/win_rate/owner/", {"person": ""})
    assert named_owner(key="win_rate") is None
    assert [one.operation for one in MetricOwner.versions_model._default_manager.order_by("version_id")] == [
        "create",
        "delete",
    ]


def test_nobody_else_names_anybody(won: None) -> None:
    person = sample("person", name="Ines Okoro")

    answer = browser(SELLER).post("/metrics/win_rate/owner/", {"person": person.public_id})

    assert answer.status_code == 403
    assert named_owner(key="win_rate") is None
    assert "Name somebody" not in told(SELLER)
