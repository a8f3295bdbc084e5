"""The first page, and the way from the navigation to the present submission."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from assessments.models import Submission
from assessments.pages.checking import check_page
from assessments.pages.dashboard import dashboard_of
from assessments.pages.dossier import dossier_of
from assessments.queries import current_submission
from assessments.views.access import CHECKERS, READERS, Request
from assessments.views.page import show
from hive.banks.access import role_required
from hive.banks.roles import Role


@login_required
@require_safe
def dashboard(request: Request) -> HttpResponse:
    """Say what is next, how far the bank is, who is who."""
    if request.user.is_at_alliance:
        only_reads_the_log = request.user.roles == {Role.AUDITOR}
        return redirect("banks:audit" if only_reads_the_log else "admin:index")
    submission = current_submission(request.bank) if request.bank else None
    if submission is None:
        return render(request, "assessments/no_cycle.html")
    page = dashboard_of(submission, request.user)
    return show(request, "assessments/dashboard.html", page.dossier, page=page)


@role_required(*READERS)
@require_safe
def questionnaire(request: Request) -> HttpResponse:
    """Lead to the present task list."""
    return redirect(_current(request))


@role_required(*CHECKERS)
@require_safe
def checking(request: Request) -> HttpResponse:
    """Lead to the page on which the person checks or signs."""
    submission = _current(request)
    may_sign = check_page(dossier_of(submission, request.user)).may_sign
    return redirect("assessments:sign" if may_sign else "assessments:check", pk=submission.pk)


def _current(request: Request) -> Submission:
    submission = current_submission(request.bank) if request.bank else None
    if submission is None:
        raise Http404
    return submission
