"""The crispy layout of a page of questions, built from the catalogue by one helper."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, LayoutObject
from django.template import Context
from django.template.loader import render_to_string

from assessments.forms.answers import KEY, AnswersForm
from assessments.forms.blocks import Block
from assessments.wording import localized
from hive.core.model import Indicator, Question


class QuestionBlock(LayoutObject):
    """One question with its controls."""

    template = "assessments/form/question.html"

    def __init__(self, question: Question, submission: UUID) -> None:
        self.question = question
        self.submission = submission
        self.fields: list[Any] = []

    def render(
        self, form: AnswersForm, context: Context, template_pack: str = "", **kwargs: Any
    ) -> str:
        """Return the question as HTML."""
        shown = {"block": Block(form, self.question), "submission": self.submission}
        return render_to_string(self.template, shown)


class IndicatorBlock(LayoutObject):
    """One indicator: a heading and its questions."""

    template = "assessments/form/indicator.html"

    def __init__(self, indicator: Indicator, submission: UUID) -> None:
        self.indicator = indicator
        self.fields: list[Any] = [QuestionBlock(q, submission) for q in indicator.questions]

    def render(
        self, form: AnswersForm, context: Context, template_pack: str = "", **kwargs: Any
    ) -> str:
        """Return the indicator as HTML."""
        return render_to_string(
            self.template,
            {
                "code": self.indicator.code,
                "name": localized(self.indicator.name),
                "description": localized(self.indicator.description),
                "questions": self.get_rendered_fields(form, context, template_pack, **kwargs),
            },
        )


def layout_of(parts: Iterable[Indicator | Question], submission: UUID) -> FormHelper:
    """Lay out indicators with their questions, or questions alone, and the key of the page."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    blocks = [
        IndicatorBlock(part, submission)
        if isinstance(part, Indicator)
        else QuestionBlock(part, submission)
        for part in parts
    ]
    helper.layout = Layout(KEY, *blocks)
    return helper
