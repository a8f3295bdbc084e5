"""The first sheet: how to fill the workbook in, in both languages side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import override

from assessments.models import Submission
from assessments.moments import day, full_moment
from assessments.wording import labelled, localized
from assessments.workbook.tongue import LANGUAGES
from hive.catalogue.queries import model_of
from hive.documents.sheets.book import Cell, Look, Sheet

WIDTHS = (3, 62, 3, 62)
Line = tuple[Look, Callable[[], str]]


def guidance(submission: Submission, name: str) -> Sheet:
    """Write the sheet: one column in Chinese, one in English."""
    rows: list[list[Cell | None]] = []
    for look, write in _lines(submission):
        zh, en = (_said(write, language) for language in LANGUAGES["both"])
        rows.append([None, Cell(zh, look), None, Cell(en, look)])
    return Sheet(name, rows, WIDTHS)


def _said(write: Callable[[], str], language: str) -> str:
    with override(language):
        return write()


def _lines(submission: Submission) -> Iterator[Line]:
    cycle, bank = submission.cycle, submission.bank
    model = model_of(cycle.edition)
    yield Look.TITLE, lambda: _("Self-assessment %(year)s") % {"year": cycle.year}
    yield Look.NOTE, lambda: bank.name
    yield (
        Look.NOTE,
        lambda: labelled(_("The answers speak of"), day(cycle.reference_date)),
    )
    yield Look.NOTE, lambda: labelled(_("To be finished by"), full_moment(submission.deadline()))
    yield Look.STRONG, lambda: _("How to answer")
    yield Look.TEXT, lambda: localized(model.answering_rule)
    yield Look.STRONG, lambda: _("What the columns are")
    for write in COLUMNS:
        yield Look.TEXT, write
    yield Look.STRONG, lambda: _("Sending it back")
    for write in RETURN:
        yield Look.TEXT, write


COLUMNS: tuple[Callable[[], str], ...] = (
    lambda: _(
        "Answer: pick a level or an option from the list, type a figure in the unit given, or mark "
        "options with x. Blue cells can be filled in; all others are locked and no password is set."
    ),
    lambda: _(
        "Or choose: “Don't know” or “Not applicable” instead of an answer. Both count as answered; "
        "“Don't know” scores as the lowest answer."
    ),
    lambda: _(
        "Reason, or your own words: why the question does not apply, or which other option is "
        "meant. Answers of other questions take no text."
    ),
    lambda: _("Last year: what your bank signed last year, to read only."),
    lambda: _("Evidence: what the alliance may ask to see. Evidence is added online."),
)
RETURN: tuple[Callable[[], str], ...] = (
    lambda: _(
        "Type values, not formulas. Do not add, delete, sort or rename rows and sheets. Save the "
        "file as an Excel workbook (.xlsx)."
    ),
    lambda: _(
        "Upload it on the page “Workbook” of the questionnaire. Before anything is saved you see "
        "what would change; answers given online meanwhile are never overwritten unasked."
    ),
    lambda: _(
        "An empty cell never deletes an answer. Several people can fill in a dimension each and "
        "upload their own workbook."
    ),
)
