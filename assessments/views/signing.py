"""Checking, requesting, signing: the pages on which a submission changes hands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from assessments import workflow
from assessments.enums import SubmissionState
from assessments.forms.signing import ReasonForm, SignForm
from assessments.models import Submission
from assessments.pages.checking import check_page
from assessments.pages.dossier import dossier_of
from assessments.pages.signing import receipt_of, sign_page
from assessments.queries import signed_snapshot
from assessments.views.access import CHECKERS, RESULT_READERS, Request, of_own_bank
from assessments.views.page import show
from hive.banks.models import User
from hive.banks.roles import Role

OK, CONFLICT, INVALID = 200, 409, 422


@of_own_bank(*CHECKERS)
@require_safe
def check(request: Request, submission: Submission) -> HttpResponse:
    """Show every answer, what is missing and what contradicts."""
    return _check(request, submission)


@of_own_bank(Role.COORDINATOR)
@require_POST
def confirm(request: Request, submission: Submission) -> HttpResponse:
    """Confirm the sections that the page named, as they stood on it."""
    seen = dict(row.partition("@")[::2] for row in request.POST.getlist("section"))
    return _act(request, submission, workflow.confirm_sections, seen=seen)


@of_own_bank(Role.COORDINATOR)
@require_POST
def request_signoff(request: Request, submission: Submission) -> HttpResponse:
    """Ask the approver to sign."""
    return _act(request, submission, workflow.request_signoff)


@of_own_bank(Role.COORDINATOR)
@require_POST
def recall(request: Request, submission: Submission) -> HttpResponse:
    """Take the request back."""
    return _act(request, submission, workflow.recall)


@of_own_bank(Role.APPROVER)
@require_POST
def withdraw(request: Request, submission: Submission) -> HttpResponse:
    """Leave the cycle, with a reason."""
    form = ReasonForm(request.POST, prefix="withdraw")
    if not form.is_valid():
        return _check(request, submission, status=INVALID, withdrawal=form)
    return _act(request, submission, workflow.withdraw, reason=form.cleaned_data["reason"])


@of_own_bank(Role.APPROVER)
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: Request, submission: Submission) -> HttpResponse:
    """Show what is to be signed; sign it when the code is right."""
    if request.method != "POST":
        return _sign(request, submission)
    # Presses of the button queue up here: all but the first find it signed, whatever their code.
    with transaction.atomic():
        present = workflow.locked(submission)
        if SubmissionState(present.state).is_with_alliance:
            return redirect("assessments:receipt", pk=submission.pk)
        form = SignForm(request.user, request.POST)
        status = _sign_with(form, present, by=request.user)
    if status == OK:
        return redirect("assessments:receipt", pk=submission.pk)
    return _sign(request, _again(submission), form, status=status)


@of_own_bank(Role.APPROVER)
@require_POST
def send_back(request: Request, submission: Submission) -> HttpResponse:
    """Do not sign, and say why."""
    form = ReasonForm(request.POST, prefix="back")
    if not form.is_valid():
        return _sign(request, submission, refusal=form, status=INVALID)
    return _act(request, submission, workflow.send_back, reason=form.cleaned_data["reason"])


@of_own_bank(*RESULT_READERS)
@require_safe
def receipt(request: Request, submission: Submission) -> HttpResponse:
    """Show the proof of the last signing."""
    snapshot = signed_snapshot(submission)
    if snapshot is None:
        raise Http404
    dossier = dossier_of(submission, request.user)
    paper = receipt_of(submission, snapshot)
    return show(request, "assessments/receipt.html", dossier, receipt=paper)


def _act(
    request: Request, submission: Submission, verb: Callable[..., object], **more: Any
) -> HttpResponse:
    """Run a verb and show the check page, with the reason when it was refused."""
    try:
        verb(submission, by=request.user, **more)
    except PermissionDenied:
        raise
    except workflow.WorkflowError as error:
        return _check(request, _again(submission), status=CONFLICT, refused=str(error))
    return redirect("assessments:check", pk=submission.pk)


def _sign_with(form: SignForm, submission: Submission, *, by: User) -> int:
    """Sign when the code is right; the status says what became of it."""
    if not form.is_valid():
        return INVALID
    try:
        workflow.sign(submission, by=by)
    except PermissionDenied:
        raise
    except workflow.WorkflowError as error:
        form.add_error(None, str(error))
        return CONFLICT
    return OK


def _check(
    request: Request,
    submission: Submission,
    *,
    status: int = 200,
    refused: str = "",
    withdrawal: ReasonForm | None = None,
) -> HttpResponse:
    dossier = dossier_of(submission, request.user)
    return show(
        request,
        "assessments/check.html",
        dossier,
        status=status,
        page=check_page(dossier),
        refused=refused,
        withdrawal=withdrawal or ReasonForm(prefix="withdraw"),
    )


def _sign(
    request: Request,
    submission: Submission,
    form: SignForm | None = None,
    *,
    refusal: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    if submission.state != SubmissionState.AWAITING_SIGNOFF and status == 200:
        return redirect("assessments:check", pk=submission.pk)
    dossier = dossier_of(submission, request.user)
    return show(
        request,
        "assessments/sign.html",
        dossier,
        status=status,
        page=sign_page(dossier),
        form=form or SignForm(request.user),
        refusal=refusal or ReasonForm(prefix="back"),
    )


def _again(submission: Submission) -> Submission:
    """Read the row again after a verb was refused: somebody else was quicker."""
    submission.refresh_from_db(
        fields=["state", "state_since", "state_before_request", "requested_by", "requested_at"]
    )
    return submission
