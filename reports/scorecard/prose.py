"""Words under a heading, as panels of a printed scorecard: advice, notes, how a chart is read.

The rule above a heading is the border that the style sheet gives the panel.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _

from hive.documents.panels import Panel, Said
from hive.documents.tables import Column, Type, Words
from reports.charts.drawings.tokens import colour, family
from reports.scorecard.densities import DENSITIES, HEADING, MM
from reports.scorecard.parts import DimensionSheet, Note, Scorecard
from reports.scorecard.tables import HALF, PAGE


def reading(card: Scorecard, title: str, words: str) -> Panel:
    """Say in half a page's width, and quietly, how a chart is read."""
    said = Said(Words(words, colour("ink-2")), Type(7.5, 11, HEADING.room))
    return _under_heading(card, title, said, width=HALF)


def advice(card: Scorecard, sheet: DimensionSheet) -> Panel:
    """Say across the page what a dimension should do next."""
    density = DENSITIES[sheet.density]
    leading = density.advice.leading if card.language != "en" else density.advice_leading_en
    said = Said(Words(sheet.advice, colour("ink")), replace(density.advice, leading=leading))
    return _under_heading(
        card, sheet.advice_title, said, width=PAGE, heading=density.advice_heading
    )


def note(card: Scorecard, told: Note) -> Panel:
    """Say in half a page's width what a reader must know."""
    first = Type(8, 11.4, HEADING.room) if card.language != "en" else Type(7.6, 10.6, HEADING.room)
    later = replace(first, room=0.8 * MM)
    said = (
        Said(Words(sentence, colour("ink")), later if place else first)
        for place, sentence in enumerate(told.sentences)
    )
    return _under_heading(card, told.title, *said, width=HALF)


def weights(card: Scorecard) -> Panel:
    """Say in half a page's width what each dimension and indicator weighs."""
    rows = (f"{row.dimension} {row.weight} ({row.indicators})" for row in card.weights)
    return note(card, Note(_("Weights"), ("\n".join(rows),)))


def _under_heading(
    card: Scorecard, title: str, *said: Said, width: float, heading: Type = HEADING
) -> Panel:
    return Panel(
        title=title,
        language=card.language,
        family=family(card.language),
        width=width,
        columns=(Column(1),),
        stacks=((Said(Words(title, colour("ink"), bold=True), heading, "h2"), *said),),
    )
