"""Settings: business calendars with their working hours and holidays."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from tenure.foundation.organisation.business_time import Interval
from tenure.foundation.organisation.calendars import (
    CalendarInUseError,
    all_calendars,
    holidays_of,
    remove_calendar,
    save_calendar,
    week_of,
)
from tenure.foundation.organisation.models import BusinessCalendar, CalendarInterval, Holiday, Weekday
from tenure.interfaces.web.settings_pages.company import zone_choices
from tenure.interfaces.web.settings_pages.page import act_of, for_administrators, saved, settings_page
from tenure.interfaces.web.shell.toasts import toast

PARTS = {"hours": CalendarInterval, "holidays": Holiday}


class CalendarForm(forms.ModelForm):
    """A calendar's name and zone."""

    zone = forms.ChoiceField(label="Time zone", choices=zone_choices)

    class Meta:
        model = BusinessCalendar
        fields: ClassVar = ["name", "zone"]


class IntervalForm(forms.ModelForm):
    """A stretch of working time."""

    class Meta:
        model = CalendarInterval
        fields: ClassVar = ["weekday", "starts", "ends"]
        labels: ClassVar = {"weekday": "Day", "starts": "From", "ends": "Until"}
        widgets: ClassVar = {
            "starts": forms.TimeInput(attrs={"type": "time"}),
            "ends": forms.TimeInput(attrs={"type": "time"}),
        }


class HolidayForm(forms.ModelForm):
    """A day off."""

    class Meta:
        model = Holiday
        fields: ClassVar = ["on", "name"]
        labels: ClassVar = {"on": "Day"}
        widgets: ClassVar = {"on": forms.DateInput(attrs={"type": "date"})}


@for_administrators
def calendars(request: HttpRequest) -> HttpResponse:
    """Lists the calendars and begins another."""
    own = request.company.zone if request.company else "UTC"
    form = CalendarForm(request.POST or None, initial={"zone": own})
    made: list[BusinessCalendar] = []
    if request.method == "POST" and saved(request, form, write=lambda: made.append(_begin(form))):
        toast(request, text=f"The calendar {made[0]} was added. Now say when it works.")
        return redirect("web:settings_calendar", made[0].pk)
    context = {"form": form, "calendars": all_calendars()}
    return settings_page(request, page="calendars", title="Calendars", context=context)


@for_administrators
def calendar(request: HttpRequest, number: int) -> HttpResponse:
    """One calendar: its name and zone, its working hours, its holidays. Which form was sent says its button."""
    found = get_object_or_404(BusinessCalendar, pk=number)
    sent = request.POST.get("form", "")
    forms_by_name = _forms(request, found, sent)
    if sent == "remove":
        return _remove_calendar(request, found)
    if sent in forms_by_name and saved(
        request, forms_by_name[sent], write=lambda: _write(found, sent, forms_by_name[sent])
    ):
        toast(request, text="The calendar was saved.")
        return redirect("web:settings_calendar", number)
    intervals = found.intervals.order_by("weekday", "starts")
    week = [(day.label, [each for each in intervals if each.weekday == day]) for day in Weekday]
    context = {"calendar": found, "week": week, "holidays": found.holidays.order_by("on"), "forms": forms_by_name}
    return settings_page(request, page="calendar", title=found.name, context=context)


@for_administrators
@require_POST
def remove(request: HttpRequest, number: int, part: str, row: int) -> HttpResponse:
    """Takes one stretch of hours or one holiday out of a calendar."""
    if part not in PARTS:
        raise Http404(f"A calendar has no {part}.")
    gone = get_object_or_404(PARTS[part], pk=row, calendar_id=number)
    with act_of(request):
        _save(
            gone.calendar,
            intervals=[row for row in week_of(calendar=gone.calendar) if not _is_same(row, gone)],
            holidays={on: name for on, name in holidays_of(calendar=gone.calendar).items() if not _is_same(on, gone)},
        )
    toast(request, text="Removed.")
    return redirect("web:settings_calendar", number)


def _begin(form: CalendarForm) -> BusinessCalendar:
    return save_calendar(**form.cleaned_data, intervals=(), holidays={})


def _write(found: BusinessCalendar, sent: str, form: forms.ModelForm) -> None:
    """Gives the calendar what the form says: a name and zone, one more stretch of hours, or one more holiday."""
    given = form.cleaned_data
    if sent == "hours":
        new = Interval(given["weekday"], given["starts"], given["ends"])
        _save(found, intervals=[*week_of(calendar=found), new])
    elif sent == "holiday":
        _save(found, holidays={**holidays_of(calendar=found), given["on"]: given["name"]})
    else:
        _save(found, **given)


def _save(
    found: BusinessCalendar,
    *,
    name: str = "",
    zone: str = "",
    intervals: list[Interval] | None = None,
    holidays: dict[date, str] | None = None,
) -> None:
    save_calendar(
        calendar=found,
        name=name or found.name,
        zone=zone or found.zone,
        intervals=week_of(calendar=found) if intervals is None else intervals,
        holidays=holidays_of(calendar=found) if holidays is None else holidays,
    )


def _is_same(part: Interval | date, row: CalendarInterval | Holiday) -> bool:
    """Whether a stretch of the week or a day is the one in this row."""
    is_hours = isinstance(row, CalendarInterval)
    return part == (Interval(row.weekday, row.starts, row.ends) if is_hours else row.on)  # type: ignore[union-attr]


def _forms(request: HttpRequest, found: BusinessCalendar, sent: str) -> dict[str, forms.ModelForm]:
    def data(name: str) -> object:
        return request.POST if sent == name else None

    return {
        "calendar": CalendarForm(data("calendar"), instance=found, prefix="calendar"),
        "hours": IntervalForm(data("hours"), instance=CalendarInterval(calendar=found), prefix="hours"),
        "holiday": HolidayForm(data("holiday"), instance=Holiday(calendar=found), prefix="holiday"),
    }


def _remove_calendar(request: HttpRequest, found: BusinessCalendar) -> HttpResponse:
    try:
        with act_of(request):
            remove_calendar(calendar=found)
    except CalendarInUseError as error:
        toast(request, text=str(error), level=messages.ERROR)
        return redirect("web:settings_calendar", found.pk)
    toast(request, text=f"The calendar {found} was removed.")
    return redirect("web:settings_calendars")
