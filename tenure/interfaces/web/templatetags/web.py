"""The tags and filters of every page: `{% load web %}`."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import format_html

from tenure.foundation.records.kinds import Kind, implied_by
from tenure.foundation.records.model import Record
from tenure.interfaces.web import addresses
from tenure.interfaces.web.records.note_text import as_html
from tenure.interfaces.web.settings_pages.menu import SettingsGroup, settings_menu
from tenure.interfaces.web.shell import wording
from tenure.interfaces.web.shell.assets import built_url
from tenure.interfaces.web.shell.today import company_zone

register = template.Library()
_PLAIN_INPUTS = {"checkbox": "form-check-input", "radio": "form-check-input", "select": "form-select"}


@register.simple_tag
@cache
def icon(name: str, label: str = "", size: str = "") -> str:
    """An icon of the sprite, by its Tabler name. With a label it is read aloud, without it is decoration."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else format_html('aria-hidden="{}"', "true")
    shape = format_html('<use href="{}#{}"></use>', built_url("icons.svg"), name)
    return format_html('<svg class="icon{}" {}>{}</svg>', f" icon-{size}" if size else "", spoken, shape)


@register.filter
def implies(record: Record, name: str) -> bool:
    """Whether the record's other values already say what this field is, so that it need not be told."""
    given = {one.given: getattr(record, one.given) for one in record.kind.implied}
    return name in implied_by(kind=record.kind, values=given)


@register.simple_tag
def built(name: str) -> str:
    """The address of a built file, such as `app.css`; it changes with what the file holds."""
    return built_url(name)


@register.simple_tag(takes_context=True)
def day(context: template.Context, value: date | datetime | None, empty: str = "—") -> str:
    """A day in words near today (“in 12 days”), exact on hover."""
    if value is None:
        return format_html('<span class="quiet">{}</span>', empty)
    exact = value.astimezone(company_zone(context.get("company"))).date() if isinstance(value, datetime) else value
    words = wording.day_in_words(day=exact, today=context["today"])
    return format_html('<time datetime="{}" title="{}">{}</time>', exact.isoformat(), wording.exact_day(exact), words)


@register.simple_tag(takes_context=True)
def instant(context: template.Context, value: datetime | None, empty: str = "—") -> str:
    """An instant in words near now, the company's local time on hover."""
    if value is None:
        return format_html('<span class="quiet">{}</span>', empty)
    local = value.astimezone(company_zone(context.get("company")))
    words = wording.instant_in_words(at=local, today=context["today"])
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', value.isoformat(), wording.exact_instant(local), words
    )


@register.filter
def money(value: Decimal | None, currency: str = "") -> str:
    """An exact amount with its currency, such as “€1,234.50”."""
    return "—" if value is None else wording.money(amount=value, currency=currency)


@register.simple_tag
def amount(value: Decimal | None, currency: str = "") -> str:
    """An amount shortened where it is large (“$2.4M”), exact on hover."""
    if value is None:
        return format_html('<span class="quiet">{}</span>', "—")
    exact = wording.money(amount=value, currency=currency)
    return format_html('<data value="{}" title="{}">{}</data>', value, exact, wording.short_money(value, currency))


@register.simple_tag
def state(tone: str, text: str) -> str:
    """A status in a colour that means something (good, warn, bad, or empty for none), with a shape beside it."""
    shapes = {"good": "circle-check", "warn": "alert-triangle", "bad": "alert-octagon"}
    shape = icon(shapes[tone]) if tone in shapes else ""
    return format_html('<span class="state{}">{}{}</span>', f" state-{tone}" if tone else "", shape, text)


@register.simple_tag(takes_context=True)
def without_day(context: template.Context) -> str:
    """The address of this page, today."""
    rest = context["request"].GET.copy()
    rest.pop("as_of", None)
    return f"?{rest.urlencode()}" if rest else context["request"].path


@register.filter
def slug(kind: Kind) -> str:
    """The kind's word in addresses."""
    return addresses.slug_of(kind)


@register.filter
def markdown(text: str) -> str:
    """A text in Markdown as safe HTML."""
    return as_html(text)


@register.filter
def record_url(record: Any) -> str:
    """The address of a record's page."""
    return addresses.record_url(record)


@register.filter
def initials(person: Any) -> str:
    """Two letters for a person."""
    return wording.initials(str(person))


@register.filter
def control(field: BoundField) -> str:
    """A form field's control in the look of the product, tied to its error message."""
    css = _PLAIN_INPUTS.get(field.widget_type, "form-control")
    repeats = str(field.field.widget.attrs.get("placeholder", "")).startswith(str(field.label))
    attrs: dict[str, Any] = {"placeholder": False} if repeats else {}
    attrs |= {"class": f"{css} {field.field.widget.attrs.get('class', '')}".strip()}
    if field.errors:
        attrs |= {"class": f"{attrs['class']} is-invalid", "aria-describedby": f"{field.id_for_label}-error"}
    return field.as_widget(attrs=attrs)


@register.filter
def notification_icon(kind: str) -> str:
    """The icon of why somebody is told something."""
    icons = {"mention": "at", "task": "checkbox", "job": "progress-check", "mail": "mail-exclamation", "alert": "bell"}
    return icons.get(kind, "bell")


@register.simple_tag
def percent(done: int, total: int | None) -> int:
    """How much is done, in whole percent."""
    return min(100, done * 100 // total) if total else 0


@register.simple_tag(takes_context=True)
def settings_nav(context: template.Context) -> list[SettingsGroup]:
    """The list of settings pages, for the pages of one's own account."""
    return settings_menu(user=context["request"].user)


@register.simple_tag
def list_order(asked: Any, name: str) -> str:
    """The address of a list in order of a column; the other way round where it is in this order already."""
    is_turned = asked.order.name == name and not asked.order.is_descending
    return str(asked.address(sort=f"{'-' if is_turned else ''}{name}"))


@register.simple_tag
def list_without(asked: Any, part: str) -> str:
    """The address of a list without one part of its filter."""
    return str(asked.without(part))


@register.filter
def at(values: Any, name: str) -> Any:
    """What a mapping holds under a name, empty where it holds nothing."""
    return values.get(name, "")
