"""The addresses of the product; each interface brings its own."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

handler400 = "tenure.interfaces.web.shell.errors.bad_request"
handler403 = "tenure.interfaces.web.shell.errors.forbidden"
handler404 = "tenure.interfaces.web.shell.errors.missing"
handler500 = "tenure.interfaces.web.shell.errors.broken"

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
    path("", include("tenure.interfaces.web.urls")),
]
