"""The addresses of lists and boards."""

from __future__ import annotations

from django.urls import URLPattern, path

from tenure.interfaces.web.boards import views as boards
from tenure.interfaces.web.lists import bulk_views, views

urlpatterns: list[URLPattern] = [
    path("<slug:slug>/", views.records, name="list"),
    path("<slug:slug>/totals/", views.sums, name="list_totals"),
    path("<slug:slug>/filter/", views.narrow, name="list_filter"),
    path("<slug:slug>/count/", views.count, name="list_count"),
    path("<slug:slug>/columns/", views.columns, name="list_columns"),
    path("<slug:slug>/widths/", views.widths, name="list_widths"),
    path("<slug:slug>/views/", views.save_view, name="list_view_save"),
    path("<slug:slug>/views/<int:number>/delete/", views.delete_view, name="list_view_delete"),
    path("<slug:slug>/opens-with/", views.opens_with, name="list_opens_with"),
    path("<slug:slug>/bulk/", bulk_views.bulk, name="list_bulk"),
    path("<slug:slug>/bulk/delete/", bulk_views.bulk_delete, name="list_bulk_delete"),
    path("<slug:slug>/export.<slug:format>", views.download, name="list_export"),
    path("<slug:slug>/board/", boards.board, name="board"),
    path("<slug:slug>/board/move/", boards.move, name="board_move"),
]
