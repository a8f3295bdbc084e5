"""The answers to try: a select for each indicator and one for each of its questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assessments.wording import labelled
from hive.core.model import Indicator, Question
from hive.core.rungs import Rung, is_left_out, rung_of, rungs_of, steps_up
from reports.scorecard.answers import answer_mark, rung_mark, rung_text
from reports.scorecard.material import Material
from reports.scorecard.wording import clipped


class ChoicesForm(forms.Form):
    """What is chosen; a question's own choice goes before that of its indicator.

    Fields bear the codes of indicators and questions, so that an address says what was tried.
    """

    use_required_attribute = False

    def __init__(self, material: Material, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.material = material
        for indicator in material.model.indicators:
            self.fields[indicator.code] = self._indicator_field(indicator)
            for question in self.open_questions(indicator):
                self.fields[question.code] = self._question_field(question)

    @cached_property
    def rungs(self) -> Mapping[str, tuple[Rung, ...]]:
        """The answers that each scored question can take."""
        model = self.material.model
        return {question.code: rungs_of(model, question) for question in model.scored}

    @cached_property
    def choices(self) -> Mapping[str, Rung]:
        """Every question that is to be answered otherwise than it was, with the answer."""
        return dict(self._chosen())

    @property
    def query(self) -> dict[str, str]:
        """What is chosen, as it stands in an address."""
        chosen = {name: self.data.get(name, "") for name in self.fields}
        return {name: value for name, value in chosen.items() if value}

    def open_questions(self, indicator: Indicator) -> list[Question]:
        """The questions of an indicator that apply to the bank."""
        answers = self.material.results.answers
        return [q for q in indicator.questions if not is_left_out(answers.get(q.code))]

    def _chosen(self) -> Iterator[tuple[str, Rung]]:
        # Checking fills in what is valid, whatever else is not.
        self.full_clean()
        for indicator in self.material.model.indicators:
            for question in self.open_questions(indicator):
                own = self.cleaned_data.get(question.code)
                steps = self.cleaned_data.get(indicator.code)
                rung = self._named(question, own) if own else self._lifted(question, steps)
                if rung is not None and rung != self._today(question):
                    yield question.code, rung

    def _named(self, question: Question, key: str) -> Rung:
        return next(rung for rung in self.rungs[question.code] if rung.key == key)

    def _lifted(self, question: Question, steps: str | None) -> Rung | None:
        above = self._above(question)
        return above[min(int(steps), len(above)) - 1] if steps and above else None

    def _above(self, question: Question) -> tuple[Rung, ...]:
        value = self.material.nodes[question.code].value
        return () if value is None else steps_up(self.rungs[question.code], value)

    def _today(self, question: Question) -> Rung | None:
        answer = self.material.results.answers.get(question.code)
        return rung_of(question, self.rungs[question.code], answer)

    def _indicator_field(self, indicator: Indicator) -> forms.ChoiceField:
        most = max((len(self._above(q)) for q in self.open_questions(indicator)), default=0)
        steps = [(str(n), _steps_up(n)) for n in range(1, most + 1)]
        return self._field(indicator.code, [("", _("As today")), *steps])

    def _question_field(self, question: Question) -> forms.ChoiceField:
        answer = self.material.results.answers.get(question.code)
        mark = answer_mark(self.material, question, answer)
        asis = _("As today or as the indicator: %(answer)s") % {"answer": mark}
        options = [(rung.key, self._option(question, rung)) for rung in self.rungs[question.code]]
        return self._field(question.code, [("", asis), *options])

    def _option(self, question: Question, rung: Rung) -> str:
        mark = rung_mark(self.material, question, rung)
        text = clipped(labelled(mark, rung_text(self.material, question, rung)))
        return _("%(answer)s (today)") % {"answer": text} if rung == self._today(question) else text

    def _field(self, label: str, options: list[tuple[str, str]]) -> forms.ChoiceField:
        return forms.ChoiceField(
            label=label,
            required=False,
            choices=options,
            error_messages={"invalid_choice": gettext_lazy("Choose one of the answers listed.")},
        )


def _steps_up(n: int) -> str:
    return ngettext("%(n)s step up each", "%(n)s steps up each", n) % {"n": n}
