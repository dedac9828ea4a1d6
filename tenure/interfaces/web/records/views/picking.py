"""What a picker offers while one types."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenure.foundation.records.kinds import UnknownKindError, model_of
from tenure.interfaces.web.records.choosing import choices_for, new_address


@require_safe
def pick(request: HttpRequest, kind_key: str) -> HttpResponse:
    """The records of a kind that match the typed text, as options."""
    try:
        model = model_of(kind_key)
    except UnknownKindError as error:
        raise Http404("There is nothing to choose from here.") from error
    text = next((value for name, value in request.GET.items() if name == "q" or name.endswith(".text")), "")
    choices = choices_for(model=model, text=text, user=request.user)
    context = {"choices": choices, "text": text.strip(), "kind": model.kind}
    context["new_address"] = new_address(model=model, text=text, user=request.user) if "new" in request.GET else ""
    return render(request, "records/inputs/choices.html", context)
