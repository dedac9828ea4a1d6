"""The product's addresses, and the Django admin's changelist of accounts with the same columns and rows per page."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.http import HttpRequest
from django.urls import path

from tenure.business.accounts.models import Account
from tenure.configuration.urls import urlpatterns as product

ROWS_PER_PAGE = 50


class OpenSite(AdminSite):
    """An admin that lets everyone in: it is there to be measured."""

    def has_permission(self, request: HttpRequest) -> bool:
        return True


class AccountAdmin(ModelAdmin):
    """The changelist as one would set it up for the same work."""

    list_display = Account.kind.columns
    list_per_page = ROWS_PER_PAGE
    list_select_related = True
    list_filter = ("status",)
    search_fields = ("name", "domain")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


site = OpenSite(name="admin")
site.register(Account, AccountAdmin)
urlpatterns = [path("admin/", site.urls), *product]
