"""The story in the product's tables: the same again, the same in steps, nothing missing, people acting on it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.db import models

from tenure.business.billing.models import Contract, CreditNote, Invoice, Payment
from tenure.business.sales.models import Quote
from tenure.business.support.models import Case, CaseEvent
from tenure.foundation.access.models import User
from tenure.foundation.access.roles import Role
from tenure.foundation.organisation.models import Person
from tenure.foundation.organisation.set_up import Administrator, CompanyFacts, set_up_company
from tenure.foundation.records.history import as_of, shown_as_of
from tenure.foundation.records.kinds import record_models
from tenure.foundation.records.operations import change, create
from tenure.foundation.records.quality import all_rules, broken_records
from tenure.foundation.records.recording import recording
from tenure.foundation.records.versions.table import value_fields
from tenure.lifecycle.work.models import Task
from tenure.simulation import company
from tenure.simulation.company import NoDemoError
from tenure.simulation.hidden import FOLDER
from tenure.simulation.plan import new_plan
from tenure.simulation.standing import RealCompanyError
from tests.simulation.companies import NOW, SMALL, build_small, silent

pytestmark = pytest.mark.django_db

EVIDENCE = {"opp_stage", "opp_snapshot"}  # what other systems computed; Tenure reads stages from versions
MADE_BY_SET_UP = {"calendar"}


def contents() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every kind with its history; links by public id, as ids are given by the database."""
    found = {}
    for model in record_models():
        if model.kind.key not in MADE_BY_SET_UP:
            found[model.kind.key] = sorted(map(repr, model.everything.values_list(*_told(model))))
            versions = model.versions_model._default_manager.values_list("operation", "known_from", "effective_at")
            found[f"{model.kind.key} versions"] = sorted(map(repr, versions))
    return found


def _told(model: type[models.Model]) -> list[str]:
    names = []
    for field in value_fields(model):
        if field.name in ("about_id", "user"):
            continue
        related = field.related_model
        linked = isinstance(related, type) and hasattr(related, "kind") and related.kind.key not in MADE_BY_SET_UP
        names += [f"{field.name}__public_id"] if linked else [] if field.is_relation else [field.name]
    return names


def test_the_same_plan_gives_the_same_company(tmp_path: Path, django_db_blocker: Any) -> None:
    from django.db import transaction

    class UndoneError(Exception):
        pass

    def told_once(name: str) -> dict[str, list[Any]]:
        rows: dict[str, list[Any]] = {}
        (tmp_path / name).mkdir()
        try:
            with transaction.atomic():
                build_small(tmp_path / name)
                rows = contents()
                raise UndoneError
        except UndoneError:
            return rows

    assert told_once("one") == told_once("two")
    files = [sorted((tmp_path / name).rglob("*.parquet")) for name in ("one", "two")]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]


def test_months_one_by_one_give_what_they_give_at_once(tmp_path: Path) -> None:
    from django.db import transaction

    steps: dict[str, list[Any]] = {}

    class UndoneError(Exception):
        pass

    try:
        with transaction.atomic():
            (tmp_path / "steps").mkdir()
            build_small(tmp_path / "steps")
            for _ in range(3):
                company.advance(months=1, home=tmp_path / "steps", now=NOW, progress=silent)
            steps = contents()
            raise UndoneError
    except UndoneError:
        pass

    (tmp_path / "once").mkdir()
    build_small(tmp_path / "once", SMALL.advanced(months=3))

    assert steps == contents()


def test_every_kind_has_rows_but_for_imported_evidence(tmp_path: Path) -> None:
    build_small(tmp_path, new_plan(seed=11, accounts=200, months=24, until=date(2026, 7, 15)))

    empty = {model.kind.key for model in record_models() if not model.objects.exists()}

    assert empty == EVIDENCE


def test_no_quality_rule_is_broken_by_much(tmp_path: Path) -> None:
    build_small(tmp_path)

    broken = {rule.key: count for rule in all_rules() if (count := broken_records(rule=rule).count())}

    assert sum(broken.values()) <= 5, broken


def test_the_past_is_there_a_deal_once_stood_in_another_stage(tmp_path: Path) -> None:
    from tenure.business.sales.models import Opportunity

    build_small(tmp_path)
    deal = Opportunity.objects.filter(outcome="won", type="new").order_by("pk")[0]

    before = as_of(record=deal, instant=deal.created_at + timedelta(hours=1))

    assert before is not None
    assert before.stage == "Discovery"
    assert shown_as_of(version=before, instant=deal.created_at)["outcome"] in (None, "")
    assert deal.stage == "Closed"


def test_today_s_work_is_waiting(tmp_path: Path) -> None:
    build_small(tmp_path)

    assert Task.objects.filter(done_at=None).exists()
    assert Invoice.objects.filter(status="issued").exists()
    assert Case.objects.filter(resolved_at=None).exists() or Case.objects.exists()
    assert not Task.objects.filter(done_at__gte=SMALL.cut).exists()


def test_there_is_a_login_for_each_role(tmp_path: Path) -> None:
    build_small(tmp_path)

    assert set(User.objects.values_list("roles__role", flat=True)) == set(Role.values)
    assert all(user.check_password("walk-right-in") for user in User.objects.all())
    assert Person.objects.filter(user__isnull=False).count() == User.objects.count()


def test_usage_lands_in_the_lake_within_its_limit(tmp_path: Path) -> None:
    build_small(tmp_path)

    tables = [pq.read_table(path) for path in sorted((tmp_path / "lake" / "usage_events").rglob("*.parquet"))]
    rows = sum(table.num_rows for table in tables)
    identities = [identity for table in tables for identity in table["event_id"].to_pylist()]

    assert 0 < rows <= 800 * SMALL.accounts
    assert len(set(identities)) == rows
    assert max(table["occurred_at"].to_pylist()[-1] for table in tables).date() < SMALL.until


def test_the_truth_lies_beside_the_product(tmp_path: Path) -> None:
    build_small(tmp_path)

    truth = pq.read_table(tmp_path / FOLDER)

    assert {"probability", "happened", "unseen"} <= set(truth.column_names)
    assert truth.num_rows > 50


def test_a_real_company_is_never_touched(tmp_path: Path) -> None:
    facts = CompanyFacts(name="Brightwater", currency="EUR", zone="Europe/Berlin")
    administrator = Administrator(name="Anna", email="anna@example.com", password="correct horse battery")
    set_up_company(facts=facts, administrator=administrator, now=NOW)

    with pytest.raises(RealCompanyError, match="Brightwater lives here"):
        build_small(tmp_path)
    with pytest.raises(NoDemoError, match="tenure demo"):
        company.advance(months=1, home=tmp_path, now=NOW, progress=silent)


def test_people_act_on_what_was_asked_and_leave_alone_what_was_done_by_hand(tmp_path: Path) -> None:
    build_small(tmp_path)
    user = User.objects.order_by("pk")[0]
    person = Person.objects.get(user=user)
    mine = Invoice.objects.filter(status="issued").order_by("pk")[0]
    with recording(actor=user, path="web", now=NOW):
        task = create(model=Task, values={"title": "Call them", "assignee": person, "due_on": date(2026, 7, 20)})
        case = create(
            model=Case,
            values={"subject": "By hand", "account": mine.account, "opened_at": SMALL.cut - timedelta(days=1)},
        )
        change(record=mine, values={"notes": "Agreed by telephone: pays in two parts."})

    company.advance(months=2, home=tmp_path, now=NOW, progress=silent)

    for record in (task, case, mine):
        record.refresh_from_db()
    assert task.done_at is not None
    assert SMALL.cut < task.done_at < SMALL.advanced(months=2).cut
    assert case.status == "resolved"
    assert CaseEvent.objects.filter(case=case, type="resolved").count() == 1
    assert mine.notes == "Agreed by telephone: pays in two parts."
    assert mine.status == "paid" or mine.due_on >= SMALL.advanced(months=2).until
    assert sum(payment.amount for payment in Payment.objects.filter(invoice=mine)) <= mine.total


@pytest.mark.parametrize("months", [0, 2])
def test_document_numbers_follow_the_days_without_a_gap(tmp_path: Path, months: int) -> None:
    build_small(tmp_path)
    if months:
        company.advance(months=months, home=tmp_path, now=NOW, progress=silent)

    documents: list[tuple[Any, str, str]] = [
        (Invoice, "issued_on", "INV"), (CreditNote, "issued_on", "CN"), (Contract, "signed_on", "C"),
        (Quote, "issued_on", "Q"),
    ]  # fmt: skip
    for model, day, letters in documents:
        for year in (2025, 2026):
            start = f"{letters}-{year}-"
            rows = list(model.objects.filter(**{f"{day}__year": year}).order_by("number").values_list("number", day))
            assert [int(number.removeprefix(start)) for number, _ in rows] == list(range(1, len(rows) + 1))
            assert [on for _, on in rows] == sorted(on for _, on in rows)
    cases = list(Case.objects.order_by("number").values_list("number", "opened_at"))
    assert [number for number, _ in cases] == [f"{place:05}" for place in range(1, len(cases) + 1)]
    assert [moment for _, moment in cases] == sorted(moment for _, moment in cases)


def test_a_number_is_the_same_in_every_version(tmp_path: Path) -> None:
    build_small(tmp_path)

    invoice = Invoice.objects.filter(status="paid").order_by("-number")[0]
    versions: Any = Invoice.versions_model._default_manager.filter(record_id=invoice.pk)

    assert versions.count() > 1
    assert set(versions.values_list("number", flat=True)) == {invoice.number}
