"""Who signs: seen and changed by the coordinator, also while the signature is awaited."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from assessments.approvers import name_approver
from assessments.forms.signers import ColleagueForm, NewSignerForm
from assessments.models import Submission
from assessments.pages.dossier import dossier_of
from assessments.pages.signers import signers_page
from assessments.views.access import Request, of_own_bank
from assessments.views.page import show
from hive.banks import workflow
from hive.banks.queries import members_of
from hive.banks.roles import Role


@of_own_bank(Role.COORDINATOR)
@require_safe
def signers(request: Request, submission: Submission) -> HttpResponse:
    """Show who signs and who could."""
    return _show(request, submission)


@of_own_bank(Role.COORDINATOR)
@require_POST
def name(request: Request, submission: Submission) -> HttpResponse:
    """Make a colleague approver."""
    page = signers_page(dossier_of(submission, request.user))
    form = ColleagueForm(page.colleagues, request.POST)
    if not form.is_valid():
        return _show(request, submission, colleague=form)
    return _act(request, submission, name_approver, submission, form.chosen)


@of_own_bank(Role.COORDINATOR)
@require_POST
def invite(request: Request, submission: Submission) -> HttpResponse:
    """Invite somebody to sign."""
    form = NewSignerForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data | {"role": Role.APPROVER, "bank": submission.bank}
        return _act(request, submission, workflow.invite, **given)
    return _show(request, submission, new=form)


@of_own_bank(Role.COORDINATOR)
@require_POST
def end(request: Request, submission: Submission, member: UUID) -> HttpResponse:
    """End an approver's role."""
    approvers = members_of(submission.bank).filter(role=Role.APPROVER)
    membership = get_object_or_404(approvers, pk=member)
    return _act(request, submission, workflow.revoke_role, membership)


def _act(
    request: Request, submission: Submission, verb: Callable[..., object], *args: Any, **more: Any
) -> HttpResponse:
    """Run a verb about people and show the page again, with what became of it."""
    try:
        verb(*args, **more, by=request.user)
    except PermissionDenied:
        raise
    except workflow.WorkflowError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Saved."))
    return redirect("assessments:signers", pk=submission.pk)


def _show(
    request: Request,
    submission: Submission,
    *,
    colleague: ColleagueForm | None = None,
    new: NewSignerForm | None = None,
) -> HttpResponse:
    page = signers_page(dossier_of(submission, request.user))
    return show(
        request,
        "assessments/signers.html",
        page.dossier,
        status=422 if colleague or new else 200,
        page=page,
        colleague=colleague or ColleagueForm(page.colleagues),
        new=new or NewSignerForm(initial={"language": request.user.language}),
    )
