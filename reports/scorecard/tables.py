"""The tables of a printed scorecard: its rows in words, columns and rules, ready to be set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hive.core.model import TOTAL
from hive.documents.tables import Cell, Column, Row, Rule, Sign, Table, Type, Words
from reports.charts import drawings
from reports.charts.drawings.tokens import colour, family
from reports.scorecard.densities import DENSITIES, MM
from reports.scorecard.paper import printed_steps
from reports.scorecard.parts import (
    ArticleRow,
    ChangeRow,
    DimensionRow,
    IndicatorBlock,
    PlanRow,
    QuestionRow,
    RatioRow,
    Scorecard,
    Trace,
    YearsPart,
)

PAGE = 174 * MM
HALF = 84 * MM
GUTTER = 3 * MM
LADDER = 18 * MM
HEAD = Type(7.5, 11, 1 * MM)
DENSE_HEAD = Type(7.5, 11, 0.4 * MM)


def questions(card: Scorecard, block: IndicatorBlock, density: str) -> Table:
    """Tell the questions of an indicator: what was answered, and what would score more."""
    types = DENSITIES[density]
    return _table(
        card,
        caption=f"{block.code} {block.name}",
        columns=(Column(0.29), Column(0.125), Column(0.29), Column(0.295)),
        head=_head(_("Question"), _("Answer"), _("Now"), _("One step up"), above=_hairline()),
        head_type=types.question_head,
        rows=[_row(_question(row)) for row in block.rows],
        type_=types.question,
    )


def dimensions(card: Scorecard) -> Table:
    """Set every dimension and the total against the peers."""
    words = card.radar.words
    return _table(
        card,
        caption=card.radar.title,
        columns=(
            Column(0.24),
            Column(0.19, is_figure=True),
            Column(0.19, 5 * MM),
            *_figures(2, 0.38),
        ),
        head=_head(words.dimension, words.own, words.band, words.peer, words.gap),
        head_type=Type(7.5, 11, 0.2 * MM),
        rows=[_dimension(row) for row in card.dimensions],
        type_=Type(8, 11, 0.2 * MM),
        has_row_headers=True,
    )


def changes(card: Scorecard, years: YearsPart) -> Table:
    """Set what was against what is, with the share that is compared where the model changed."""
    words = card.radar.words
    now, before = str(card.identity.year), str(years.chart.panels[0].points[-2].year)
    names = [words.dimension, before, now, pgettext("column of a table", "Change")]
    names += [_("Weight compared")] if years.is_break else []
    return _table(
        card,
        caption=_("Change of the dimensions"),
        columns=(Column(0.34), *_figures(len(names) - 1, 0.66)),
        head=_head(*names),
        head_type=DENSE_HEAD,
        rows=[_change(row, has_share=years.is_break) for row in years.changes],
        type_=Type(8.5, 12, 0.5 * MM),
        has_row_headers=True,
    )


def plan(card: Scorecard) -> Table:
    """Tell the first steps of the plan: from what to what, by whom and by when."""
    return _table(
        card,
        caption=_("The plan"),
        columns=(
            Column(0.08),
            Column(0.36),
            Column(0.12),
            Column(0.15),
            Column(0.17),
            Column(0.12),
        ),
        head=_head(
            "",
            _("Question"),
            _("Now"),
            _("To reach"),
            _("Owner"),
            _("By the end of"),
        ),
        head_type=DENSE_HEAD,
        rows=[_row(_step(row)) for row in printed_steps(card.plan)],
        type_=Type(7.5, 10, 0.4 * MM),
    )


def trace(card: Scorecard, nodes: Sequence[Trace]) -> Table:
    """Open scores down to the answers: how each came about, its weight, the figure shown."""
    words = card.comb.words
    return _table(
        card,
        caption=_("How every score was made"),
        width=HALF,
        columns=(
            Column(0.15),
            Column(0.56),
            Column(0.16, is_figure=True),
            Column(0.13, is_figure=True),
        ),
        head=_head("", _("Answer, or sum of the parts"), words.score, _("Weight")),
        head_type=Type(7.5, 10, 0.3 * MM),
        rows=[_trace(node) for node in nodes],
        type_=Type(7.5, 9.4, 0.2 * MM),
    )


def ratios(card: Scorecard) -> Table:
    """Tell the key ratios and the scoring bands in which the peers lie."""
    words, is_chinese = card.dots.words, card.language != "en"
    peers = (words.lower_quartile, words.median, words.upper_quartile)
    return _table(
        card,
        caption=_("Key ratios"),
        columns=(Column(0.075), Column(0.365), *_figures(5, 0.56)),
        head=_head("", _("Ratio"), words.own, _("Its scoring band"), *peers),
        head_type=HEAD,
        rows=[_row(_ratio(row)) for row in card.ratios],
        type_=Type(8.5, 12, 0.7 * MM) if is_chinese else Type(8, 10.6, 0.7 * MM),
    )


def articles(card: Scorecard, name: str, rows: Sequence[ArticleRow]) -> Table:
    """Tell the articles of an instrument with the scores of the questions that cover them."""
    words = card.comb.words
    return _table(
        card,
        caption=name,
        width=HALF,
        columns=(Column(0.61), Column(0.15, is_figure=True), Column(0.24, 3 * MM)),
        head=_head(_("Article"), words.score, words.band),
        head_type=DENSE_HEAD,
        rows=[_row(_article(row)) for row in rows],
        type_=Type(7.5, 10 if card.language != "en" else 9.2, 0.25 * MM),
    )


def _table(
    card: Scorecard,
    *,
    caption: str,
    columns: tuple[Column, ...],
    head: Row,
    head_type: Type,
    rows: Iterable[Row],
    type_: Type,
    width: float = PAGE,
    has_row_headers: bool = False,
) -> Table:
    return Table(
        caption=caption,
        language=card.language,
        family=family(card.language),
        width=width,
        gutter=GUTTER,
        columns=columns,
        head=head,
        head_type=head_type,
        rows=tuple(rows),
        type=type_,
        has_row_headers=has_row_headers,
    )


def _figures(number: int, share: float) -> tuple[Column, ...]:
    """Return equal columns of figures that take a share of the table together."""
    return (Column(share / number, is_figure=True),) * number


def _head(*names: str, above: Rule | None = None) -> Row:
    cells = tuple(Words(name, colour("ink-2")) for name in names)
    return Row(cells, above or Rule(colour("ink"), 0.75), Rule(colour("line-strong")))


def _hairline() -> Rule:
    return Rule(colour("line"))


def _row(cells: Iterable[Cell]) -> Row:
    return Row(tuple(cells), below=_hairline())


def _ink(words: str, *, bold: bool = False) -> Words:
    return Words(words, colour("ink"), bold)


def _own(words: str) -> Words:
    return Words(words, colour("blue"), bold=True)


def _quiet(words: str, columns: int = 1) -> Words:
    return Words(words, colour("ink-2"), columns=columns)


def _question(row: QuestionRow) -> tuple[Cell, ...]:
    mark: Cell = _ink(row.mark, bold=True)
    if row.ladder:
        mark = Sign(drawings.draw_small(row.ladder, 14), LADDER, 0.4 * MM)
    return _ink(row.question), mark, _ink(row.now), _ink(row.next)


def _dimension(row: DimensionRow) -> Row:
    bold = row.is_total
    cells = (
        _ink(row.name, bold=True),
        _own(row.own),
        _ink(row.band, bold=bold),
        _ink(row.median, bold=bold),
        _ink(row.gap, bold=bold or row.is_wide),
    )
    if row.is_total:
        return Row(cells, above=Rule(colour("ink"), 0.75))
    return _row(cells)


def _change(row: ChangeRow, *, has_share: bool) -> Row:
    figures = (_ink(row.before), _own(row.now), _ink(row.points, bold=row.is_clear))
    share = (_quiet(row.share),) if has_share else ()
    cells = (_ink(row.name, bold=True), *figures, *share)
    return Row(cells, above=Rule(colour("ink"), 0.75)) if row.is_total else _row(cells)


def _step(row: PlanRow) -> tuple[Cell, ...]:
    target = f"{row.target}\n{row.state}" if row.state else row.target
    due = (_ink(row.owner), _ink(row.due))
    return _quiet(row.code), _ink(row.question), _ink(row.now), _own(target), *due


def _trace(node: Trace) -> Row:
    bold = bool(node.parts)
    code = node.name if node.code == TOTAL else node.code
    how = "\n".join(dict.fromkeys(part for part in (node.how, node.left_out) if part))
    shown = _own(node.shown) if bold else _ink(node.shown)
    return _row((_ink(code, bold=bold), _ink(how), shown, _quiet(node.weight)))


def _ratio(row: RatioRow) -> tuple[Cell, ...]:
    peers: tuple[Cell, ...] = (_ink(row.lower), _ink(row.median), _ink(row.upper))
    if row.withheld:
        peers = (_quiet(row.withheld, columns=3),)
    own = (_quiet(row.code), _ink(row.question), _own(row.own), _ink(row.own_band))
    return (*own, *peers)


def _article(row: ArticleRow) -> tuple[Cell, ...]:
    return _ink(f"{row.number} {row.title}"), _own(row.score), _ink(row.band)
