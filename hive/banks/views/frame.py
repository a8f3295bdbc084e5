"""Language, health and refusals: what belongs to every page and to none."""

from __future__ import annotations

import shutil
import sys
from dataclasses import asdict
from typing import cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.db import Error as DatabaseFault
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from hive.alarm import TookTooLong
from hive.banks import workflow
from hive.banks.context import time_left
from hive.banks.language import keep_in_cookie
from hive.banks.requests import PersonRequest, is_from_script
from hive.banks.sessions import SessionStore

FREE_DISK_SHARE = 0.1
PLAIN = "text/plain; charset=utf-8"


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language of pages and come back to the same one."""
    language = request.POST.get("language", "")
    path = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        path = "/"
    response = redirect(path)
    if language in dict(settings.LANGUAGES):
        keep_in_cookie(response, language)
        if request.user.is_authenticated and request.user.language != language:
            workflow.choose_language(request.user, language=language, by=request.user)
    return response


@require_GET
@never_cache
def session(request: HttpRequest) -> HttpResponse:
    """Give a page that is open for long a fresh token, and say who is signed in where."""
    user, bank = request.user, cast(PersonRequest, request).bank
    signed_in = {"id": str(user.pk), "name": str(user)} if user.is_authenticated else None
    return JsonResponse(
        {
            "token": get_token(request),
            "person": signed_in,
            "bank": str(bank.pk) if bank else None,
            **asdict(time_left(request)),
        }
    )


@login_required
@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """Put off the end of the session, because the person pressed the button for it."""
    cast(SessionStore, request.session).touch(at_once=True)
    return JsonResponse(asdict(time_left(request)))


@require_GET
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer while the process lives."""
    return HttpResponse("ok", content_type=PLAIN)


@require_GET
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the site can work: database, migrations, cache table, room on the disk."""
    disk = shutil.disk_usage(settings.BASE_DIR)
    ready = has_migrated() and disk.free > disk.total * FREE_DISK_SHARE
    return HttpResponse(
        "ready" if ready else "not ready",
        content_type=PLAIN,
        status=200 if ready else 503,
    )


def has_migrated() -> bool:
    """Whether the database answers and has every migration."""
    executor = MigrationExecutor(connection)
    cache.get("ready")
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def closed(request: HttpRequest) -> HttpResponse:
    """Say that accounts are opened by invitation only."""
    return render(request, "account/signup_closed.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was too old to be trusted; what was typed has not been saved."""
    if is_from_script(request):
        text = _("This page was open too long to be trusted.")
        return JsonResponse({"error": text, "csrf": True}, status=403)
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault without asking the database or the session anything.

    503 for what passes by itself, work that had to be ended among it; 500 for the rest.
    """
    fault = sys.exception()
    if is_from_script(request):
        is_passing = isinstance(fault, (DatabaseFault, OSError, TookTooLong))
        text = _("This could not be saved just now. What you typed is still on the page.")
        return JsonResponse({"error": text}, status=503 if is_passing else 500)
    took_too_long = isinstance(fault, TookTooLong)
    context = {"contact": settings.HIVE_CONTACT_EMAIL, "took_too_long": took_too_long}
    return render(None, "500.html", context, status=503 if took_too_long else 500)
