"""A scorecard as a workbook: every figure of the page, to be worked with."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from assessments.models import Submission
from hive.core.disclosure import PublicStatistic, Withheld
from hive.documents.sheets.book import Book, Cell, Look, Sheet
from hive.documents.sheets.writing import write
from reports.charts.figures import DASH, percent
from reports.charts.parts import Shown
from reports.charts.spec import Heat, Spread
from reports.charts.words import Words
from reports.scorecard.parts import Fact, FigureRow, Level, Note, Scorecard

Row = list[Cell | None]

LOOKS = {Level.TOTAL: Look.STRONG, Level.DIMENSION: Look.STRONG}
SCORE_WIDTHS = (9, 44, 12, 10, 16, 9, 44, 26, 9, 10, 10, 10, 10, 10, 32)


def scorecard_workbook(card: Scorecard) -> bytes:
    """Write the workbook; the same scorecard gives the same bytes."""
    with override(card.language):
        sheets = [_overview(card), _scores(card), *_groups(card), _ratios(card)]
        sheets += [_articles(card), _method(card)]
        return write(Book(f"{card.identity.title} {card.identity.bank}", tuple(sheets)))


def workbook_name(submission: Submission, language: str) -> str:
    """Name the file: ``results-2025-city-01-zh.xlsx``."""
    return f"results-{submission.cycle.year}-{submission.bank.code}-{language}.xlsx"


def _overview(card: Scorecard) -> Sheet:
    ident = card.identity
    rows: list[Row] = [[Cell(ident.title, Look.TITLE)], [Cell(ident.bank, Look.NOTE)]]
    known = (ident.bank_note, ident.cycle, ident.status, ident.revision, ident.edition_note)
    rows += [[Cell(line, Look.NOTE)] for line in known if line]
    rows += [[], [Cell(card.headline.text, Look.STRONG)], [Cell(card.lead)], []]
    rows += [_fact(fact) for fact in card.facts]
    rows.append([])
    rows += _notes(card.confidentiality)
    return Sheet(_("Overview"), rows, (60, 22, 60))


def _fact(fact: Fact) -> Row:
    return [Cell(fact.label, Look.STRONG), Cell(fact.value), Cell(fact.note)]


def _scores(card: Scorecard) -> Sheet:
    words = card.dots.words
    head = _heads(
        _("Code"), _("Name"), _("Kind"), words.score, words.band, _("Weight"),
        _("How it was made"), _("Left out, or counted how"),
        pgettext("column of a workbook", "Banks in the group"), _("Mean"), words.lower_quartile,
        words.median, words.upper_quartile, words.gap, _("Why no peer figure"),
    )  # fmt: skip
    rows = [head, *(_score(row) for row in card.figures)]
    return Sheet(_("Scores"), rows, SCORE_WIDTHS, head=1)


def _score(row: FigureRow) -> Row:
    look = LOOKS.get(row.level, Look.TEXT)
    return [
        Cell(row.code, look),
        Cell(row.name, look),
        Cell(str(row.level.label)),
        _figure(row.own.value),
        Cell(row.band),
        Cell(Decimal(row.weight)) if row.weight else None,
        Cell(row.how),
        Cell(row.left_out),
        *_peer(row),
        _figure(row.gap),
        Cell(row.no_peer),
    ]


def _peer(row: FigureRow) -> Row:
    peer = row.peer
    if not isinstance(peer, PublicStatistic):
        return [None] * 5
    figures = (peer.mean, peer.lower_quartile, peer.median, peer.upper_quartile)
    return [Cell(peer.n), *(_figure(figure) for figure in figures)]


def _groups(card: Scorecard) -> Iterator[Sheet]:
    if card.heat:
        yield _medians(card.heat)
    if card.spread:
        yield _spread(card.spread)


def _medians(heat: Heat) -> Sheet:
    names = (" ".join(filter(None, (each.name, each.note))) for each in heat.columns)
    rows = [_heads(heat.words.dimension, *names)]
    for row in heat.rows:
        look = Look.STRONG if row.is_total else Look.TEXT
        rows.append([Cell(row.name, look), *(_shown(each, heat.words) for each in row.cells)])
    rows += [[], [Cell(heat.source, Look.QUIET)]]
    return Sheet(_("Medians of the groups"), rows, (24, *(28 for _each in heat.columns)), head=1)


def _spread(spread: Spread) -> Sheet:
    words = spread.words
    head = _heads(words.dimension, words.band, words.own, pgettext("column of a workbook", "Banks"),
                  words.share, _("Why no peer figure"))  # fmt: skip
    rows = [head]
    for row in spread.rows:
        name = Cell(row.name, Look.STRONG if row.is_total else Look.TEXT)
        if isinstance(row.told, Withheld):
            rows.append([name, *[None] * 4, Cell(words.reason(row.told.reason))])
            continue
        for part in row.told.parts:
            own = Cell(spread.scale.name(row.own_band)) if part == row.own_part else None
            figures = (Cell(part.banks), Cell(percent(part.banks, row.told.n)))
            rows.append([name, Cell(spread.scale.span_name(part)), own, *figures, None])
    rows += [[], [Cell(spread.source, Look.QUIET)]]
    return Sheet(_("Banks by band"), rows, (24, 28, 18, 10, 20, 40), head=1)


def _shown(shown: Shown, words: Words) -> Cell:
    if shown.value is None:
        return Cell(words.reason(shown.reason), Look.QUIET)
    return Cell(shown.value, Look.FIGURE)


def _ratios(card: Scorecard) -> Sheet:
    words = card.dots.words
    head = _heads(
        _("Code"), _("Ratio"), words.own, _("Its scoring band"), words.lower_quartile,
        words.median, words.upper_quartile, _("Why no peer figure"),
    )  # fmt: skip
    rows: list[Row] = [head]
    for row in card.ratios:
        texts = (row.code, row.question, row.own, row.own_band, row.lower, row.median, row.upper)
        rows.append([*(Cell(text) for text in texts), Cell(row.withheld)])
    rows += [[], [None, Cell(card.ratios_lead, Look.QUIET)]]
    return Sheet(_("Key ratios"), rows, (9, 60, 14, 18, 18, 18, 18, 32), head=1)


def _articles(card: Scorecard) -> Sheet:
    words = card.dots.words
    head = _heads(
        _("Regulation"), pgettext("of an article", "No."), _("Article"), words.score, words.band,
        _("Questions"), _("Note"),
    )  # fmt: skip
    rows: list[Row] = [head]
    for each in card.coverage:
        if not each.rows:
            rows.append([Cell(each.name), *[None] * 5, Cell(each.note)])
        for row in each.rows:
            about = [Cell(each.name), Cell(row.number), Cell(row.title)]
            score = None if row.score == DASH else Decimal(row.score)
            rest = [Cell(row.band), Cell(row.questions), Cell(each.note)]
            rows.append([*about, _figure(score), *rest])
    return Sheet(_("Regulation covered"), rows, (40, 6, 40, 12, 16, 30, 40), head=1)


def _method(card: Scorecard) -> Sheet:
    rows = _notes(card.method, card.peers, card.withheld, card.not_applicable)
    rows.append(_heads(card.dots.words.dimension, _("Weight"), _("Indicators and their weights")))
    rows += [
        [Cell(row.dimension), Cell(Decimal(row.weight)), Cell(row.indicators)]
        for row in card.weights
    ]
    return Sheet(card.method.title, rows, (90, 12, 60))


def _notes(*notes: Note) -> list[Row]:
    return [row for note in notes for row in _note(note)]


def _note(note: Note) -> Iterator[Row]:
    yield [Cell(note.title, Look.GROUP)]
    for sentence in note.sentences:
        yield [Cell(sentence)]
    yield []


def _heads(*names: str) -> Row:
    return [Cell(name, Look.HEAD) for name in names]


def _figure(value: Decimal | None) -> Cell | None:
    return None if value is None else Cell(value, Look.FIGURE)
