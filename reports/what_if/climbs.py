"""The cheapest steps to the next band, in a sentence and one by one."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, npgettext

from hive.core.maturity import shown
from hive.core.scoring import Score
from hive.core.steps import Climb, Raise, next_band
from reports.charts.figures import two
from reports.scorecard.answers import answer_mark, rung_mark
from reports.scorecard.material import Material


@dataclass(frozen=True, slots=True)
class StepRow:
    """A question with its answer today and the answer to reach."""

    code: str
    question: str
    now: str
    then: str


@dataclass(frozen=True, slots=True)
class ClimbRow:
    """A node with the sentence about its next band; ``query`` ends the address that tries it."""

    name: str
    sentence: str
    steps: tuple[StepRow, ...]
    query: str


def climb_row(
    material: Material, node: Score, name: str, climb: Climb | None, group: str
) -> ClimbRow:
    """Tell the cheapest way up, or why there is none."""
    if climb is None:
        return ClimbRow(name, _no_way(material, node), (), "")
    chosen = {each.question: each.rung.key for each in climb.raises}
    return ClimbRow(
        name,
        _way(material, climb),
        tuple(_step(material, each) for each in climb.raises),
        urlencode(chosen | ({"group": group} if group else {})),
    )


def _no_way(material: Material, node: Score) -> str:
    if node.value is None:
        return _("There is no score, so there is no next band.")
    if next_band(material.model, node) is None:
        return _("The highest band is reached.")
    return _("The next band cannot be reached: too little of the score applies to the bank.")


def _way(material: Material, climb: Climb) -> str:
    values = {
        "n": climb.steps,
        "today": two(shown(material.model, climb.start)),
        "score": two(shown(material.model, climb.reached)),
        "band": material.band_name(climb.band),
        "questions": _questions(len(climb.raises)),
    }
    text = ngettext(
        "%(n)s single step on %(questions)s leads from %(today)s to %(score)s, into %(band)s;"
        " nothing less does.",
        "%(n)s single steps on %(questions)s lead from %(today)s to %(score)s, into %(band)s;"
        " fewer do not.",
        climb.steps,
    )
    return text % values


def _questions(count: int) -> str:
    text = npgettext("within a sentence", "%(n)s question", "%(n)s questions", count)
    return text % {"n": count}


def _step(material: Material, each: Raise) -> StepRow:
    question = material.model.questions[each.question]
    answer = material.results.answers.get(each.question)
    return StepRow(
        each.question,
        material.say(question.text),
        answer_mark(material, question, answer),
        rung_mark(material, question, each.rung),
    )
