"""The fewest single steps, each one answer up on one question, that lift a score into a band."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from hive.core.answers import Answers
from hive.core.model import HiveModel
from hive.core.rungs import Rung, rungs_of, shares_of, steps_up, with_choices
from hive.core.scoring import Score, score


@dataclass(frozen=True, slots=True)
class Raise:
    """A question lifted to an answer, and how many single steps that takes."""

    question: str
    rung: Rung
    steps: int


@dataclass(frozen=True, slots=True)
class Climb:
    """A way from where a node stands into a band: ``start`` and ``reached`` are its scores."""

    node: str
    band: int
    raises: tuple[Raise, ...]
    start: Fraction
    reached: Fraction

    @property
    def steps(self) -> int:
        """How many single steps it takes."""
        return sum(each.steps for each in self.raises)


def next_band(model: HiveModel, node: Score) -> int | None:
    """Return the number of the band above a node's; None at the top or without a score."""
    if node.band is None or node.band == len(model.bands):
        return None
    return node.band + 1


def cheapest_climb(model: HiveModel, answers: Answers, node: Score) -> Climb | None:
    """Return the fewest steps that lift a node of the score of these answers into the next band.

    Of ways with equally few steps, the one that lifts the score most; then the one that asks
    least of any one question; then the one that lies earlier in the model. Questions that are
    not applicable stay so; don't know stands where the lowest answer does. None when there is no
    next band, no score, or no way.
    """
    band = next_band(model, node)
    if band is None or node.value is None:
        return None
    shares = shares_of(node)
    values = {each.code: each.value for each in node.walk()}
    ladders = [
        (question.code, _above(model, question.code, values[question.code]))
        for question in model.scored
        if question.code in shares
    ]
    gains = [
        [shares[code] * (rung.score - (values[code] or 0)) for rung in above]
        for code, above in ladders
    ]
    counts = _fewest(gains, Fraction(model.band(band).floor) - node.value)
    if counts is None:
        return None
    raises = tuple(
        Raise(code, above[count - 1], count)
        for (code, above), count in zip(ladders, counts, strict=True)
        if count
    )
    lifted = with_choices(answers, {each.question: each.rung for each in raises})
    reached = next(each for each in score(model, lifted).walk() if each.code == node.code).value
    assert reached is not None
    return Climb(node.code, band, raises, node.value, reached)


def _above(model: HiveModel, code: str, value: Fraction | None) -> tuple[Rung, ...]:
    if value is None:
        return ()
    return steps_up(rungs_of(model, model.questions[code]), value)


def _fewest(gains: Sequence[Sequence[Fraction]], needed: Fraction) -> list[int] | None:
    """Return how many steps each question takes so that together they gain what is needed.

    ``gains[i][k - 1]`` is what k steps on question i gain. Everything is counted in whole
    numbers: the gain first, and within it less for each question that takes several steps.
    """
    unit = lcm(needed.denominator, *(gain.denominator for row in gains for gain in row))
    place = 1 + sum(len(row) ** 2 for row in gains)
    worths = [
        [0, *(int(gain * unit) * place - count**2 for count, gain in enumerate(row, start=1))]
        for row in gains
    ]
    best = _best(worths)
    goal = int(needed * unit) * place - place
    steps = next((n for n, worth in enumerate(best[0]) if worth > goal), None)
    return None if steps is None else _traced(worths, best, steps)


def _best(worths: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return, for the questions from each on, the most that is gained by at most n steps."""
    most = sum(len(row) - 1 for row in worths)
    best = [[0] * (most + 1)]
    for row in reversed(worths):
        after = best[0]
        best.insert(
            0,
            [
                max(worth + after[n - count] for count, worth in enumerate(row[: n + 1]))
                for n in range(most + 1)
            ],
        )
    return best


def _traced(
    worths: Sequence[Sequence[int]], best: Sequence[Sequence[int]], steps: int
) -> list[int]:
    """Return the steps of each question, as many as possible on those that come first."""
    counts = []
    for place, row in enumerate(worths):
        wanted, after = best[place][steps], best[place + 1]
        count = max(
            k for k, worth in enumerate(row[: steps + 1]) if worth + after[steps - k] == wanted
        )
        counts.append(count)
        steps -= count
    return counts
