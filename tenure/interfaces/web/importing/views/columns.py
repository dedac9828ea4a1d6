"""The second step: which column fills which field, and what the file leaves open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from tenure.interfaces.ingest.columns import Topic
from tenure.interfaces.ingest.mapping.errors import MappingError
from tenure.interfaces.ingest.mapping.reading import read_mapping, write_mapping
from tenure.interfaces.ingest.mapping.schema import Mapping
from tenure.interfaces.web.importing import editing
from tenure.interfaces.web.importing.asking import questions_of
from tenure.interfaces.web.importing.columns import MISSING, section_of
from tenure.interfaces.web.importing.finding import map_anew, profile_from_json
from tenure.interfaces.web.importing.told import told_of
from tenure.interfaces.web.importing.views.steps import mapping_of, of_draft, page
from tenure.interfaces.web.models import ImportDraft
from tenure.interfaces.web.shell.toasts import toast
from tenure.interfaces.web.shell.today import now_of

Given = dict[str, Any]


@of_draft
@require_safe
def columns(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """The matched columns, the questions, and what each field gets."""
    mapping = mapping_of(draft)
    if mapping is None:
        return redirect("web:import_draft_files", draft.key)
    return page(request, name="columns", draft=draft, context=_context(draft, mapping))


@of_draft
@require_POST
def change(request: HttpRequest, draft: ImportDraft, what: str) -> HttpResponse:
    """Changes one thing about the mapping and shows it again."""
    if what not in CHANGES:
        raise Http404(f"A mapping cannot be told to {what}.")
    with transaction.atomic():
        draft = ImportDraft.objects.select_for_update().get(pk=draft.pk)
        before = mapping_of(draft)
        if before is None:
            return redirect("web:import_draft_files", draft.key)
        try:
            after = CHANGES[what](before, draft, request.POST.dict())
            draft.mapping = write_mapping(after)
            read_mapping(draft.mapping)
        except MappingError as error:
            after, draft.mapping = before, write_mapping(before)
            toast(request, text=_told(error), level=messages.ERROR)
        except (KeyError, IndexError, ValueError):
            return HttpResponseBadRequest("This page is outdated. Reload it.", content_type="text/plain; charset=utf-8")
        draft.revision += 1
        draft.changed_at = now_of(request)
        draft.save()
    return render(request, "importing/matching.html", {"draft": draft, **_context(draft, after)})


@of_draft
@require_POST
def anew(request: HttpRequest, draft: ImportDraft) -> HttpResponse:
    """Works the mapping out from the files again."""
    map_anew(draft=draft, now=now_of(request))
    return redirect("web:import_draft_columns", draft.key)


def _context(draft: ImportDraft, mapping: Mapping) -> dict[str, Any]:
    sections = [section_of(draft=draft, mapping=mapping, place=place) for place in range(len(mapping.targets))]
    return {
        "mapping": mapping,
        "sections": sections,
        "questions": questions_of(draft=draft, mapping=mapping),
        "ways_out": MISSING,
        "origin": draft.found.get("origin"),
    }


def _told(error: MappingError) -> str:
    if any("at least one field" in fault.message for fault in error.faults):
        return "One column at least has to fill a field. To leave out the whole table, say so under Files."
    return " ".join(str(fault) for fault in error.faults[:2])


def _assign(mapping: Mapping, draft: ImportDraft, given: Given) -> Mapping:
    place = int(given["place"])
    column = told_of(draft, mapping.targets[place])["columns"][int(given["column"])]
    return editing.assign(mapping, place=place, profile=profile_from_json(column), choice=given["choice"])


def _way(mapping: Mapping, draft: ImportDraft, given: Given) -> Mapping:
    settings: dict[str, Any] = {}
    if "way" in given:
        settings["find"] = [given["way"]]
    if "missing" in given:
        settings["missing"] = given["missing"]
    return editing.set_rule(mapping, place=int(given["place"]), field=given["field"], **settings)


def _meaning(mapping: Mapping, draft: ImportDraft, given: Given) -> Mapping:
    return editing.set_meaning(
        mapping,
        place=int(given["place"]),
        field=given["field"],
        value=given["value"],
        meaning=given["meaning"] or None,
    )


def _answer(mapping: Mapping, draft: ImportDraft, given: Given) -> Mapping:
    return editing.set_format(
        mapping,
        place=int(given["place"]),
        field=given["field"],
        topic=Topic(given["topic"]),
        value=given.get("answer", ""),
    )


def _match(mapping: Mapping, draft: ImportDraft, given: Given) -> Mapping:
    return editing.set_match(mapping, place=int(given["place"]), field=given["match"])


def _constant(mapping: Mapping, draft: ImportDraft, given: Given) -> Mapping:
    value = None if "remove" in given else given["value"].strip()
    if value == "":
        return mapping
    return editing.set_constant(mapping, place=int(given["place"]), field=given["field"], value=value)


CHANGES: dict[str, Callable[[Mapping, ImportDraft, Given], Mapping]] = {
    "assign": _assign,
    "way": _way,
    "meaning": _meaning,
    "answer": _answer,
    "match": _match,
    "constant": _constant,
}
