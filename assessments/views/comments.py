"""Comments on a question: read, write, resolve."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from assessments import workflow
from assessments.forms.comments import CommentForm
from assessments.models import Submission
from assessments.pages.comments import CommentsPage, comments_page
from assessments.pages.dossier import dossier_of
from assessments.views.access import READERS, Request, of_own_bank
from assessments.views.page import show


@of_own_bank(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: Request, submission: Submission, code: str) -> HttpResponse:
    """Show both threads of a question; write in one of them."""
    page = comments_page(dossier_of(submission, request.user), code)
    if request.method != "POST":
        return _show(request, page)
    to_alliance = "alliance-text" in request.POST
    form = CommentForm(request.POST, prefix="alliance" if to_alliance else "bank")
    if not form.is_valid():
        return _show(request, page, form)
    question = submission.cycle.edition.questions.get(code=code)
    text = form.cleaned_data["text"]
    workflow.comment(submission, question, by=request.user, text=text, to_alliance=to_alliance)
    return redirect("assessments:comments", pk=submission.pk, code=code)


@of_own_bank(*READERS)
@require_POST
def resolve(request: Request, submission: Submission, code: str) -> HttpResponse:
    """Mark the comments that the page showed as resolved."""
    comments_page(dossier_of(submission, request.user), code)
    seen = {UUID(key) for key in request.POST.getlist("seen") if _is_uuid(key)}
    workflow.resolve_comments(submission, seen, by=request.user)
    return redirect("assessments:comments", pk=submission.pk, code=code)


def _show(request: Request, page: CommentsPage, invalid: CommentForm | None = None) -> HttpResponse:
    forms = [
        invalid if invalid and invalid.prefix == thread.name else
        CommentForm(prefix=thread.name, hint=thread.hint)
        for thread in page.threads
    ]  # fmt: skip
    return show(
        request,
        "assessments/comments.html",
        page.dossier,
        status=422 if invalid else 200,
        page=page,
        talks=list(zip(page.threads, forms, strict=True)),
        invalid=invalid,
    )


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
