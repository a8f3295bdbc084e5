"""What the bank writes beside its answers: notes on remarks, replies to queries."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from assessments.forms.signing import NoteForm, ReplyForm
from assessments.models import Submission
from assessments.pages.dossier import dossier_of
from assessments.pages.queries import QueryPage, query_page
from assessments.pages.remarks import RemarkPage, remark_page
from assessments.views.access import FILLERS, Request, of_own_bank
from assessments.views.page import show
from assessments.workflow import NotAllowed, WorkflowError
from assessments.workflow import explain as write_note
from assessments.workflow import reply as write_reply

OK, CONFLICT, INVALID = 200, 409, 422


@of_own_bank(*FILLERS)
@require_http_methods(["GET", "HEAD", "POST"])
def explain(request: Request, submission: Submission, check: str, about: str) -> HttpResponse:
    """Show a warning with its answers; write down why they are right."""
    page = remark_page(dossier_of(submission, request.user), check, about)
    form = NoteForm(
        request.POST if request.method == "POST" else None, initial={"text": page.holding}
    )
    if request.method != "POST":
        return _show(request, page, form, OK)
    if not form.is_valid():
        return _show(request, page, form, INVALID)
    text, questions = form.cleaned_data["text"], page.remark.finding.questions
    try:
        write_note(submission, check=check, questions=questions, text=text, by=request.user)
    except NotAllowed:
        raise
    except WorkflowError as error:
        form.add_error(None, str(error))
        return _show(request, page, form, CONFLICT)
    return redirect(page.back)


@of_own_bank(*FILLERS)
@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: Request, submission: Submission, query: UUID) -> HttpResponse:
    """Show a query of the alliance; write down what the bank says to it."""
    page = query_page(dossier_of(submission, request.user), query)
    form = ReplyForm(
        request.POST if request.method == "POST" else None, initial={"text": page.query.reply}
    )
    if request.method != "POST":
        return _show_query(request, page, form, OK)
    if not form.is_valid():
        return _show_query(request, page, form, INVALID)
    try:
        write_reply(page.query, text=form.cleaned_data["text"], by=request.user)
    except NotAllowed:
        raise
    except WorkflowError as error:
        form.add_error(None, str(error))
        return _show_query(request, page, form, CONFLICT)
    return redirect(page.back)


def _show(request: Request, page: RemarkPage, form: NoteForm, status: int) -> HttpResponse:
    template = "assessments/explain.html"
    return show(request, template, page.dossier, status=status, page=page, form=form)


def _show_query(request: Request, page: QueryPage, form: ReplyForm, status: int) -> HttpResponse:
    template = "assessments/reply.html"
    return show(request, template, page.dossier, status=status, page=page, form=form)
