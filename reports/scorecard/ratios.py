"""The key ratios: this bank's figure, and the scoring bands in which its peers lie."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from hive.core.disclosure import PublicRatio, Withheld
from hive.core.model import Question
from reports.charts.figures import DASH
from reports.scorecard.answers import answer_mark, band_at
from reports.scorecard.material import Material
from reports.scorecard.parts import RatioRow
from reports.scorecard.wording import stretch, unit_of


def ratio_rows(material: Material) -> tuple[RatioRow, ...]:
    """Tell every key ratio of the edition."""
    return tuple(_row(material, question) for question in material.model.key_ratios)


def ratios_lead(material: Material) -> str:
    """Say what the columns of the peers hold."""
    if material.results.peers is None:
        return _("Peer figures are not published yet.")
    return _(
        "For the peers the scoring band is given in which the quartile or the median lies,"
        " over the banks of the group that answered; no figure of another bank is told."
    )


def _row(material: Material, question: Question) -> RatioRow:
    answer = material.results.answers.get(question.code)
    unit = unit_of(question, material.language)
    own_band = DASH
    if answer is not None and isinstance(answer.value, Decimal):
        own_band = stretch(band_at(question, answer.value), unit)
    return RatioRow(
        question.code,
        material.say(question.text),
        answer_mark(material, question, answer),
        own_band,
        *_peers(material, question),
    )


def _peers(material: Material, question: Question) -> tuple[str, str, str, str]:
    peers = material.results.peers
    figure = peers.ratios.get(question.code) if peers else None
    match figure:
        case PublicRatio():
            unit = unit_of(question, material.language)
            places = (figure.lower_quartile_band, figure.median_band, figure.upper_quartile_band)
            lower, median, upper = (stretch(question.score_bands[p], unit) for p in places)
            return lower, median, upper, ""
        case Withheld():
            return DASH, DASH, DASH, material.words.reason(figure.reason)
        case _:
            return DASH, DASH, DASH, material.words.no_peers
