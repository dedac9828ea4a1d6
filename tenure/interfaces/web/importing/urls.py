"""The addresses of imports."""

from __future__ import annotations

from django.urls import path

from tenure.interfaces.web.importing.views import columns, duplicates, files, mapping, past, trying

urlpatterns = [
    path("", past.imports, name="imports"),
    path("new/", files.new, name="import_new"),
    path("duplicates/", duplicates.duplicates, name="duplicates"),
    path("duplicates/apart/", duplicates.apart, name="duplicates_apart"),
    path("duplicates/<int:number>/<str:choice>/", duplicates.decide, name="duplicates_decide"),
    path("drafts/<str:key>/", files.files, name="import_draft_files"),
    path("drafts/<str:key>/reading/", files.reading, name="import_draft_reading"),
    path("drafts/<str:key>/files/<int:place>/remove/", files.remove, name="import_draft_remove"),
    path("drafts/<str:key>/kind/", files.kind, name="import_draft_kind"),
    path("drafts/<str:key>/source/", files.source, name="import_draft_source"),
    path("drafts/<str:key>/ready/", files.ready, name="import_draft_ready"),
    path("drafts/<str:key>/discard/", files.discard, name="import_draft_discard"),
    path("drafts/<str:key>/columns/", columns.columns, name="import_draft_columns"),
    path("drafts/<str:key>/columns/anew/", columns.anew, name="import_draft_anew"),
    path("drafts/<str:key>/columns/<str:what>/", columns.change, name="import_draft_change"),
    path("drafts/<str:key>/mapping/", mapping.mapping, name="import_draft_mapping"),
    path("drafts/<str:key>/mapping/file/", mapping.download, name="import_draft_mapping_file"),
    path("drafts/<str:key>/try/", trying.trying, name="import_draft_try"),
    path("drafts/<str:key>/try/state/", trying.state, name="import_draft_state"),
    path("drafts/<str:key>/try/again/", trying.again, name="import_draft_again"),
    path("drafts/<str:key>/try/stop/", trying.stop, name="import_draft_stop"),
    path("drafts/<str:key>/run/", trying.run, name="import_draft_run"),
    path("<str:key>/", past.one, name="import"),
    path("<str:key>/state/", past.state, name="import_state"),
    path("<str:key>/stop/", past.stop, name="import_stop"),
    path("<str:key>/go-on/", past.go_on, name="import_go_on"),
    path("<str:key>/mend/", past.mend, name="import_mend"),
    path("<str:key>/undo/", past.undo, name="import_undo"),
    path("<str:key>/undo/state/", past.undo_state, name="import_undo_state"),
    path("<str:key>/rejected.csv", past.rejected, name="import_rejected"),
    path("<str:key>/mapping.yaml", past.mapping, name="import_mapping"),
    path("<str:key>/records/<str:slug>/", past.records, name="import_records"),
]
