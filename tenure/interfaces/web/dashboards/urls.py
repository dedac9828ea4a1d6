"""The addresses of dashboards."""

from __future__ import annotations

from django.urls import path

from tenure.interfaces.web.dashboards.page import dashboard_page, dashboards_page, tile_download

urlpatterns = [
    path("", dashboards_page, name="dashboards"),
    path("<slug:slug>/", dashboard_page, name="dashboard"),
    path("<slug:slug>/<int:place>/download/", tile_download, name="tile_download"),
]
