"""The own sessions: where one is signed in, and ending that."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from hive.banks import workflow
from hive.banks.browsers import in_words
from hive.banks.models import Session
from hive.banks.requests import PersonRequest


@dataclass(frozen=True)
class SignedIn:
    """One session as it is listed."""

    session: Session
    browser: str
    is_present: bool


def sessions_of(request: PersonRequest) -> list[SignedIn]:
    """The person's sessions that are not over, the present one first."""
    rows = Session.objects.visible_to(request.user).defer("session_data")
    here = request.session.session_key
    listed = [SignedIn(row, in_words(row.browser), row.pk == here) for row in rows]
    return sorted(listed, key=lambda item: not item.is_present)


@login_required
@require_POST
def end_session(request: PersonRequest, handle: str) -> HttpResponse:
    """End one of the other sessions."""
    others = [item.session for item in sessions_of(request) if not item.is_present]
    session = next((row for row in others if row.handle == handle), None)
    if session is None:
        raise Http404
    workflow.end_session(request.user, session, by=request.user)
    messages.success(request, _("The session is ended."))
    return redirect("banks:account")


@login_required
@require_POST
def end_other_sessions(request: PersonRequest) -> HttpResponse:
    """End all sessions but the present one."""
    key = request.session.session_key or ""
    ended = workflow.end_other_sessions(request.user, keep=key, by=request.user)
    text = ngettext("%(count)d session is ended.", "%(count)d sessions are ended.", ended)
    messages.success(request, text % {"count": ended})
    return redirect("banks:account")
