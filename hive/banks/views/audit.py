"""The auditor's page: the log without its values, the state of its seals, a signed export."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hive.audit import keys
from hive.audit.workflow import export_chosen, note_look
from hive.banks.access import role_required
from hive.banks.audit_forms import LogFilter
from hive.banks.auditing import events_visible_to, excerpt, narrowed, seal_state
from hive.banks.models import Bank
from hive.banks.requests import PersonRequest
from hive.banks.roles import Role
from hive.documents.naming import attachment

# One file holds at most this many events; more are had a stretch of time at a time.
MOST_EXPORTED = 20_000


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.AUDITOR)
def log(request: PersonRequest) -> HttpResponse:
    """Show the newest events; a POST narrows them and changes nothing. Every look is on record."""
    form = _filter(request)
    return _page(request, form, status=422 if form.errors else 200)


@require_POST
@role_required(Role.AUDITOR)
def export(request: PersonRequest) -> FileResponse | HttpResponse:
    """Hand out the events that the filter keeps, signed."""
    form = _filter(request)
    if not form.is_valid():
        return _page(request, form, status=422)
    events = narrowed(events_visible_to(request.user), form.cleaned_data).filter(seal__isnull=False)
    if events.order_by()[: MOST_EXPORTED + 1].count() > MOST_EXPORTED:
        text = _("These are more than %(count)s events. Choose a shorter time.")
        form.add_error("since", text % {"count": MOST_EXPORTED})
        return _page(request, form, status=422)
    now = timezone.now()
    rows = events.select_related("seal").order_by("seal__number").iterator()
    file = export_chosen(rows, chosen=form.chosen, made_at=now, by=request.user)
    response = FileResponse(file, content_type="application/jsonl")
    name = f"hive-audit-{timezone.localtime(now):%Y%m%d-%H%M%S}.jsonl"
    response["Content-Disposition"] = attachment(name)
    return response


def _filter(request: PersonRequest) -> LogFilter:
    """What was asked for; a press on a subject asks for everything about it."""
    banks = Bank.objects.visible_to(request.user)
    if request.method != "POST":
        return LogFilter(banks=banks)
    given = request.POST.copy()
    if about := given.get("about"):
        given["subject_type"], _separator, given["subject"] = about.partition(":")
    return LogFilter(given, banks=banks)


def _page(request: PersonRequest, form: LogFilter, *, status: int) -> HttpResponse:
    """Read, then note the look; a filter that was not understood shows nothing."""
    events = events_visible_to(request.user)
    given: Mapping[str, Any] = form.cleaned_data if form.is_bound else {}
    events = events.none() if form.errors else narrowed(events, given)
    page = excerpt(events, form.banks, before=given.get("before"), after=given.get("after"))
    state = seal_state(timezone.now())
    note_look(chosen=form.chosen, by=request.user)
    context = {"form": form, "page": page, "state": state, "public_key": keys.public_pem()}
    return render(request, "banks/audit.html", context, status=status)
