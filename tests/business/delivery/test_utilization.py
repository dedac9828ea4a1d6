"""How much of people's time is billed."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest

from tenure.foundation.organisation.models import CalendarInterval, Holiday
from tests.business.samples import sample
from tests.support.demo_company import Demo
from tests.support.numbers import Numbers

MARCH = ("2026-03-01", "2026-04-01")  # 22 working days
FIRST = date(2026, 3, 2)


def resource(weekly: int | None = 40, **values: Any) -> Any:
    person = values.pop("person", None) or sample("person", hired_on=date(2025, 1, 1))
    return sample("resource", person=person, weekly_hours=weekly, **values)


def calendar(*, days: tuple[int, ...] = (0, 1, 2, 3, 4), holidays: tuple[date, ...] = ()) -> Any:
    made = sample("calendar", name="Office", zone="UTC")
    for weekday in days:
        CalendarInterval.objects.create(calendar=made, weekday=weekday, starts=time(9), ends=time(17))
    for day in holidays:
        Holiday.objects.create(calendar=made, on=day, name="Holiday")
    return made


def worked(by: Any, hours: float, day: date = FIRST, *, billable: bool = True, **values: Any) -> Any:
    return sample("time_entry", person=by.person, hours=hours, on=day, billable=billable, **values)


def test_billable_of_what_is_left_after_a_holiday_and_leave(numbers: Numbers) -> None:
    one = resource(calendar=calendar(holidays=(date(2026, 3, 20), date(2026, 3, 22))))
    for day in (16, 17):
        sample("leave", person=one.person, on=date(2026, 3, day), hours=8)
    worked(one, 114)
    worked(one, 20, billable=False, project=sample("project"))
    worked(one, 5, billable=False)

    assert numbers.value("contracted_hours", *MARCH) == pytest.approx(176)
    assert numbers.value("available_hours", *MARCH) == pytest.approx(152)
    assert numbers.value("team_utilization", *MARCH) == pytest.approx(0.75)
    assert numbers.value("gross_utilization", *MARCH) == pytest.approx(114 / 176)
    assert numbers.value("productive_utilization", *MARCH) == pytest.approx(134 / 152)


def test_without_a_calendar_a_week_has_five_equal_days(numbers: Numbers) -> None:
    resource()

    assert numbers.value("available_hours", *MARCH) == pytest.approx(176)
    assert numbers.value("available_hours", "2026-03-07", "2026-03-09") == 0


def test_the_calendar_says_which_days_take_the_hours(numbers: Numbers) -> None:
    resource(weekly=24, calendar=calendar(days=(0, 1, 5)))

    assert numbers.value("available_hours", "2026-03-07", "2026-03-08") == pytest.approx(8)
    assert numbers.value("available_hours", "2026-03-04", "2026-03-05") == 0


@pytest.mark.parametrize(
    ("values", "hours"),
    [
        ({"available_from": date(2026, 3, 30)}, 16),
        ({"available_to": date(2026, 3, 3)}, 16),
        ({"available_from": date(2026, 4, 1)}, 0),
    ],
)
def test_days_before_and_after_do_not_count(numbers: Numbers, values: Any, hours: int) -> None:
    resource(**values)

    assert numbers.value("available_hours", *MARCH) == pytest.approx(hours)


def test_who_left_has_no_more_hours(numbers: Numbers) -> None:
    resource(person=sample("person", hired_on=date(2026, 3, 2), left_on=date(2026, 3, 6)))

    assert numbers.value("available_hours", *MARCH) == pytest.approx(40)


def test_leave_takes_no_more_than_a_day_has(numbers: Numbers) -> None:
    one = resource()
    sample("leave", person=one.person, on=date(2026, 3, 7), hours=8)
    sample("leave", person=one.person, on=date(2026, 3, 9), hours=12)
    sample("leave", person=one.person, on=date(2026, 3, 10), hours=None)

    assert numbers.value("available_hours", *MARCH) == pytest.approx(160)


def test_all_on_leave_is_unknown_and_overtime_is_above_one(numbers: Numbers) -> None:
    one = resource()
    for place in range(5):
        sample("leave", person=one.person, on=FIRST + timedelta(days=place), hours=8)
    worked(one, 45, date(2026, 3, 9))

    assert numbers.value("team_utilization", "2026-03-02", "2026-03-07") is None
    assert numbers.value("team_utilization", "2026-03-09", "2026-03-14") == pytest.approx(1.125)
    assert numbers.value("timesheets_in", "2026-03-09", "2026-03-14") == pytest.approx(0.2)


def test_a_team_is_its_hours_over_its_hours(numbers: Numbers) -> None:
    for weekly, hours in ((40, 88), (20, 66)):
        worked(resource(weekly=weekly, team="Onboarding", role="Consultant"), hours)
    worked(resource(team="Desk"), 44)
    project = sample("project", name="Launch")
    worked(resource(team="Desk"), 44, project=project)

    assert numbers.cut("team_utilization", *MARCH, by="team") == {
        "Onboarding": pytest.approx(154 / 264),
        "Desk": pytest.approx(0.25),
    }
    assert numbers.cut("billable_share_of_all", *MARCH, by="project")["Launch"] == pytest.approx(44 / 616)


def test_the_demo_company_agrees_with_plain_sql(demo: Demo) -> None:
    expected = demo.number(
        """SELECT sum(t.hours) FROM delivery_timeentry t LEFT JOIN delivery_project p ON p.id = t.project_id
           LEFT JOIN accounts_account a ON a.id = coalesce(p.account_id, t.account_id)
           WHERE t.deleted_at IS NULL AND t.billable AND t."on" BETWEEN '2026-04-01' AND '2026-06-30'
             AND NOT coalesce(a.is_internal, 0)
             AND EXISTS (SELECT 1 FROM delivery_resource r WHERE r.person_id = t.person_id AND r.deleted_at IS NULL)"""
    )

    found = demo.numbers.value("billable_hours", "2026-04-01", "2026-07-01", as_of="2026-06-30")
    assert found == pytest.approx(expected)
    assert 0 < demo.numbers.value("team_utilization", "2026-04-01", "2026-07-01", as_of="2026-06-30") < 1.5
