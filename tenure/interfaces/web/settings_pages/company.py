"""Settings: the company itself."""

from __future__ import annotations

from typing import ClassVar
from zoneinfo import available_timezones

from babel.numbers import get_currency_name, list_currencies
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tenure.foundation.organisation.company import save_company
from tenure.foundation.organisation.models import Company
from tenure.interfaces.web.settings_pages.page import for_administrators, saved, settings_page
from tenure.interfaces.web.shell.toasts import toast

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def currency_choices() -> list[tuple[str, str]]:
    """Every currency in use, by code, with its name."""
    return [(code, f"{code} · {get_currency_name(code, locale='en')}") for code in sorted(list_currencies("en"))]


def zone_choices() -> list[tuple[str, str]]:
    """Every time zone, by region."""
    return [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if "/" in zone or zone == "UTC"]


class CompanyForm(forms.ModelForm):
    """The company's name, currency, zone and fiscal year."""

    currency = forms.ChoiceField(choices=currency_choices, help_text="Numbers are told in this currency.")
    zone = forms.ChoiceField(label="Time zone", choices=zone_choices, help_text="Decides when a day begins and ends.")
    fiscal_year_start_month = forms.TypedChoiceField(
        label="Fiscal year starts in", coerce=int, choices=list(enumerate(MONTHS, start=1))
    )

    class Meta:
        model = Company
        fields: ClassVar = [
            "name",
            "currency",
            "zone",
            "fiscal_year_start_month",
            "week_start",
            "default_calendar",
            "rate_max_age_days",
        ]
        labels: ClassVar = {
            "week_start": "Weeks start on",
            "rate_max_age_days": "Longest age of an exchange rate, in days",
            "default_calendar": "Business calendar",
        }


@for_administrators
def company(request: HttpRequest) -> HttpResponse:
    """Shows and changes the company."""
    form = CompanyForm(request.POST or None, instance=request.company)
    if request.method == "POST" and saved(request, form, write=lambda: save_company(values=form.cleaned_data)):
        toast(request, text="The company was saved.")
        return redirect("web:settings_company")
    return settings_page(request, page="company", title="Company", context={"form": form})
