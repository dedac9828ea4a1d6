"""Settings: business calendars with their working hours and holidays."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from tenure.foundation.organisation.business_time import Interval
from tenure.foundation.organisation.calendars import check_intervals, snapshot
from tenure.foundation.organisation.models import BusinessCalendar, CalendarInterval, Company, Holiday, Weekday
from tenure.interfaces.web.settings_pages.company import zone_choices
from tenure.interfaces.web.settings_pages.page import for_administrators, refused, removed, saved, settings_page
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
    if request.method == "POST" and saved(request, form):
        toast(request, text=f"The calendar {form.instance} was added. Now say when it works.")
        return redirect("web:settings_calendar", form.instance.pk)
    found = BusinessCalendar.objects.order_by("name").prefetch_related("intervals", "holidays")
    return settings_page(request, page="calendars", title="Calendars", context={"form": form, "calendars": found})


@for_administrators
def calendar(request: HttpRequest, number: int) -> HttpResponse:
    """One calendar: its name and zone, its working hours, its holidays. Which form was sent says its button."""
    found = get_object_or_404(BusinessCalendar, pk=number)
    sent = request.POST.get("form", "")
    forms_by_name = _forms(request, found, sent)
    if request.method == "POST":
        if sent == "remove":
            return _remove_calendar(request, found)
        if sent in forms_by_name and _fits(found, forms_by_name[sent]) and saved(request, forms_by_name[sent]):
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
    removed(request, get_object_or_404(PARTS[part], pk=row, calendar_id=number))
    toast(request, text="Removed.")
    return redirect("web:settings_calendar", number)


def _forms(request: HttpRequest, found: BusinessCalendar, sent: str) -> dict[str, forms.ModelForm]:
    def data(name: str) -> object:
        return request.POST if sent == name else None

    return {
        "calendar": CalendarForm(data("calendar"), instance=found, prefix="calendar"),
        "hours": IntervalForm(data("hours"), instance=CalendarInterval(calendar=found), prefix="hours"),
        "holiday": HolidayForm(data("holiday"), instance=Holiday(calendar=found), prefix="holiday"),
    }


def _fits(found: BusinessCalendar, form: forms.ModelForm) -> bool:
    """Whether new hours leave the week without an overlap; if not, the form says with which."""
    if not isinstance(form, IntervalForm) or not form.is_valid():
        return form.is_valid()
    new = Interval(form.cleaned_data["weekday"], form.cleaned_data["starts"], form.cleaned_data["ends"])
    try:
        check_intervals([*snapshot(calendar=found).intervals, new])
    except ValidationError as error:
        refused(form, error)
    return form.is_valid()


def _remove_calendar(request: HttpRequest, found: BusinessCalendar) -> HttpResponse:
    if Company.objects.filter(default_calendar=found).exists():
        toast(
            request,
            text="The company works by this calendar. Choose another under Company first.",
            level=messages.ERROR,
        )
        return redirect("web:settings_calendar", found.pk)
    try:
        removed(request, found)
    except ProtectedError:
        toast(request, text="This calendar is in use, so it stays.", level=messages.ERROR)
        return redirect("web:settings_calendar", found.pk)
    toast(request, text=f"The calendar {found} was removed.")
    return redirect("web:settings_calendars")
