"""Settings: exchange rates."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from tenure.foundation.organisation.models import ExchangeRate
from tenure.foundation.organisation.rates import newest_rates, remove_rate, save_rate
from tenure.interfaces.web.settings_pages.company import currency_choices
from tenure.interfaces.web.settings_pages.page import act_of, for_administrators, saved, settings_page
from tenure.interfaces.web.shell.toasts import toast

SHOWN = 200


class RateForm(forms.ModelForm):
    """One rate of one day."""

    from_currency = forms.ChoiceField(label="One unit of", choices=currency_choices)
    to_currency = forms.ChoiceField(label="is worth, in", choices=currency_choices)

    class Meta:
        model = ExchangeRate
        fields: ClassVar = ["from_currency", "rate", "to_currency", "on", "source"]
        labels: ClassVar = {"rate": "Rate", "on": "On", "source": "Source"}
        widgets: ClassVar = {"on": forms.DateInput(attrs={"type": "date"})}


@for_administrators
def rates(request: HttpRequest) -> HttpResponse:
    """Lists the newest rates and takes in another."""
    own = request.company.currency if request.company else ""
    form = RateForm(request.POST or None, initial={"to_currency": own, "on": request.today})
    if request.method == "POST" and saved(request, form, write=lambda: save_rate(**form.cleaned_data)):
        toast(request, text=f"{form.instance} was added.")
        return redirect("web:settings_rates")
    context = {"form": form, "rates": newest_rates()[:SHOWN]}
    return settings_page(request, page="rates", title="Exchange rates", context=context)


@for_administrators
@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Takes a rate out of use."""
    rate = get_object_or_404(ExchangeRate, pk=number)
    with act_of(request):
        remove_rate(rate=rate)
    toast(request, text=f"{rate} was removed.")
    return redirect("web:settings_rates")
