"""Pages that anybody may read."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


def site_page(template: str) -> Callable[[HttpRequest], HttpResponse]:
    """A view that shows one template."""

    @require_safe
    def view(request: HttpRequest) -> HttpResponse:
        names = {
            "session_cookie": settings.SESSION_COOKIE_NAME,
            "csrf_cookie": settings.CSRF_COOKIE_NAME,
            "known_cookie": settings.HIVE_KNOWN_COOKIE_NAME,
            "language_cookie": settings.LANGUAGE_COOKIE_NAME,
        }
        return render(request, f"banks/{template}.html", names)

    return view


guide = site_page("help")
privacy = site_page("privacy")
cookies = site_page("cookies")
accessibility = site_page("accessibility")
contact = site_page("contact")
