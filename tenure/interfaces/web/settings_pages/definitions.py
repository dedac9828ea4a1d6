"""Settings: the parameters of definitions, with the numbers that each of them moves."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_POST

from tenure.engine.metrics.registry import catalogue
from tenure.engine.metrics.settings import find_settings, moved_by, room_of
from tenure.engine.relations.settings import Setting, SettingError, Takes
from tenure.foundation.organisation.metric_settings import metric_settings, reset_metric_setting, set_metric_setting
from tenure.foundation.organisation.models import MetricSetting
from tenure.interfaces.web.metrics.catalogue import FUNCTIONS
from tenure.interfaces.web.settings_pages.page import act_of, for_administrators, saved, settings_page
from tenure.interfaces.web.shell.toasts import toast

MOST_NAMED = 4
COMPANY = "company"
LINE = forms.TextInput(attrs={"class": "form-control", "autocomplete": "off"})


class SettingField(forms.CharField):
    """A setting as a person writes it; left empty, what the definition comes with holds."""

    def __init__(self, *, setting: Setting, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.setting = setting

    def clean(self, value: Any) -> Any:
        """The value; nothing for an empty field. Raises `ValidationError`."""
        text = super().clean(value).strip()
        if not text:
            return None
        try:
            return self.setting.read(text)
        except SettingError as error:
            raise ValidationError(str(error)) from error


class DefinitionsForm(forms.Form):
    """One field for each setting, by the function that answers for it."""

    def __init__(self, *, data: Any = None) -> None:
        super().__init__(data)
        held = metric_settings()
        for key, setting in _in_order():
            self.fields[key] = SettingField(
                setting=setting,
                label=setting.title,
                initial=setting.told(held.get(key)),
                widget=_widget(setting),
                help_text=_help(setting),
            )
            self.fields[key].is_set = key in held  # type: ignore[attr-defined]

    def sections(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """Each function with its settings."""
        for function, fields in groupby(self, key=lambda field: _function(find_settings()[field.name])):
            yield function, list(fields)


@for_administrators
def definitions(request: HttpRequest) -> HttpResponse:
    """Shows and changes what the company may set of its definitions."""
    form = DefinitionsForm(data=request.POST or None)

    def write() -> None:
        for key, value in form.cleaned_data.items():
            if value is None:
                reset_metric_setting(key=key)
            else:
                set_metric_setting(key=key, value=value)

    if request.method == "POST" and saved(request, form, write=write):
        toast(request, text="The definitions were saved; all numbers follow them from now on.")
        return redirect("web:settings_definitions")
    return settings_page(request, page="definitions", title="Definitions", context={"form": form})


@for_administrators
@require_POST
def put_back(request: HttpRequest) -> HttpResponse:
    """Takes one setting back: what the definition comes with holds again."""
    row = get_object_or_404(MetricSetting, key=request.POST.get("key", ""))
    setting = find_settings().get(row.key)
    with act_of(request):
        reset_metric_setting(key=row.key)
    title = setting.title if setting else row.key
    toast(request, text=f"“{title}” is as it comes again; all numbers follow it from now on.")
    return redirect("web:settings_definitions")


def _in_order() -> list[tuple[str, Setting]]:
    return sorted(find_settings().items(), key=lambda one: (FUNCTIONS.index(_function(one[1])), one[0]))


def _function(setting: Setting) -> str:
    """The function that answers for the setting: its room's, or else the company."""
    room = room_of(setting)
    return room if room in FUNCTIONS else COMPANY


def _widget(setting: Setting) -> forms.Widget:
    if setting.takes is Takes.CHOICE:
        usual = ("", f"As it comes ({setting.default})")
        return forms.Select(choices=[usual, *((one, one) for one in setting.choices)], attrs={"class": "form-select"})
    usual_words = setting.told(setting.default) or setting.otherwise
    return forms.TextInput(attrs={**LINE.attrs, "placeholder": usual_words})


def _help(setting: Setting) -> str:
    usual = setting.told(setting.default) or setting.otherwise
    unit = f" {setting.unit}" if setting.unit and setting.default is not None else ""
    metrics = moved_by(setting, catalogue=catalogue())
    links = format_html_join(
        ", ",
        '<a href="{}">{}</a>',
        ((reverse("web:metric", args=[one.key]), one.title) for one in metrics[:MOST_NAMED]),
    )
    if not metrics:
        return format_html("{} As it comes: {}{}. Moves {}.", setting.about, usual, unit, setting.moves)
    more = f" and {len(metrics) - MOST_NAMED} more" if len(metrics) > MOST_NAMED else ""
    return format_html("{} As it comes: {}{}. Moves {}{}.", setting.about, usual, unit, links, more)
