"""What the what-if page says: today beside what is chosen, and the cheapest ways up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from urllib.parse import urlencode

from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from hive.core.disclosure import PublicStatistic, Withheld, place
from hive.core.model import TOTAL, Dimension, Indicator, Question
from hive.core.rungs import Rung, is_left_out, with_choices
from hive.core.scoring import score
from hive.core.steps import Climb, cheapest_climb
from reports.charts.figures import DASH, signed, two
from reports.charts.spec import Comb
from reports.queries import Results
from reports.scorecard import notes, specs
from reports.scorecard.answers import answer_mark, rung_mark
from reports.scorecard.material import Material
from reports.scorecard.parts import Fact, GroupChoice, Headline, PlanRow
from reports.scorecard.plan import plan_rows
from reports.scorecard.wording import listed
from reports.what_if.climbs import ClimbRow, climb_row
from reports.what_if.forms import ChoicesForm


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A node today and as chosen; ``place`` is the quarter among the peers, as chosen."""

    name: str
    today: str
    then: str
    change: str
    band: str
    place: str
    is_changed: bool
    is_total: bool


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

    field: BoundField
    figures: str
    questions: tuple[Asked, ...]
    is_open: bool


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

    @property
    def is_tried(self) -> bool:
        """Whether anything is answered otherwise than it was."""
        return bool(self.form.choices)

    @property
    def has_peers(self) -> bool:
        """Whether there are published figures to be set against."""
        return self.today.results.peers is not None

    @property
    def headline(self) -> Headline:
        """Say where the total stands and how far the next band is."""
        total = self.then.total
        if total.value is None:
            return Headline(_("No total score, so none can be tried."), "")
        values = {"score": two(total.value), "change": signed(self._change(TOTAL))}
        if self.is_tried:
            first = _("As chosen %(score)s points (%(change)s): ")
        else:
            first = _("Today %(score)s points: ")
        return Headline(first % values, self._distance())

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Today's total, the total as chosen, the change, and the quarter among the peers."""
        now, then = self.today.total, self.then.total
        quarter = specs.quarter(self.then)
        return (
            Fact(_("Total as chosen"), two(then.value), self.then.band_name(then.band)),
            Fact(_("Today"), two(now.value), self.today.band_name(now.band)),
            Fact(
                pgettext("difference of scores", "Change"),
                signed(self._change(TOTAL)),
                self._count(),
            ),
            Fact(_("Place among peers"), "", self._place(TOTAL), quarter),
        )

    @property
    def comb(self) -> Comb:
        """Every indicator in the colour of its band, as chosen."""
        return specs.comb(self.then)

    @property
    def dimensions(self) -> tuple[NodeRow, ...]:
        """The dimensions and the total."""
        rows = [
            self._node(dimension.code, self.today.say(dimension.name))
            for dimension in self.today.model.dimensions
        ]
        return (*rows, self._node(TOTAL, self.today.words.total))

    @property
    def indicators(self) -> tuple[NodeRow, ...]:
        """Every indicator."""
        return tuple(self._node(i.code, self._name(i)) for i in self.today.model.indicators)

    @cached_property
    def climbs(self) -> tuple[ClimbRow, ...]:
        """The fewest steps to the next band of the total and of each dimension, from today."""
        nodes = [(TOTAL, self.today.words.total)]
        nodes += [(d.code, self.today.say(d.name)) for d in self.today.model.dimensions]
        return tuple(
            climb_row(self.today, self.today.nodes[code], name, self._climb(code), self.group)
            for code, name in nodes
        )

    @property
    def blocks(self) -> tuple[tuple[Dimension, str, tuple[Block, ...]], ...]:
        """The form, dimension by dimension."""
        return tuple(
            (dimension, self.today.say(dimension.name), tuple(map(self._block, each)))
            for dimension in self.today.model.dimensions
            if (each := dimension.indicators)
        )

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

    def _climb(self, code: str) -> Climb | None:
        results = self.today.results
        return cheapest_climb(results.model, results.answers, self.today.nodes[code])

    def _change(self, code: str) -> Decimal | None:
        before, after = self.today.own(code).value, self.then.own(code).value
        return None if before is None or after is None else after - before

    def _distance(self) -> str:
        total, model = self.then.total, self.today.model
        if total.value is None or total.band is None:
            return ""
        values = {"band": self.then.band_name(total.band)}
        rises = total.band > (self.today.total.band or total.band)
        if total.band == len(model.bands):
            text = (
                _("reaches the highest band, %(band)s")
                if rises
                else _("the highest band, %(band)s")
            )
            return text % values
        following = model.band(total.band + 1)
        values |= {
            "points": two(following.floor - total.value),
            "next": self.then.band_name(following.number),
        }
        if rises:
            return _("reaches %(band)s, %(points)s below %(next)s") % values
        return _("%(band)s, %(points)s below %(next)s") % values

    def _count(self) -> str:
        count = len(self.form.choices)
        if not count:
            return _("Nothing chosen yet")
        text = ngettext("%(n)s answer changed", "%(n)s answers changed", count)
        return text % {"n": count}

    def _place(self, code: str) -> str:
        own, peer = self.then.nodes[code].value, self.then.peer(code)
        match peer:
            case PublicStatistic() if own is not None:
                return self.then.words.places[place(own, peer)]
            case Withheld():
                return self.then.words.reason(peer.reason)
            case _:
                return DASH if self.has_peers else _("On publication")

    def _node(self, code: str, name: str) -> NodeRow:
        then, change = self.then.own(code), self._change(code)
        return NodeRow(
            name,
            two(self.today.own(code).value),
            two(then.value),
            signed(change),
            self.then.band_name(then.band),
            self._place(code),
            bool(change),
            code == TOTAL,
        )

    def _name(self, indicator: Indicator) -> str:
        return f"{indicator.code} {self.today.say(indicator.name)}"

    def _block(self, indicator: Indicator) -> Block:
        before, after = self.today.own(indicator.code), self.then.own(indicator.code)
        figures = two(before.value)
        if after.value != before.value:
            figures = f"{figures} → {two(after.value)}"
        is_open = any(self.form.query.get(q.code) for q in indicator.questions)
        return Block(self.form[indicator.code], figures, tuple(self._asked(indicator)), is_open)

    def _asked(self, indicator: Indicator) -> Iterator[Asked]:
        for question in indicator.questions:
            yield self._ask(question)

    def _ask(self, question: Question) -> Asked:
        text = self.today.say(question.text)
        if is_left_out(self.today.results.answers.get(question.code)):
            left_out = _("Not applicable to the bank, so it stays out of the score.")
            return Asked(question.code, text, None, left_out)
        return Asked(question.code, text, self.form[question.code], "")


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
