"""Settings: how quotes, contracts, invoices, credit notes and cases are numbered."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from tenure.foundation.records.kinds import Kind
from tenure.foundation.records.numbering import (
    NumberFormatError,
    checked_format,
    format_of,
    next_number,
    numbered_kinds,
    set_format,
)
from tenure.interfaces.web.settings_pages.page import for_administrators, saved, settings_page
from tenure.interfaces.web.shell.toasts import toast


class FormatField(forms.CharField):
    """A format from which numbers can be made."""

    def clean(self, value: Any) -> str:
        try:
            return checked_format(super().clean(value))
        except NumberFormatError as error:
            raise ValidationError(str(error)) from error


class NumbersForm(forms.Form):
    """One format for each numbered kind, with the number that comes next in it."""

    def __init__(self, *, kinds: list[Kind], today: date, data: Any = None) -> None:
        super().__init__(data)
        for kind in kinds:
            self.fields[kind.key] = FormatField(
                label=kind.plural,
                initial=format_of(kind),
                help_text=f"The next one: {next_number(kind=kind, year=today.year)}",
            )


@for_administrators
def numbers(request: HttpRequest) -> HttpResponse:
    """Shows and changes the formats."""
    kinds = numbered_kinds()
    form = NumbersForm(kinds=kinds, today=request.today, data=request.POST or None)

    def write() -> None:
        for kind in kinds:
            set_format(kind=kind, text=form.cleaned_data[kind.key])

    if request.method == "POST" and saved(request, form, write=write):
        toast(request, text="The numbers were saved.")
        return redirect("web:settings_numbers")
    return settings_page(request, page="numbers", title="Numbers", context={"form": form})
