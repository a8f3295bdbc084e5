"""What the bank plans to lift, and where that leads."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from assessments.models import PlanStep, YearQuarter
from hive.core.maturity import shown
from hive.core.rungs import Rung, is_left_out, rungs_of, with_choices
from hive.core.scoring import score
from reports.charts.figures import signed, two
from reports.scorecard.answers import answer_mark, rung_mark, rung_text
from reports.scorecard.material import Material
from reports.scorecard.parts import PlanRow


def plan_rows(material: Material) -> tuple[PlanRow, ...]:
    """Tell every step of the plan, the earliest quarter first."""
    return tuple(_row(material, step) for step in material.results.plan)


def plan_lead(material: Material) -> str:
    """Say where the total stands once every step that is still to be taken is taken."""
    choices = {step.question.code: rung for step, rung in _open_steps(material)}
    before = material.results.score.value
    if not choices or before is None:
        return ""
    after = score(material.model, with_choices(material.results.answers, choices))
    if after.value is None:
        return ""
    told, today = shown(material.model, after.value), shown(material.model, before)
    values = {
        "today": two(today),
        "score": two(told),
        "gain": signed(told - today),
        "band": material.band_name(after.band),
    }
    text = _(
        "With every step taken the total rises from %(today)s to %(score)s (%(gain)s): %(band)s."
    )
    return text % values


def rung_named(material: Material, code: str, key: str) -> Rung | None:
    """Return the answer that a step of a plan aims at; None when the edition has none such."""
    question = material.model.questions.get(code)
    rungs = () if question is None else rungs_of(material.model, question)
    return next((rung for rung in rungs if rung.key == key), None)


def quarter_name(due: YearQuarter) -> str:
    """Write a quarter of a year: ``Q3 2026``, ``2026年第3季度``."""
    return _("Q%(quarter)s %(year)s") % {"quarter": due.quarter, "year": due.year}


def _open_steps(material: Material) -> Iterator[tuple[PlanStep, Rung]]:
    """Yield the steps that are still to be taken, each with its aim."""
    for step in material.results.plan:
        rung = rung_named(material, step.question.code, step.target)
        if rung is not None and not _state(material, step, rung):
            yield step, rung


def _state(material: Material, step: PlanStep, rung: Rung) -> str:
    code = step.question.code
    if is_left_out(material.results.answers.get(code)):
        return _("Not applicable any more")
    value = material.nodes[code].value
    return _("Reached") if value is not None and value >= rung.score else ""


def _row(material: Material, step: PlanStep) -> PlanRow:
    code = step.question.code
    question = material.model.questions[code]
    rung = rung_named(material, code, step.target)
    is_level = rung is not None and rung.band is None and not isinstance(rung.value, bool)
    return PlanRow(
        code,
        material.say(question.text),
        answer_mark(material, question, material.results.answers.get(code)),
        rung_mark(material, question, rung) if rung else step.target,
        rung_text(material, question, rung) if rung and is_level else "",
        step.owner,
        quarter_name(step.due),
        _state(material, step, rung) if rung else "",
    )
