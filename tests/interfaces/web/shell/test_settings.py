"""The settings are kept, with who changed them; what cannot be is said beside its field."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time

from django.conf import settings
from django.test import Client

from tenure.foundation.access.models import RoleAssignment, User
from tenure.foundation.health.examining import examine
from tenure.foundation.jobs.models import Job, State
from tenure.foundation.mail.models import Mail, MailState
from tenure.foundation.organisation.metric_settings import metric_settings
from tenure.foundation.organisation.models import BusinessCalendar, CalendarInterval, Company, ExchangeRate, Holiday
from tenure.foundation.records.models import CustomField, NumberFormat
from tenure.foundation.records.versions.table import Change

NOW = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
COMPANY = {
    "name": "Northwind GmbH",
    "currency": "USD",
    "zone": "America/New_York",
    "fiscal_year_start_month": "2",
    "week_start": "0",
    "rate_max_age_days": "31",
}


def test_the_company_is_changed_under_the_name_of_who_did_it(anna: User, signed_in: Callable[[User], Client]) -> None:
    answer = signed_in(anna).post("/settings/company/", COMPANY)

    company = Company.objects.get()
    assert answer.status_code == 302
    assert (company.name, company.currency, company.fiscal_year_start_month) == ("Northwind GmbH", "USD", 2)
    change = Change.objects.latest("id")
    assert (change.actor, change.path) == (anna, "web:/settings/company/")


def test_a_rate_between_one_currency_is_refused_beside_the_form(
    anna: User, signed_in: Callable[[User], Client]
) -> None:
    sent = {"from_currency": "EUR", "to_currency": "EUR", "rate": "1", "on": "2026-03-01"}

    page = signed_in(anna).post("/settings/rates/", sent).content.decode()

    assert "A rate lies between two different currencies." in page
    assert not ExchangeRate.objects.exists()


def test_a_calendar_gets_hours_and_holidays_and_loses_them_again(
    anna: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(anna)
    client.post("/settings/calendars/", {"name": "Berlin", "zone": "Europe/Berlin"})
    page = f"/settings/calendars/{BusinessCalendar.objects.get().pk}/"

    client.post(page, {"form": "hours", "hours-weekday": "0", "hours-starts": "09:00", "hours-ends": "12:30"})
    client.post(page, {"form": "holiday", "holiday-on": "2026-05-01", "holiday-name": "Labour Day"})
    backwards = client.post(
        page, {"form": "hours", "hours-weekday": "1", "hours-starts": "12:00", "hours-ends": "9:00"}
    )

    overlapping = client.post(
        page, {"form": "hours", "hours-weekday": "0", "hours-starts": "12:00", "hours-ends": "15:00"}
    )

    interval, holiday = CalendarInterval.objects.get(), Holiday.objects.get()
    assert (interval.starts, interval.ends) == (time(9, 0), time(12, 30))
    assert holiday.on == date(2026, 5, 1)
    assert "An interval ends after it starts" in backwards.content.decode()
    assert "Monday: 09:00–12:30 and 12:00–15:00 overlap." in overlapping.content.decode()

    client.post(f"{page}hours/{interval.pk}/remove/")

    assert not CalendarInterval.objects.exists()


def test_the_last_administrator_cannot_give_the_role_away(anna: User, signed_in: Callable[[User], Client]) -> None:
    page = signed_in(anna).post(f"/settings/logins/{anna.pk}/", {"roles": ["viewer"]}).content.decode()

    assert "This is the last administrator." in page
    assert list(RoleAssignment.objects.filter(user=anna).values_list("role", flat=True)) == ["administrator"]


def test_roles_are_given_and_taken(anna: User, ben: User, signed_in: Callable[[User], Client]) -> None:
    sent = {"roles": ["manager:sales", "viewer"], "person": ben.person.pk}

    signed_in(anna).post(f"/settings/logins/{ben.pk}/", sent)

    roles = set(RoleAssignment.objects.filter(user=ben).values_list("role", "function"))
    assert roles == {("manager", "sales"), ("viewer", None)}


def test_somebody_kept_out_has_no_roles_until_let_in_again(
    anna: User, ben: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(anna)

    client.post(f"/settings/logins/{ben.pk}/", {"keep_out": "1"})

    ben.refresh_from_db()
    assert not ben.is_active
    assert not RoleAssignment.objects.filter(user=ben).exists()

    client.post(f"/settings/logins/{ben.pk}/", {"let_in": "1", "roles": ["member:support"]})

    ben.refresh_from_db()
    assert ben.is_active
    assert RoleAssignment.objects.get(user=ben).function == "support"


def test_a_custom_field_of_choices_needs_choices(anna: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(anna)
    sent = {"kind_key": "account", "label": "Tier", "key": "tier", "type": "choice", "position": "0"}

    refused = client.post("/settings/fields/", {**sent, "options": " "}).content.decode()
    client.post("/settings/fields/", {**sent, "options": "Gold\n\nSilver \n"})

    field = CustomField.objects.get()
    assert "Write at least one choice" in refused
    assert field.options == ["Gold", "Silver"]

    client.post(f"/settings/fields/{field.pk}/", {"retire": "1"})

    field.refresh_from_db()
    assert field.retired_at == NOW


def test_a_person_decides_about_an_uncertain_mail(anna: User, signed_in: Callable[[User], Client]) -> None:
    mail = Mail.objects.create(
        key="k",
        to="x@example.com",
        subject="Hello",
        text="",
        state=MailState.UNCERTAIN,
        message_id="<1@x>",
        created_at=NOW,
        next_try_at=NOW,
    )
    client = signed_in(anna)

    client.post(f"/settings/mail/{mail.pk}/sent/")
    late = client.post(f"/settings/mail/{mail.pk}/resend/", follow=True).content.decode()

    mail.refresh_from_db()
    assert mail.state == MailState.SENT
    assert "no longer waiting for a decision" in late


def test_a_failed_job_is_tried_again(anna: User, signed_in: Callable[[User], Client]) -> None:
    job = Job.objects.create(name="x", key="x", state=State.FAILED, run_at=NOW, created_at=NOW, error="Refused")
    client = signed_in(anna)

    assert "Refused" in client.get("/settings/jobs/").content.decode()
    client.post(f"/settings/jobs/{job.pk}/retry/")

    job.refresh_from_db()
    assert job.state == State.QUEUED


def test_the_audit_tells_what_was_written_by_whom(anna: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(anna)
    client.post("/settings/company/", COMPANY)

    page = client.get(f"/audit/?who={anna.pk}").content.decode()

    assert "Northwind GmbH" in page
    assert "web:/settings/company/" in page
    assert "Nothing fits these filters" in client.get("/audit/?to=2020-01-01").content.decode()


def test_the_health_page_says_that_no_worker_is_up(anna: User, signed_in: Callable[[User], Client]) -> None:
    page = signed_in(anna).get("/settings/health/").content.decode()

    assert "No worker and no scheduler has been heard of" in page
    assert "Every change leaves a version." in page


def test_the_health_page_says_what_the_doctor_says(anna: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(anna)

    quick, thorough = (client.get(f"/settings/health/{asked}").context["findings"] for asked in ("", "?all=1"))

    assert sorted(map(str, thorough)) == sorted(map(str, examine(home=settings.HOME, now=NOW)))
    assert {finding.check for finding in quick} == {finding.check for finding in thorough}


def test_the_formats_of_numbers_are_shown_with_the_next_one_checked_and_kept(
    anna: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(anna)
    shown = client.get("/settings/numbers/").content.decode()
    formats = {
        "contract": "C-{year}-{number:04}",
        "credit_note": "CN-{year}-{number:05}",
        "invoice": "RE{number:6}",
        "quote": "Q-{year}-{number:04}",
        "case": "{number:05}",
    }

    refused = client.post("/settings/numbers/", {**formats, "quote": "Q"}).content.decode()
    assert not NumberFormat.objects.exists()
    kept = client.post("/settings/numbers/", formats, follow=True).content.decode()

    assert "The next one: 00001" in shown
    assert "Write {number} once and {year} at most once" in refused
    assert "The next one: RE000001" in kept
    assert list(NumberFormat.objects.values_list("kind_key", "format")) == [("invoice", "RE{number:6}")]


def test_definitions_are_set_checked_and_taken_back(anna: User, signed_in: Callable[[User], Client]) -> None:
    client = signed_in(anna)

    shown = client.get("/settings/definitions/").content.decode()
    refused = client.post("/settings/definitions/", {"data_return_days": "soon"}).content.decode()
    assert metric_settings() == {}
    client.post("/settings/definitions/", {"data_return_days": "14", "poc_stages": "Pilot, Trial"})

    assert 'href="/metrics/churn_reasons_and_exit/"' in shown
    assert "“soon” is no whole number from 0 to 3650." in refused
    assert metric_settings() == {"data_return_days": 14, "poc_stages": ("Pilot", "Trial")}
    client.post("/settings/definitions/", {"poc_stages": "Pilot, Trial"})
    assert metric_settings() == {"poc_stages": ("Pilot", "Trial")}


def test_a_definition_is_put_back_alone_and_its_number_tells_how_it_was_decided(
    anna: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(anna)
    client.post("/settings/definitions/", {"data_return_days": "14", "lag_quarters": "2"})
    shown = client.get("/metrics/sales_efficiency/").content.decode()

    client.post("/settings/definitions/put-back/", {"key": "lag_quarters"})
    then = client.get("/metrics/sales_efficiency/").content.decode()

    title = '<a href="/settings/definitions/#id_lag_quarters">Quarters between spending and winning</a>'
    assert f"{title}: 2 quarters" in shown
    assert f'{title}: 0 quarters <span class="quiet">(as it comes)</span>' in then
    assert metric_settings() == {"data_return_days": 14}
    assert client.post("/settings/definitions/put-back/", {"key": "lag_quarters"}).status_code == 404
