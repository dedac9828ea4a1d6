"""The addresses of record pages and of what is done on them."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from tenure.interfaces.web.records.converters import PublicIdConverter
from tenure.interfaces.web.records.views import (
    creating,
    editing,
    erasing,
    files,
    history,
    merging,
    page,
    parts,
    picking,
    work,
)
from tenure.interfaces.web.records.views import taking_back as back

register_converter(PublicIdConverter, "public_id")
RECORD = "<slug:slug>/<public_id:public_id>/"

urlpatterns: list[URLPattern] = [
    path("pick/<slug:kind_key>/", picking.pick, name="pick"),
    path("undo/<int:change_id>/", back.undo, name="undo"),
    path("<slug:slug>/new/", creating.new, name="new"),
    path("<slug:slug>/new/alike/", creating.alike, name="new_alike"),
    path(RECORD, page.record, name="record"),
    path(f"{RECORD}timeline/", page.timeline, name="record_timeline"),
    path(f"{RECORD}field/<str:name>/", editing.field, name="record_field"),
    path(f"{RECORD}change/", editing.change, name="record_change"),
    path(f"{RECORD}correct/", editing.correct, name="record_correct"),
    path(f"{RECORD}parts/<slug:part_slug>/", parts.table, name="parts"),
    path(f"{RECORD}parts/<slug:part_slug>/new/", parts.new, name="part_new"),
    path(f"{RECORD}parts/<slug:part_slug>/<public_id:part_id>/", parts.edit, name="part_edit"),
    path(f"{RECORD}history/compare/", history.compare, name="record_compare"),
    path(f"{RECORD}history/<int:version_id>/restore/", history.restore, name="record_restore"),
    path(f"{RECORD}delete/", back.delete, name="record_delete"),
    path(f"{RECORD}undelete/", back.undelete, name="record_undelete"),
    path(f"{RECORD}merge/", merging.merge, name="record_merge"),
    path(f"{RECORD}unmerge/", merging.unmerge, name="record_unmerge"),
    path(f"{RECORD}erase/", erasing.erase, name="record_erase"),
    path(f"{RECORD}files/", files.files, name="record_files"),
    path(f"{RECORD}files/<int:number>/", files.download, name="record_file"),
    path(f"{RECORD}files/<int:number>/remove/", files.remove_file, name="record_file_remove"),
    path(f"{RECORD}files/<int:number>/put-back/", files.put_back_file, name="record_file_put_back"),
    path(f"{RECORD}tasks/", work.tasks, name="record_tasks"),
    path(f"{RECORD}tasks/<public_id:task_id>/done/", work.done, name="record_task_done"),
    path(f"{RECORD}notes/", work.notes, name="record_notes"),
]
