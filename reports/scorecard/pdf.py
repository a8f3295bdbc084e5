"""A scorecard set as PDF."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import override

from assessments.models import Submission
from hive.documents import pdf
from hive.documents.embedded import Drawings
from reports.scorecard.parts import Scorecard

SHEETS = (*pdf.SHEETS, "print/scorecard.css")
# What addresses and file names call a language, and what Django calls it.
LANGUAGES = {"zh": "zh-hans", "en": "en"}


def scorecard_pdf(card: Scorecard) -> bytes:
    """Set a scorecard; the same scorecard gives the same bytes."""
    drawings = Drawings()
    with override(card.language):
        html = render_to_string("print/scorecard.html", {"card": card, "drawings": drawings})
    return pdf.render(html, stylesheets=SHEETS, drawings=drawings)


def file_name(submission: Submission, language: str) -> str:
    """Name the file of a scorecard: ``scorecard-2025-city-01-zh.pdf``."""
    return f"scorecard-{submission.cycle.year}-{submission.bank.code}-{language}.pdf"
