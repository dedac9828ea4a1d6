"""The addresses of the audit."""

from __future__ import annotations

from django.urls import path

from tenure.interfaces.web.audit.page import audit, download

urlpatterns = [path("", audit, name="audit"), path("download/", download, name="audit_download")]
