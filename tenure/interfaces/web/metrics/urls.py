"""The addresses of the pages of numbers."""

from __future__ import annotations

from django.urls import path

from tenure.interfaces.web.metrics.catalogue import metrics_page
from tenure.interfaces.web.metrics.made_of import all_made_of, made_of_page
from tenure.interfaces.web.metrics.owners import metric_owner
from tenure.interfaces.web.metrics.page import metric_page
from tenure.interfaces.web.metrics.restated import restated_page
from tenure.interfaces.web.metrics.rows import metric_download, metric_rows

urlpatterns = [
    path("", metrics_page, name="metrics"),
    path("made-of/", all_made_of, name="all_made_of"),
    path("<slug:key>/", metric_page, name="metric"),
    path("<slug:key>/rows/", metric_rows, name="metric_rows"),
    path("<slug:key>/owner/", metric_owner, name="metric_owner"),
    path("<slug:key>/restated/", restated_page, name="metric_restated"),
    path("<slug:key>/made-of/", made_of_page, name="metric_made_of"),
    path("<slug:key>/download/", metric_download, name="metric_download"),
]
