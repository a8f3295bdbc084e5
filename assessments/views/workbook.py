"""The Excel round trip: download, upload, look, confirm."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from assessments.forms.workbook import ConfirmForm, DownloadForm, UploadForm
from assessments.models import Submission, UploadedWorkbook
from assessments.pages.dossier import Dossier, dossier_of
from assessments.pages.workbook import PreviewPage, WorkbookPage
from assessments.views.access import FILLERS, Request, of_own_bank
from assessments.views.page import show
from assessments.workbook.export import file_name, workbook_of
from assessments.workbook.faults import Faulty
from assessments.workbook.taking import compare_waiting, own_parts, take, waiting
from assessments.workflow import Overtaken, WorkflowError, discard_workbook, enter_workbook
from hive.documents.naming import attachment
from hive.documents.sheets.writing import CONTENT_TYPE

OK, CONFLICT, INVALID = 200, 409, 422

get_or_post = require_http_methods(["GET", "HEAD", "POST"])


@of_own_bank(*FILLERS)
@get_or_post
def workbook(request: Request, submission: Submission) -> HttpResponse:
    """Offer the workbook; read the one that comes back and lead on to what it would change."""
    dossier = dossier_of(submission, request.user)
    if request.method != "POST":
        return _show(request, dossier, UploadForm())
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, dossier, form, status=INVALID)
    try:
        take(form.content, dossier)
    except Faulty as error:
        return _show(request, dossier, form, error, status=INVALID)
    except PermissionDenied:
        raise
    except WorkflowError as error:
        form.add_error(None, str(error))
        return _show(request, dossier, form, status=CONFLICT)
    return redirect("assessments:workbook_preview", pk=submission.pk)


@of_own_bank(*FILLERS)
@require_safe
def workbook_file(request: Request, submission: Submission) -> HttpResponse:
    """Hand out the workbook with the answers as they stand."""
    dossier = dossier_of(submission, request.user)
    parts = own_parts(dossier)
    if not parts:
        return redirect("assessments:workbook", pk=submission.pk)
    form = DownloadForm(parts, request.GET or {"part": "all", "language": "both"})
    if not form.is_valid():
        raise Http404
    chosen, language = form.chosen(), form.cleaned_data["language"]
    content = workbook_of(submission, dossier.sheet, chosen, language=language)
    is_whole = dossier.is_coordinator and len(chosen) == len(parts)
    name = file_name(submission, chosen, is_whole=is_whole)
    return HttpResponse(content, CONTENT_TYPE, headers={"Content-Disposition": attachment(name)})


@of_own_bank(*FILLERS)
@get_or_post
def workbook_preview(request: Request, submission: Submission) -> HttpResponse:
    """Show what an upload would change; save all of it, or give it up."""
    dossier = dossier_of(submission, request.user)
    uploaded = waiting(dossier)
    if uploaded is None:
        return redirect("assessments:workbook", pk=submission.pk)
    if request.method != "POST":
        return _preview(request, dossier, uploaded)
    if "discard" in request.POST:
        discard_workbook(uploaded, by=request.user)
        return redirect("assessments:workbook", pk=submission.pk)
    return _confirm(request, dossier, uploaded)


def _confirm(request: Request, dossier: Dossier, uploaded: UploadedWorkbook) -> HttpResponse:
    form = ConfirmForm(compare_waiting(uploaded, dossier), request.POST)
    if form.is_overtaken:
        return _preview(request, dossier, uploaded, refused=str(Overtaken()), status=CONFLICT)
    if not form.is_valid():
        return _preview(request, dossier, uploaded, form, status=INVALID)
    try:
        count = enter_workbook(uploaded, list(form.wishes()), by=request.user)
    except PermissionDenied:
        raise
    except WorkflowError as error:
        again = dossier_of(dossier.submission, request.user)
        return _preview(request, again, uploaded, refused=str(error), status=CONFLICT)
    text = ngettext(
        "%(n)s answer saved from the workbook.", "%(n)s answers saved from the workbook.", count
    )
    messages.success(request, text % {"n": count})
    return redirect("assessments:tasks", pk=dossier.submission.pk)


def _show(
    request: Request,
    dossier: Dossier,
    form: UploadForm,
    error: Faulty | None = None,
    *,
    status: int = OK,
) -> HttpResponse:
    page = WorkbookPage(
        dossier=dossier,
        download=DownloadForm(own_parts(dossier)),
        upload=form,
        waiting=waiting(dossier),
        error=error,
    )
    return show(request, "assessments/workbook.html", dossier, status=status, page=page)


def _preview(
    request: Request,
    dossier: Dossier,
    uploaded: UploadedWorkbook,
    form: ConfirmForm | None = None,
    *,
    refused: str = "",
    status: int = OK,
) -> HttpResponse:
    comparison = form.comparison if form else compare_waiting(uploaded, dossier)
    page = PreviewPage(dossier, uploaded, comparison, form or ConfirmForm(comparison), refused)
    return show(request, "assessments/workbook_preview.html", dossier, status=status, page=page)
