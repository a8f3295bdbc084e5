"""The form as the page sets it: dimension by dimension, each indicator with its questions."""

from __future__ import annotations

from dataclasses import dataclass

from django.forms import BoundField
from django.utils.translation import gettext as _

from hive.core.model import Dimension, Indicator, Question
from hive.core.rungs import is_left_out
from reports.charts.figures import two
from reports.scorecard.material import Material
from reports.what_if.forms import ChoicesForm


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on the form; ``left_out`` stands where it does not apply and is not asked."""

    code: str
    text: str
    field: BoundField | None
    left_out: str


@dataclass(frozen=True, slots=True)
class Block:
    """An indicator on the form; ``is_open`` when something is chosen within."""

    name: str
    field: BoundField
    figures: str
    questions: tuple[Asked, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A dimension on the form."""

    name: str
    blocks: tuple[Block, ...]


def part(form: ChoicesForm, dimension: Dimension, then: Material) -> Part:
    """Set one dimension of the form, with the scores today and as chosen."""
    blocks = tuple(_block(form, indicator, then) for indicator in dimension.indicators)
    return Part(then.say(dimension.name), blocks)


def _block(form: ChoicesForm, indicator: Indicator, then: Material) -> Block:
    before, after = form.material.own(indicator.code), then.own(indicator.code)
    figures = two(before.value)
    if after.value != before.value:
        figures = f"{figures} → {two(after.value)}"
    return Block(
        f"{indicator.code} {then.say(indicator.name)}",
        form[indicator.code],
        figures,
        tuple(_asked(form, question) for question in indicator.questions),
        any(form.query.get(question.code) for question in indicator.questions),
    )


def _asked(form: ChoicesForm, question: Question) -> Asked:
    text = form.material.say(question.text)
    if is_left_out(form.material.results.answers.get(question.code)):
        left_out = _("Not applicable to the bank, so it stays out of the score.")
        return Asked(question.code, text, None, left_out)
    return Asked(question.code, text, form[question.code], "")
