"""Answers of the invented banks: chance drawn once, then moved until the means are reached."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from random import Random

from hive.core import checks
from hive.core.answers import Answer, Answers, State
from hive.core.model import HiveModel, Indicator, Question
from hive.core.scoring import score
from reports.demo.banks import InventedBank
from reports.demo.plan import AnswerPlan
from reports.demo.profile import follow_ratios, profile_of
from reports.demo.values import any_value, reachable_scores, value_scoring, value_within

# Points by which the mean of a dimension may miss its aim before the banks are moved again.
CLOSE_ENOUGH = 0.3
ROUNDS = 12


@dataclass(frozen=True)
class Draw:
    """What chance gave one question: in points, and as numbers from 0 to 1."""

    points: float
    step: float
    silence: float
    seed: str


class Respondent:
    """One bank in one year; what it answers depends on where its dimensions are moved to."""

    def __init__(self, bank: InventedBank, year: int, model: HiveModel, plan: AnswerPlan) -> None:
        self.bank = bank
        self.year = year
        self.model = model
        self.plan = plan

    def answers(self, middles: Mapping[str, float]) -> dict[str, Answer]:
        """Answer everything, with the average bank at ``middles``, by dimension."""
        given = self.scored(middles)
        for question in self.model.unscored:
            given[question.code] = self._unscored(question)
        given |= profile_of(self.bank, self.year, self.model, self.plan)
        slips = self.plan.chance(self.bank.code, "slips", self.year)
        follow_ratios(self.model, given, slips, self.plan.slips)
        return self._consistent(given)

    def scored(self, middles: Mapping[str, float]) -> dict[str, Answer]:
        """Answer the scored questions."""
        given: dict[str, Answer] = {}
        for code, (dimension, indicator) in self.model.homes.items():
            question = self.model.questions[code]
            middle = middles[dimension.code] + self._strength[dimension.code]
            given[code] = self._answer(question, indicator, middle, given)
        return given

    def _answer(
        self, question: Question, indicator: Indicator, middle: float, given: Answers
    ) -> Answer:
        draw = self._draws[question.code]
        if question.na_when is not None and draw.silence < self.plan.not_applicable:
            if _may_be_left_out(self.model, indicator, given):
                return Answer(State.NOT_APPLICABLE, None, question.na_when.zh)
        if draw.silence > 1 - self.plan.dont_know:
            return Answer(State.DONT_KNOW)
        wanted = _step(self._scores[question.code], middle + draw.points, draw.step)
        value = value_scoring(self.model, question, wanted, Random(draw.seed))
        return Answer(State.ANSWERED, value)

    def _unscored(self, question: Question) -> Answer:
        chance = self.plan.chance(self.bank.code, question.code, self.year)
        if chance.random() < self.plan.dont_know:
            return Answer(State.DONT_KNOW)
        usual = self.bank.usual.get(question.code, ())
        return Answer(State.ANSWERED, any_value(question, usual, chance))

    def _consistent(self, given: dict[str, Answer]) -> dict[str, Answer]:
        """Correct what contradicts a conditional rule of the edition."""
        for finding in checks.run(self.model, given):
            for code, bounds in finding.check.rule.get("then", {}).items():
                if code in finding.questions:
                    value = value_within(self.model.questions[code], bounds)
                    given[code] = Answer(State.ANSWERED, value)
        return given

    @cached_property
    def _strength(self) -> dict[str, float]:
        """Points above or below the average bank, by dimension."""
        spread = self.plan.spread
        common = self.bank.strength * spread.bank
        chance = self.plan.chance(self.bank.code, "dimensions")
        return {d.code: common + chance.gauss(0, spread.dimension) for d in self.model.dimensions}

    @cached_property
    def _draws(self) -> dict[str, Draw]:
        return {question.code: self._draw(question) for question in self.model.scored}

    def _draw(self, question: Question) -> Draw:
        """Draw anew for some questions only, so that a bank resembles itself a year before."""
        anew = self.plan.chance(self.bank.code, question.code, self.year)
        year = self.year if anew.random() < self.plan.answered_anew else "first"
        chance = self.plan.chance(self.bank.code, question.code, year, "draw")
        points = chance.gauss(0, self.plan.spread.question)
        return Draw(points, chance.random(), chance.random(), str(chance.random()))

    @cached_property
    def _scores(self) -> dict[str, tuple[Decimal, ...]]:
        return {q.code: reachable_scores(self.model, q) for q in self.model.scored}


def middles_for(
    respondents: Sequence[Respondent], model: HiveModel, means: Mapping[str, float]
) -> dict[str, float]:
    """Return where the average bank must stand for the cohort to reach these means."""
    middles = dict(means)
    for _ in range(ROUNDS):
        reached = dimension_means(model, [r.answers(middles) for r in respondents])
        missed = {code: means[code] - reached[code] for code in means}
        if all(abs(points) < CLOSE_ENOUGH for points in missed.values()):
            break
        middles = {code: middles[code] + points for code, points in missed.items()}
    return middles


def dimension_means(model: HiveModel, cohort: Sequence[Answers]) -> dict[str, float]:
    """Return the mean of each dimension over the banks that have a score in it."""
    trees = [score(model, answers) for answers in cohort]
    means = {}
    for place, dimension in enumerate(model.dimensions):
        values = [tree.parts[place].value for tree in trees]
        known = [float(value) for value in values if value is not None]
        means[dimension.code] = sum(known) / len(known)
    return means


def _step(scores: Sequence[Decimal], wanted: float, step: float) -> Decimal:
    """Choose one of the two scores around a wanted one, so that on average it is reached."""
    below = max((s for s in scores if s <= wanted), default=scores[0])
    above = min((s for s in scores if s > wanted), default=below)
    if above == below or wanted <= below:
        return below
    return above if (wanted - float(below)) / float(above - below) > step else below


def _may_be_left_out(model: HiveModel, indicator: Indicator, given: Answers) -> bool:
    """Whether the indicator keeps a score when one more question does not apply."""
    out = sum(
        given[q.code].state is State.NOT_APPLICABLE for q in indicator.questions if q.code in given
    )
    return len(indicator.questions) - out - 1 >= model.scoring.indicator_min_answered
