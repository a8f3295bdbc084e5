"""A questionnaire set as PDF."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import override

from assessments.models import Submission
from assessments.printing.parts import Extent, Questionnaire
from hive.documents import pdf
from hive.documents.pdf import Setter

SHEETS = (*pdf.SHEETS, "print/questionnaire.css")


def questionnaire_pdf(paper: Questionnaire, *, setter: Setter | None = None) -> bytes:
    """Set a questionnaire; the same questionnaire gives the same bytes, whoever sets it."""
    with override(paper.language):
        html = render_to_string("print/questionnaire.html", {"paper": paper})
    return (setter or pdf.render)(html, stylesheets=SHEETS)


def file_name(kind: str, submission: Submission, extent: Extent, language: str) -> str:
    """Name a file: ``answers-2026-city-01-strategy-zh.pdf``."""
    parts = (kind, str(submission.cycle.year), submission.bank.code, extent.slug, language)
    return "-".join(filter(None, parts)) + ".pdf"
