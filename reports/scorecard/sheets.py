"""The six dimension tables - or however many dimensions an edition has."""

from __future__ import annotations

from math import ceil

from django.utils.translation import gettext as _

from hive.core.disclosure import PublicStatistic, Withheld
from hive.core.maturity import next_step, recommendation
from hive.core.model import Dimension, Indicator
from reports.charts.figures import signed, two
from reports.scorecard import dimension_findings as findings
from reports.scorecard import specs
from reports.scorecard.answers import question_row
from reports.scorecard.material import Material
from reports.scorecard.parts import DimensionSheet, IndicatorBlock, QuestionRow
from reports.scorecard.wording import half_widths

# The columns of a printed table hold about this many half-width characters in a line.
COLUMN = 33
# How many lines of questions and answers a printed page takes at the usual and at closer type.
DENSITIES = {"roomy": 22, "close": 31}
DENSEST = "tight"


def dimension_sheet(material: Material, dimension: Dimension) -> DimensionSheet:
    """Tell one dimension in full."""
    blocks = tuple(_block(material, indicator) for indicator in dimension.indicators)
    score = material.nodes[dimension.code]
    advice = recommendation(dimension, score)
    band = material.band_name(score.band)
    return DimensionSheet(
        dimension.code,
        material.say(dimension.name),
        material.say(dimension.description),
        findings.headline(material, dimension),
        findings.lead(material, dimension),
        blocks,
        _("What to do in this dimension (%(band)s)") % {"band": band} if advice else "",
        material.say(advice) if advice else "",
        _density(blocks),
    )


def step_of(material: Material, indicator: Indicator) -> str:
    """Return what to do next for an indicator, in words that stand by themselves."""
    step = next_step(indicator, material.nodes[indicator.code])
    return material.say(step) if step else ""


def _block(material: Material, indicator: Indicator) -> IndicatorBlock:
    return IndicatorBlock(
        indicator.code,
        material.say(indicator.name),
        specs.cell(material, indicator.code),
        specs.strip(material, indicator),
        _figures(material, indicator),
        _step_line(material, indicator),
        tuple(question_row(material, question) for question in indicator.questions),
    )


def _figures(material: Material, indicator: Indicator) -> str:
    peer = material.peer(indicator.code)
    if isinstance(peer, Withheld):
        return material.words.reason(peer.reason)
    if not isinstance(peer, PublicStatistic):
        return ""
    gap = material.gap(indicator.code)
    values = {"median": two(peer.median), "gap": signed(gap)}
    return _("Median %(median)s, difference %(gap)s") % values


def _step_line(material: Material, indicator: Indicator) -> str:
    own = material.own(indicator.code)
    if own.value is None:
        reason = material.words.reason(own.reason)
        return _("No score: %(reason)s") % {"reason": reason}
    step = step_of(material, indicator)
    return _("Next step: %(step)s") % {"step": step} if step else _("Highest band reached")


def _density(blocks: tuple[IndicatorBlock, ...]) -> str:
    lines = sum(_lines(row) for block in blocks for row in block.rows)
    return next((name for name, most in DENSITIES.items() if lines <= most), DENSEST)


def _lines(row: QuestionRow) -> int:
    """Estimate how many printed lines a row takes."""
    return max(ceil(half_widths(text) / COLUMN) for text in (row.question, row.now, row.next))
