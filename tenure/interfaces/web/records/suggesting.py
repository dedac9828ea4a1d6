"""Words that a text field proposes: what ships for it, and what the company wrote into it lately."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tenure.foundation.records.model import Record
from tenure.lifecycle.content.reading import suggestions

# Short texts that are worth being written alike, because people count by them.
COUNTED_BY = frozenset(
    {
        *("stage", "lead_source", "lost_reason", "decline_reason", "termination_reason", "disqualified_reason"),
        *("industry", "region", "segment", "tier", "touch_model", "department", "topic", "category", "team"),
    }
)
LOOKED_AT = 2_000
MOST = 40


class SuggestedText(forms.TextInput):
    """A line of text that proposes words and takes any other."""

    def __init__(self, *, model: type[Record], field: str, attrs: dict[str, str]) -> None:
        super().__init__({**attrs, "list": f"words-{model.kind.key}-{field}"})
        self._model = model
        self._field = field

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The input with the words beside it."""
        words = proposed(model=self._model, field=self._field)
        options = format_html_join("", '<option value="{}">', ((word,) for word in words))
        text = super().render(name, value, attrs, renderer)
        return format_html('{}<datalist id="{}">{}</datalist>', text, self.attrs["list"], options)


def proposes(*, model: type[Record], field: str) -> bool:
    """Whether the field proposes words."""
    return field in COUNTED_BY or bool(suggestions(kind=model.kind.key, field=field))


def proposed(*, model: type[Record], field: str) -> list[str]:
    """What is written into the field most often of late, then what ships for it."""
    lately = model.objects.order_by("-pk").values_list(field, flat=True)[:LOOKED_AT]
    used = [word for word, _ in Counter(word for word in lately if word).most_common(MOST)]
    return list(dict.fromkeys([*used, *suggestions(kind=model.kind.key, field=field)]))
