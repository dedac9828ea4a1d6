"""The addresses of the pages of data quality."""

from __future__ import annotations

from django.urls import path

from tenure.interfaces.web.quality_page.page import quality_page, quality_rule

urlpatterns = [
    path("", quality_page, name="quality"),
    path("<slug:key>/", quality_rule, name="quality_rule"),
]
