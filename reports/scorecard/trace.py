"""The score opened up: every node with its parts, their weights and what was left out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from django.utils.translation import gettext as _

from hive.core.answers import plain
from hive.core.model import TOTAL
from hive.core.scoring import Reason, Score, decimal_string
from reports.charts.figures import DASH, two
from reports.scorecard.answers import answer_mark
from reports.scorecard.material import Material
from reports.scorecard.parts import Trace

# Enough decimals to see where a figure was rounded.
EXACT = 6


def trace(material: Material) -> Trace:
    """Open the stored score from the total down to the answers."""
    return _node(material, material.results.score, _names(material))


def _names(material: Material) -> dict[str, str]:
    model = material.model
    names = {dimension.code: material.say(dimension.name) for dimension in model.dimensions}
    names |= {indicator.code: material.say(indicator.name) for indicator in model.indicators}
    names |= {question.code: material.say(question.text) for question in model.scored}
    return names | {TOTAL: material.words.total}


def _node(material: Material, score: Score, names: dict[str, str]) -> Trace:
    own = material.own(score.code)
    return Trace(
        score.code,
        names[score.code],
        two(own.value),
        "" if score.weight is None else plain(score.weight),
        _sum(score.parts, own_figure=two(own.value)) if score.parts else _answer(material, score),
        _left_out(material, score),
        tuple(_node(material, part, names) for part in score.parts),
    )


def _answer(material: Material, score: Score) -> str:
    question = material.model.questions[score.code]
    return answer_mark(material, question, material.results.answers.get(score.code))


def _left_out(material: Material, score: Score) -> str:
    if score.reason is Reason.DONT_KNOW:
        return _("Counts as the lowest answer")
    if score.reason is None:
        return ""
    return material.words.reason(score.reason.value)


def _sum(parts: Sequence[Score], *, own_figure: str) -> str:
    """Write a weighted mean as it is worked out: ``(25 × 1 + 50 × 2) ÷ 3 = 41.666667 → 41.67``."""
    counted = [(p.value, p.weight) for p in parts if p.value is not None and p.weight is not None]
    if not counted or own_figure == DASH:
        return ""
    terms = " + ".join(f"{_exact(value)} × {plain(weight)}" for value, weight in counted)
    whole = sum((Fraction(weight) for _value, weight in counted), Fraction(0))
    mean = sum((value * Fraction(weight) for value, weight in counted), Fraction(0)) / whole
    return f"({terms}) ÷ {_exact(whole)} = {_exact(mean)} → {own_figure}"


def _exact(value: Fraction) -> str:
    return decimal_string(value, EXACT)
