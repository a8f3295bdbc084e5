"""The questionnaire as PDF, blank and filled, in either language."""

from __future__ import annotations

from collections.abc import Collection

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from assessments.models import Submission
from assessments.pages.dossier import dossier_of
from assessments.printing import (
    Extent,
    Questionnaire,
    blank,
    file_name,
    filled,
    questionnaire_pdf,
)
from assessments.queries import signed_snapshot
from assessments.views.access import READERS, Request, of_own_bank
from hive.audit.log import record
from hive.core.model import Dimension
from hive.documents import press
from hive.documents.naming import attachment

# What the address of a PDF calls a language, and what Django calls it.
LANGUAGES = {"zh": "zh-hans", "en": "en"}


@of_own_bank(*READERS)
@require_safe
def questions(request: Request, submission: Submission, language: str) -> HttpResponse:
    """Hand out the blank questionnaire: all of it, or one dimension."""
    dossier = dossier_of(submission, request.user)
    extent = _extent(request, dossier.model.dimensions, with_further=True)
    paper = blank(submission, extent, language=_language(language))
    return _handed_out(request, paper, file_name("questionnaire", submission, extent, language))


@of_own_bank(*READERS)
@require_safe
def answers(request: Request, submission: Submission, language: str) -> HttpResponse:
    """Hand out the answers that the person may read; who took them is on record."""
    dossier = dossier_of(submission, request.user)
    extent = _extent(request, dossier.dimensions, with_further=dossier.sees_everything)
    signed = signed_snapshot(submission) if dossier.state.is_with_alliance else None
    paper = filled(submission, extent, language=_language(language), snapshot=signed)
    response = _handed_out(request, paper, file_name("answers", submission, extent, language))
    if request.method == "GET":
        record(
            "answers.printed", submission, by=request.user, bank=submission.bank_id,
            language=language, dimension=extent.slug,
        )  # fmt: skip
    return response


def _language(name: str) -> str:
    if name not in LANGUAGES:
        raise Http404
    return LANGUAGES[name]


def _extent(request: Request, open_to: Collection[Dimension], *, with_further: bool) -> Extent:
    """Return what was asked for: everything that is open, or one dimension of it."""
    slug = request.GET.get("dimension", "")
    if not slug:
        return Extent(open_to, with_further)
    chosen = [dimension for dimension in open_to if dimension.slug == slug]
    if not chosen:
        raise Http404
    return Extent(chosen, with_further=False, slug=slug)


def _handed_out(request: Request, paper: Questionnaire, name: str) -> HttpResponse:
    """Answer with the file, under its name and what a person would call it."""
    # Whoever asks for the head alone does not wait for the setting.
    content = questionnaire_pdf(paper, setter=press.render) if request.method == "GET" else b""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = attachment(name, f"{paper.title} {paper.bank}.pdf")
    response["Cache-Control"] = "no-store"
    return response
