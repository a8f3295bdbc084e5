"""What the what-if page says: today beside what is chosen, and the cheapest ways up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from hive.core.model import TOTAL
from hive.core.rungs import Rung, with_choices
from hive.core.scoring import score
from hive.core.steps import cheapest_climb
from reports.charts.spec import Comb
from reports.queries import Results
from reports.scorecard import notes, specs
from reports.scorecard.answers import answer_mark, rung_mark
from reports.scorecard.material import Material
from reports.scorecard.parts import GroupChoice, PlanRow
from reports.scorecard.plan import plan_rows
from reports.scorecard.wording import listed
from reports.what_if.asking import Part, part
from reports.what_if.climbs import ClimbRow, climb_row
from reports.what_if.comparing import Comparison, NodeRow
from reports.what_if.forms import ChoicesForm


@dataclass(frozen=True, slots=True)
class ChosenRow:
    """A question that is answered otherwise; ``planned`` tells its step in the plan, if any.

    ``seen`` is its code with the version of that step.
    """

    code: str
    question: str
    now: str
    then: str
    planned: str
    seen: str


@dataclass(frozen=True)
class WhatIf:
    """One page: results, and what was chosen to try."""

    today: Material
    form: ChoicesForm

    @classmethod
    def of(cls, results: Results, language: str, data: Mapping[str, str]) -> WhatIf:
        """Try what was chosen; today's score is made anew from the answers, exactly."""
        exact = replace(results, score=score(results.model, results.answers))
        material = Material(exact, language)
        return cls(material, ChoicesForm(material, data))

    @cached_property
    def then(self) -> Material:
        """The results as chosen: the same scoring on a copy of the answers."""
        results = self.today.results
        answers = with_choices(results.answers, self.form.choices)
        wished = replace(results, answers=answers, score=score(results.model, answers))
        return Material(wished, self.today.language)

    @cached_property
    def compared(self) -> Comparison:
        """Today beside what is chosen."""
        return Comparison(self.today, self.then, len(self.form.choices))

    @property
    def has_peers(self) -> bool:
        """Whether there are published figures to be set against."""
        return self.today.results.peers is not None

    @property
    def comb(self) -> Comb:
        """Every indicator in the colour of its band, as chosen."""
        return specs.comb(self.then)

    @property
    def dimensions(self) -> tuple[NodeRow, ...]:
        """The dimensions and the total."""
        return tuple(self.compared.row(code, name) for code, name in self._nodes())

    @property
    def indicators(self) -> tuple[NodeRow, ...]:
        """Every indicator."""
        return tuple(
            self.compared.row(each.code, f"{each.code} {self.today.say(each.name)}")
            for each in self.today.model.indicators
        )

    @property
    def climbs(self) -> tuple[ClimbRow, ...]:
        """The fewest steps to the next band of the total and of each dimension, from today."""
        *parts, total = (self._climb(code, name) for code, name in self._nodes())
        return (total, *parts)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The form, dimension by dimension."""
        return tuple(part(self.form, each, self.then) for each in self.today.model.dimensions)

    @property
    def chosen(self) -> tuple[ChosenRow, ...]:
        """What is answered otherwise, in the order of the model."""
        versions = {step.question.code: step.version for step in self.today.results.plan}
        planned = {row.code: row for row in plan_rows(self.today)}
        return tuple(
            _chosen_row(self.today, code, rung, versions.get(code, 0), planned.get(code))
            for code, rung in self.form.choices.items()
        )

    @property
    def group(self) -> str:
        """The group that the reader chose, empty for the bank's own."""
        return self.form.data.get("group", "")

    @property
    def query(self) -> str:
        """The address's end that opens this page with the same choices."""
        return urlencode(self.form.query | ({"group": self.group} if self.group else {}))

    @property
    def choices(self) -> tuple[tuple[GroupChoice, str], ...]:
        """The groups to be set against, each with the address's end that keeps what is chosen."""
        return tuple(
            (choice, urlencode(self.form.query | {"group": choice.code}))
            for choice in notes.choices(self.today)
        )

    def _nodes(self) -> list[tuple[str, str]]:
        """The dimensions with their names, the total last."""
        named = [(each.code, self.today.say(each.name)) for each in self.today.model.dimensions]
        return [*named, (TOTAL, self.today.words.total)]

    def _climb(self, code: str, name: str) -> ClimbRow:
        results, node = self.today.results, self.today.nodes[code]
        climb = cheapest_climb(results.model, results.answers, node)
        return climb_row(self.today, node, name, climb, self.group)


def _chosen_row(
    material: Material, code: str, rung: Rung, version: int, planned: PlanRow | None
) -> ChosenRow:
    question = material.model.questions[code]
    return ChosenRow(
        code,
        material.say(question.text),
        answer_mark(material, question, material.results.answers.get(code)),
        rung_mark(material, question, rung),
        listed((planned.target, planned.owner, planned.due)) if planned else "",
        f"{code}:{version}",
    )
