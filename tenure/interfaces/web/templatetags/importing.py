"""Whether a page offers to import: `{% load importing %}`."""

from __future__ import annotations

from django import template

from tenure.foundation.access.rights import may
from tenure.foundation.records.kinds import Kind
from tenure.interfaces.web.importing.rights import NEEDED

register = template.Library()


@register.simple_tag(takes_context=True)
def may_import(context: template.Context, kind: Kind) -> bool:
    """Whether whoever opened the page may import records of this kind."""
    user = context["request"].user
    return all(may(user=user, action=action, kind=kind) for action in NEEDED)
