"""The panels of a printed scorecard: the heads of its pages, dimensions and indicators."""

from __future__ import annotations

from hive.documents.drawing import Drawing
from hive.documents.panels import Panel, Said
from hive.documents.tables import Column, Rule, Sign, Type, Words
from reports.charts import drawings
from reports.charts.drawings.letters import width
from reports.charts.drawings.tokens import colour, family, serif
from reports.charts.spec import Mark
from reports.scorecard.densities import DENSITIES, MM
from reports.scorecard.parts import DimensionSheet, IndicatorBlock, Move, Scorecard
from reports.scorecard.tables import HALF, PAGE

HEAVY = 0.75
FIGURES = Type(7.5, 11, 0)
NOTE = Type(8, 12, 0)
TITLE = Type(11, 14, 0)
MOVE_NAME = Type(8.5, 12, 0)
MOVE = Type(8, 11, 0)


def page_head(card: Scorecard, title: str, note: str, below: str = "") -> Panel:
    """Name the page and the bank above a rule."""
    lines = f"{note}\n{below}" if below else note
    return Panel(
        title=title,
        language=card.language,
        family=family(card.language),
        width=PAGE,
        columns=_columns(9 * MM, _title_width(title), None, indent=4 * MM, last_is_figure=True),
        stacks=(
            (Sign(drawings.mark(Mark(card.comb.words.brand)), 7 * MM),),
            (_serif(card, title, TITLE, "p"),),
            (Said(Words(lines, colour("ink-2")), NOTE),),
        ),
        under=2 * MM,
        below=Rule(colour("ink"), HEAVY),
        is_centred=True,
    )


def dimension_head(card: Scorecard, sheet: DimensionSheet) -> Panel:
    """Show where a dimension lies in the comb, what its finding is and how it comes about."""
    density = DENSITIES[sheet.density]
    title = f"{sheet.headline.first}\n{sheet.headline.second}"
    return Panel(
        title=sheet.headline.text,
        language=card.language,
        family=family(card.language),
        width=PAGE,
        columns=_columns(density.locator_column, None),
        stacks=(
            (_within(drawings.locator(card.comb, sheet.code), *density.locator),),
            (
                _serif(card, title, density.title, "h1"),
                Said(Words(sheet.lead, colour("ink-2")), density.lead),
            ),
        ),
    )


def indicator_head(card: Scorecard, block: IndicatorBlock, density_name: str) -> Panel:
    """Show the score of an indicator, the next step, and where it stands among the peers."""
    density = DENSITIES[density_name]
    title = f"{block.code} {block.name}"
    return Panel(
        title=title,
        language=card.language,
        family=family(card.language),
        width=PAGE,
        columns=_columns(17 * MM, None, 66 * MM, indent=4 * MM, last_is_figure=True),
        stacks=(
            (Sign(drawings.draw_small(block.cell, 44), density.cell),),
            (
                Said(Words(title, colour("ink"), bold=True), density.name, "h3"),
                Said(Words(block.step, colour("ink-2")), density.step),
            ),
            (
                Sign(drawings.draw_small(block.strip, 230), 62 * MM),
                Said(Words(block.figures, colour("ink-3")), FIGURES),
            ),
        ),
        over=density.room,
        under=density.room,
        above=Rule(colour("ink"), HEAVY),
        is_centred=True,
    )


def move(card: Scorecard, told: Move) -> Panel:
    """Show an indicator that leads or lags, how far, and what to do next."""
    title = f"{told.code} {told.name}"
    column = 13 * MM / HALF
    return Panel(
        title=title,
        language=card.language,
        family=family(card.language),
        width=HALF,
        columns=(Column(column), Column(1 - column)),
        stacks=(
            (Sign(drawings.draw_small(told.cell, 44), 10 * MM, drop=0.6 * MM),),
            (
                Said(Words(title, colour("ink"), bold=True), MOVE_NAME),
                Said(Words(f"{told.distance} {told.advice}", colour("ink")), MOVE),
            ),
        ),
        over=0.7 * MM,
        under=0.7 * MM,
        below=Rule(colour("line")),
    )


def _title_width(title: str) -> float:
    """Return what a title needs in one line, as far as the note beside it leaves room."""
    return min(width(title, TITLE.size, bold=True) * 1.06, 105 * MM)


def _columns(
    *widths: float | None, indent: float = 0, last_is_figure: bool = False
) -> tuple[Column, ...]:
    """Return columns of these widths; the one without a width takes what is left."""
    rest = PAGE - sum(width for width in widths if width)
    shares = [(rest if width is None else width) / PAGE for width in widths]
    last = Column(shares[-1], indent, is_figure=last_is_figure)
    return (*(Column(share) for share in shares[:-1]), last)


def _serif(card: Scorecard, words: str, type_: Type, element: str) -> Said:
    return Said(Words(words, colour("ink"), bold=True), type_, element, serif(card.language))


def _within(drawing: Drawing, width: float, height: float) -> Sign:
    """Show a drawing as large as a width and a height allow."""
    canvas = drawing.canvas
    return Sign(drawing, min(width, height * canvas.width / canvas.height))
