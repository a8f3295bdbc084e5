"""The scan of the sealed page: attaching it, and handing it out again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from assessments.forms.sealing import SealedPageForm
from assessments.models import SealedPage, Submission
from assessments.pages.dossier import Dossier, dossier_of
from assessments.pages.sealing import seal_of
from assessments.views.access import CHECKERS, RESULT_READERS, Request, of_own_bank
from assessments.views.evidence_files import disposition, inert, response_with
from assessments.views.page import show
from assessments.workflow import WorkflowError, attach_sealed_page
from hive.audit.log import record
from hive.banks.access import holds
from hive.banks.roles import REVIEWERS
from hive.documents import shelf


@of_own_bank(*CHECKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def sealed_page(request: Request, submission: Submission) -> HttpResponse:
    """Say what to print, seal and scan; take the scan."""
    dossier = dossier_of(submission, request.user)
    if request.method != "POST":
        if seal_of(dossier) is None:
            return redirect("assessments:check", pk=submission.pk)
        return _show(request, dossier, SealedPageForm())
    form = SealedPageForm(request.POST, request.FILES)
    status = _attach(form, dossier)
    if status != 200:
        return _show(request, dossier, form, status)
    messages.success(request, _("The sealed page is attached."))
    is_signer = dossier.is_approver and dossier.user != submission.requested_by
    return redirect("assessments:sign" if is_signer else "assessments:check", pk=submission.pk)


@login_required
@require_safe
@inert
def file(request: Request, pk: UUID, item: UUID) -> FileResponse:
    """Hand out the scan as it is kept, to be saved; who took it is on record."""
    row = _readable(request, pk, item)
    response = response_with(row.stored_name, row.content_type)
    response["Content-Disposition"] = disposition(row, _("Sealed page"), "sealed-page")
    if request.method == "GET":
        bank = row.submission.bank_id
        record("sealed_page.downloaded", row, by=request.user, bank=bank)
    return response


@login_required
@require_safe
@inert
def preview(request: Request, pk: UUID, item: UUID, page: int) -> FileResponse:
    """Show the picture that was made of a page."""
    row = _readable(request, pk, item)
    if not 1 <= page <= row.previews:
        raise Http404
    return response_with(shelf.preview_of(row.stored_name, page), "image/png")


def _readable(request: Request, pk: UUID, item: UUID) -> SealedPage:
    """Find a scan of the present bank, or one that something was signed with for reviewers."""
    rows = SealedPage.objects.visible_to(request.user).select_related("submission__bank")
    row = get_object_or_404(rows, pk=item, submission=pk)
    if request.user.has_role(*REVIEWERS):
        return row
    if row.submission.bank != request.bank:
        raise Http404
    if not holds(request, *RESULT_READERS):
        raise PermissionDenied
    return row


def _attach(form: SealedPageForm, dossier: Dossier) -> int:
    """Attach the scan; a status other than 200 says that it was refused."""
    if not form.is_valid() or form.taken is None:
        return form.status
    try:
        with form.taken as taken:
            attach_sealed_page(dossier.submission, taken, by=dossier.user)
    except PermissionDenied:
        raise
    except WorkflowError as refusal:
        form.add_error(None, str(refusal))
        return 409
    return 200


def _show(
    request: Request, dossier: Dossier, form: SealedPageForm, status: int = 200
) -> HttpResponse:
    return show(
        request,
        "assessments/sealed_page.html",
        dossier,
        status=status,
        seal=seal_of(dossier),
        form=form,
    )
