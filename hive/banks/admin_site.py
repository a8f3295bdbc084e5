"""The alliance's admin: Django's own, behind our sign-in and our roles."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from hive.banks.access import second_factor_at


class HiveAdminSite(AdminSite):
    """Opens for people of the alliance who have shown their second factor."""

    site_title = _("Hive")
    site_header = _("Hive: the alliance's workplace")
    index_title = _("What your role opens")
    site_url = "/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Ask for an active account, a role at the alliance and the second factor."""
        user = request.user
        return (
            user.is_authenticated
            and user.is_active
            and user.is_at_alliance
            and second_factor_at(request) is not None
        )

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Refuse signed-in people whom the admin is not for; strangers are sent to sign in."""
        checked = super().admin_view(view, cacheable)

        @wraps(checked)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return checked(request, *args, **kwargs)

        return guarded

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Sign in where everybody does."""
        return redirect_to_login(request.GET.get("next", request.get_full_path()))

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Sign out where everybody does."""
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Change the password where everybody does."""
        return redirect("account_change_password")


site = HiveAdminSite(name="admin")
