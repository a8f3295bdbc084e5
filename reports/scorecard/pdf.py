"""A scorecard set as PDF."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import override

from assessments.models import Submission
from hive.documents import pdf
from hive.documents.embedded import Drawings
from hive.documents.pdf import Setter
from reports.scorecard.parts import Scorecard

SHEETS = (*pdf.SHEETS, "print/scorecard.css")
# What addresses and file names call a language, and what Django calls it.
LANGUAGES = {"zh": "zh-hans", "en": "en"}
# One file with both, the Chinese scorecard first.
BOTH = "zh-en"


def scorecard_pdf(
    *cards: Scorecard, is_one_page: bool = False, setter: Setter | None = None
) -> bytes:
    """Set a scorecard in each language given, one behind the other, or the first pages alone.

    The same scorecards give the same bytes, whoever sets them: this process, unless told otherwise.
    """
    drawings = Drawings()
    context = {"cards": cards, "drawings": drawings, "is_one_page": is_one_page}
    with override(cards[0].language):
        html = render_to_string("print/scorecard.html", context)
    return (setter or pdf.render)(html, stylesheets=SHEETS, drawings=drawings)


def file_name(submission: Submission, language: str, *, is_one_page: bool = False) -> str:
    """Name the file of a scorecard: ``scorecard-2025-city-01-zh.pdf``."""
    what = "summary" if is_one_page else "scorecard"
    return f"{what}-{submission.cycle.year}-{submission.bank.code}-{language}.pdf"
