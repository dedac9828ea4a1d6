"""The addresses of the first steps."""

from __future__ import annotations

from django.urls import path

from tenure.interfaces.web.first_run import page

urlpatterns = [
    path("", page.first_steps, name="first_steps"),
    path("choose/", page.choose, name="first_steps_choose"),
    path("put-away/", page.away, name="first_steps_away"),
    path("agree/", page.agree, name="first_steps_agree"),
    path("first-page/", page.first_page, name="first_steps_first_page"),
]
