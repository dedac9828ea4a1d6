"""The addresses of dashboards."""

from __future__ import annotations

from django.urls import path

from tenure.interfaces.web.dashboards import own
from tenure.interfaces.web.dashboards.pack import board_pack_download
from tenure.interfaces.web.dashboards.page import dashboard_page, dashboards_page, tile_download

urlpatterns = [
    path("", dashboards_page, name="dashboards"),
    path("new/", own.new_dashboard, name="dashboard_new"),
    path("add/<slug:key>/", own.add_to_dashboard, name="dashboard_add"),
    path("<slug:slug>/", dashboard_page, name="dashboard"),
    path("<slug:slug>/<int:place>/download/", tile_download, name="tile_download"),
    path("<slug:slug>/board-pack.<slug:format>", board_pack_download, name="board_pack"),
    path("<slug:slug>/copy/", own.copy_dashboard, name="dashboard_copy"),
    path("<slug:slug>/change/", own.change, name="dashboard_change"),
    path("<slug:slug>/order/", own.order, name="dashboard_order"),
    path("<slug:slug>/delete/", own.delete, name="dashboard_delete"),
    path("<slug:slug>/<int:number>/take-away/", own.take_away, name="tile_take_away"),
]
