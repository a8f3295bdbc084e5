"""Language, health and refusals: what belongs to every page and to none."""

from __future__ import annotations

import shutil

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from hive.banks import workflow
from hive.banks.language import keep_in_cookie

FREE_DISK_SHARE = 0.1


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
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer while the process lives."""
    return HttpResponse("ok", content_type="text/plain")


@require_GET
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the site can work: database, migrations, cache table, room on the disk."""
    disk = shutil.disk_usage(settings.BASE_DIR)
    ready = has_migrated() and disk.free > disk.total * FREE_DISK_SHARE
    return HttpResponse(
        "ready" if ready else "not ready",
        content_type="text/plain",
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
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault without asking the database or the session anything."""
    return render(None, "500.html", {"contact": settings.HIVE_CONTACT_EMAIL}, status=500)
