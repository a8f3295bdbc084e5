"""The coverage as a workbook, for the bank's own yearly assessment of its transformation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from assessments.wording import labelled
from hive.core.model import Instrument, Question
from hive.documents.sheets.book import Book, Cell, Look, Sheet
from hive.documents.sheets.writing import write
from reports.covering.page import CoveragePage, CoveredArticle, CoveredInstrument
from reports.scorecard import notes
from reports.scorecard.answers import answer_mark
from reports.scorecard.material import Material
from reports.scorecard.wording import listed

Row = Sequence[Cell | None]
SPACED = "  ·  "


def coverage_workbook(page: CoveragePage) -> bytes:
    """Write the XLSX file in the language of the page."""
    with override(page.material.language):
        return write(_book(page))


def _book(page: CoveragePage) -> Book:
    sheets = [_articles(page, each) for each in page.instruments if each.articles]
    return Book(_title(page.material), [*sheets, _questions(page), _method(page)])


def _title(material: Material) -> str:
    return _("Regulation covered %(year)s") % {"year": material.results.submission.cycle.year}


def _top(page: CoveragePage, title: str, note: str) -> list[Row]:
    ident = notes.identity(page.material)
    return [
        [Cell(title, Look.TITLE)],
        [Cell(SPACED.join((ident.bank, ident.cycle, ident.status)), Look.NOTE)],
        [Cell(note, Look.NOTE)],
    ]


def _head(*words: str) -> Row:
    return [Cell(word, Look.HEAD) for word in words]


def _articles(page: CoveragePage, instrument: CoveredInstrument) -> Sheet:
    top = _top(page, instrument.title, instrument.note)
    if instrument.by_dimension:
        head = _head(_("Article"), _("Title"), _("Dimensions with their scores"))
        rows = [_dimension_row(article) for article in instrument.articles]
        return Sheet(instrument.short_title, [*top, head, *rows], (9, 60, 70), head=len(top) + 1)
    head = _head(
        _("Article"), _("Title"), _("Chapter"), _("Score"), _("Band"),
        _("Questions with their answers and scores"), _("Evidence"), _("Items of evidence"),
    )  # fmt: skip
    rows = [_article_row(article) for article in instrument.articles]
    widths = (9, 34, 24, 10, 14, 44, 10, 40)
    return Sheet(instrument.short_title, [*top, head, *rows], widths, head=len(top) + 1)


def _article_row(article: CoveredArticle) -> Row:
    questions = (labelled(q.code, _scored(q.answer, q.score)) for q in article.questions)
    return [
        Cell(article.number, Look.STRONG),
        Cell(article.title),
        Cell(article.chapter, Look.QUIET),
        Cell(article.value, Look.SCORE),
        Cell(article.band),
        Cell("\n".join(questions)),
        Cell(len(article.items)),
        Cell("\n".join(item.title for item in article.items)),
    ]


def _scored(words: str, score: str) -> str:
    return _("%(words)s (%(score)s)") % {"words": words, "score": score}


def _dimension_row(article: CoveredArticle) -> Row:
    told = (labelled(name, _scored(band, score)) for name, score, band in article.dimensions)
    return [Cell(article.number, Look.STRONG), Cell(article.title), Cell("\n".join(told))]


def _questions(page: CoveragePage) -> Sheet:
    head = _head(
        pgettext("of a question", "Code"),
        _("Question"),
        _("Answer"),
        _("Score"),
        _("Articles"),
        _("Items of evidence"),
    )
    rows = list(_question_rows(page))
    return Sheet(_("Questions"), [head, *rows], (10, 60, 24, 10, 24, 50), head=1)


def _question_rows(page: CoveragePage) -> Iterator[Row]:
    material = page.material
    for question in material.model.scored:
        answer = material.results.answers.get(question.code)
        yield [
            Cell(question.code, Look.STRONG),
            Cell(material.say(question.text)),
            Cell(answer_mark(material, question, answer)),
            Cell(material.own(question.code).value, Look.SCORE),
            Cell(_references(page, question), Look.QUIET),
            Cell("\n".join(item.title for item in page.items.get(question.code, ()))),
        ]


def _references(page: CoveragePage, question: Question) -> str:
    instruments = {ref.instrument for ref in question.articles}
    known = [each for each in page.material.model.instruments if each.code in instruments]
    return "\n".join(_reference(page, question, each) for each in known)


def _reference(page: CoveragePage, question: Question, instrument: Instrument) -> str:
    name = instrument.document_number or page.material.say(instrument.name)
    numbers = [r.number for r in question.articles if r.instrument == instrument.code]
    return f"{name} {listed(map(str, numbers))}"


def _method(page: CoveragePage) -> Sheet:
    ident = notes.identity(page.material)
    lines = [
        ident.bank,
        ident.cycle,
        ident.status,
        ident.edition_note,
        _("Signed answers, SHA-256 %(hash)s") % {"hash": ident.snapshot},
        *notes.method_note(page.material).sentences,
        _("Made from the bank’s own answers. It is not a regulatory rating."),
    ]
    rows: list[Row] = [[Cell(_("Method"), Look.TITLE)], *([Cell(line)] for line in lines if line)]
    return Sheet(_("Method"), rows, (110,))
