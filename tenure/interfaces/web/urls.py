"""The addresses of the web pages. Fixed words come before the slugs of kinds."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from tenure.interfaces.web.home.page import home
from tenure.interfaces.web.inbox import page as inbox
from tenure.interfaces.web.inbox.tasks import tick
from tenure.interfaces.web.invitation.page import accept_invitation
from tenure.interfaces.web.palette.page import palette
from tenure.interfaces.web.search_page.page import search_page

app_name = "web"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/bell/", inbox.bell, name="bell"),
    path("inbox/read/", inbox.read_all, name="inbox_read_all"),
    path("inbox/tasks/<str:public_id>/", tick, name="task_tick"),
    path("inbox/<int:number>/", inbox.open_one, name="inbox_open"),
    path("search/", search_page, name="search"),
    path("palette/", palette, name="palette"),
    path("account/invitation/<str:token>/", accept_invitation, name="invitation"),
    path("settings/", include("tenure.interfaces.web.settings_pages.urls")),
    path("audit/", include("tenure.interfaces.web.audit.urls")),
    path("first-steps/", include("tenure.interfaces.web.first_run.urls")),
    path("dashboards/", include("tenure.interfaces.web.dashboards.urls")),
    path("metrics/", include("tenure.interfaces.web.metrics.urls")),
    path("data-quality/", include("tenure.interfaces.web.quality_page.urls")),
    path("imports/", include("tenure.interfaces.web.importing.urls")),
    path("", include("tenure.interfaces.web.lists.urls")),
    path("", include("tenure.interfaces.web.records.urls")),
]
