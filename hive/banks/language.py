"""The language of pages: kept in a cookie, and on the account of whoever is signed in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse


def keep_in_cookie(response: HttpResponse, language: str) -> None:
    """Let the browser remember the language for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        path=settings.LANGUAGE_COOKIE_PATH,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
