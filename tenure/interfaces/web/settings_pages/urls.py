"""The addresses of the settings."""

from __future__ import annotations

from django.urls import path

from tenure.interfaces.web.settings_pages import (
    calendars,
    company,
    content,
    definitions,
    fields,
    health,
    invitations,
    jobs,
    mail,
    numbers,
    overview,
    profile,
    rates,
    rights,
    users,
)

urlpatterns = [
    path("", overview.overview, name="settings"),
    path("profile/", profile.profile, name="settings_profile"),
    path("company/", company.company, name="settings_company"),
    path("first-steps/", overview.first_steps, name="settings_first_steps"),
    path("imports/", overview.imports, name="settings_imports"),
    path("rates/", rates.rates, name="settings_rates"),
    path("rates/<int:number>/remove/", rates.remove, name="settings_rates_remove"),
    path("calendars/", calendars.calendars, name="settings_calendars"),
    path("calendars/<int:number>/", calendars.calendar, name="settings_calendar"),
    path("calendars/<int:number>/<str:part>/<int:row>/remove/", calendars.remove, name="settings_calendar_remove"),
    path("logins/", users.users, name="settings_users"),
    path("logins/<int:number>/", users.user, name="settings_user"),
    path("invitations/", invitations.invitations, name="settings_invitations"),
    path("invitations/<int:number>/revoke/", invitations.revoke_one, name="settings_invitations_revoke"),
    path("rights/", rights.rights, name="settings_rights"),
    path("rights/<int:number>/remove/", rights.remove, name="settings_rights_remove"),
    path("fields/", fields.fields, name="settings_fields"),
    path("fields/<int:number>/", fields.field, name="settings_field"),
    path("numbers/", numbers.numbers, name="settings_numbers"),
    path("definitions/", definitions.definitions, name="settings_definitions"),
    path("definitions/put-back/", definitions.put_back, name="settings_definitions_put_back"),
    path("content/", content.content, name="settings_content"),
    path("content/load/", content.load, name="settings_content_load"),
    path("content/<slug:topic>/<slug:name>/", content.piece, name="settings_content_piece"),
    path("jobs/", jobs.jobs, name="settings_jobs"),
    path("jobs/<int:number>/progress/", jobs.progress, name="settings_jobs_progress"),
    path("jobs/<int:number>/<str:action>/", jobs.settle, name="settings_jobs_settle"),
    path("mail/", mail.mail, name="settings_mail"),
    path("mail/<int:number>/<str:action>/", mail.settle, name="settings_mail_settle"),
    path("health/", health.health, name="settings_health"),
]
