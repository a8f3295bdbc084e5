"""The only place where a score is made: a model and answers in, a tree that explains itself out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Any

from hive.core.answers import Answer, Answers, Selection, State, Value
from hive.core.model import TOTAL, Dimension, HiveModel, Indicator, Kind, Question


class Reason(StrEnum):
    """Why a node has no score, or an unusual one."""

    UNANSWERED = "unanswered"
    NOT_APPLICABLE = "not_applicable"
    DONT_KNOW = "dont_know"
    TOO_FEW_ANSWERED = "too_few_answered"
    TOO_FEW_INDICATORS = "too_few_indicators"


@dataclass(frozen=True, slots=True)
class Score:
    """One node of the tree: value on the edition's scale (exact), band by number, parts in order.

    ``weight`` is the edition's and is kept when the node is left out of its parent's mean;
    the root has none. A question has no band and no parts.
    """

    code: str
    value: Fraction | None
    weight: Decimal | None
    band: int | None
    reason: Reason | None
    parts: tuple[Score, ...] = ()

    def walk(self) -> Iterator[Score]:
        """Yield this node and all below it, parents first."""
        yield self
        for part in self.parts:
            yield from part.walk()

    def as_json(self) -> dict[str, Any]:
        """Return the tree as JSON objects; a score is a decimal string of at most 12 places."""
        return {
            "code": self.code,
            "score": None if self.value is None else decimal_string(self.value),
            "weight": None if self.weight is None else _json_number(self.weight),
            "band": self.band,
            "reason": self.reason,
            "parts": [part.as_json() for part in self.parts],
        }


def score(model: HiveModel, answers: Answers) -> Score:
    """Score one bank's answers. Codes that are not scored questions are ignored."""
    parts = tuple(_score_dimension(model, dimension, answers) for dimension in model.dimensions)
    lacking = [part.reason for part in parts if part.value is None]
    if lacking:
        unanswered = Reason.UNANSWERED in lacking
        reason = Reason.UNANSWERED if unanswered else Reason.TOO_FEW_INDICATORS
        return Score(TOTAL, None, None, None, reason, parts)
    value = _mean(parts)
    return Score(TOTAL, value, None, band_number(model, value), None, parts)


def band_number(model: HiveModel, value: Fraction) -> int:
    """Return the number of the band that holds a value; decided on the exact value."""
    return max(band.number for band in model.bands if _reaches(value, band.floor))


def decimal_string(value: Fraction, places: int = 12) -> str:
    """Round half up to some places and drop trailing zeros. ``value`` is not negative."""
    scaled = (2 * value.numerator * 10**places + value.denominator) // (2 * value.denominator)
    whole, rest = divmod(scaled, 10**places)
    return f"{whole}.{rest:0{places}d}".rstrip("0").rstrip(".")


def from_json(tree: dict[str, Any]) -> Score:
    """Read back what ``as_json`` wrote; values are then exact to 12 places."""
    return Score(
        tree["code"],
        None if tree["score"] is None else Fraction(tree["score"]),
        None if tree["weight"] is None else Decimal(str(tree["weight"])),
        tree["band"],
        None if tree["reason"] is None else Reason(tree["reason"]),
        tuple(from_json(part) for part in tree["parts"]),
    )


def question_value(model: HiveModel, question: Question, value: Value) -> Fraction:
    """Return the score of an answered question, by the edition's numbers alone."""
    match question.kind:
        case Kind.LEVEL:
            assert isinstance(value, int)
            return _exact(model.scoring.level_scores[value])
        case Kind.YESNO:
            assert isinstance(value, bool)
            return _exact(model.scoring.yesno_scores[value])
        case Kind.NUMBER:
            assert isinstance(value, Decimal)
            return _in_bands(question, value)
        case _:
            assert isinstance(value, Selection)
            points = sum((question.choice(o).points for o in value.options), Decimal(0))
            return _in_bands(question, points)


def lowest_value(model: HiveModel, question: Question) -> Fraction:
    """Return the score of the lowest answer a question has."""
    match question.kind:
        case Kind.LEVEL:
            return _exact(min(model.scoring.level_scores.values()))
        case Kind.YESNO:
            return _exact(min(model.scoring.yesno_scores.values()))
        case _:
            return _exact(min(band.score for band in question.score_bands))


def _score_dimension(model: HiveModel, dimension: Dimension, answers: Answers) -> Score:
    parts = tuple(_score_indicator(model, i, answers) for i in dimension.indicators)
    applicable = [part for part in parts if part.value is not None]
    reason = None
    if any(part.reason is Reason.UNANSWERED for part in parts):
        reason = Reason.UNANSWERED
    elif len(applicable) < model.scoring.dimension_min_indicators:
        reason = Reason.TOO_FEW_INDICATORS
    return _node(model, dimension.code, dimension.weight, applicable, parts, reason)


def _score_indicator(model: HiveModel, indicator: Indicator, answers: Answers) -> Score:
    parts = tuple(_score_question(model, q, answers.get(q.code)) for q in indicator.questions)
    applicable = [part for part in parts if part.value is not None]
    reason = None
    if any(part.reason is Reason.UNANSWERED for part in parts):
        reason = Reason.UNANSWERED
    elif len(applicable) < model.scoring.indicator_min_answered:
        reason = Reason.TOO_FEW_ANSWERED
    return _node(model, indicator.code, indicator.weight, applicable, parts, reason)


def _node(
    model: HiveModel,
    code: str,
    weight: Decimal,
    applicable: Sequence[Score],
    parts: tuple[Score, ...],
    reason: Reason | None,
) -> Score:
    if reason is not None:
        return Score(code, None, weight, None, reason, parts)
    value = _mean(applicable)
    return Score(code, value, weight, band_number(model, value), None, parts)


def _score_question(model: HiveModel, question: Question, answer: Answer | None) -> Score:
    value, reason = _value_and_reason(model, question, answer)
    return Score(question.code, value, question.weight, None, reason)


def _value_and_reason(
    model: HiveModel, question: Question, answer: Answer | None
) -> tuple[Fraction | None, Reason | None]:
    if answer is None:
        return None, Reason.UNANSWERED
    match answer.state:
        case State.NOT_APPLICABLE:
            return None, Reason.NOT_APPLICABLE
        case State.DONT_KNOW:
            return lowest_value(model, question), Reason.DONT_KNOW
        case State.ANSWERED:
            assert answer.value is not None
            return question_value(model, question, answer.value), None


def _reaches(value: Fraction, floor: Decimal) -> bool:
    numerator, denominator = floor.as_integer_ratio()
    return value.numerator * denominator >= numerator * value.denominator


def _mean(parts: Sequence[Score]) -> Fraction:
    """Return the weighted mean of scored parts. Weights are relative positive numbers.

    Counted in whole numbers and made a fraction once: exact, and quick for whoever tries answers.
    """
    scored = [
        (part.value, _exact(part.weight))
        for part in parts
        if part.value is not None and part.weight is not None
    ]
    unit = lcm(*(value.denominator for value, _weight in scored))
    parcel = lcm(*(weight.denominator for _value, weight in scored))
    total, weighted = 0, 0
    for value, exact in scored:
        weight = exact.numerator * (parcel // exact.denominator)
        total += weight
        weighted += weight * value.numerator * (unit // value.denominator)
    return Fraction(weighted, total * unit)


# An edition has a few dozen numbers, and every bank's score meets each of them.
_exact = lru_cache(maxsize=4096)(Fraction)


def _in_bands(question: Question, amount: Decimal) -> Fraction:
    for band in question.score_bands:
        if band.floor <= amount and (band.ceiling is None or amount < band.ceiling):
            return _exact(band.score)
    raise ValueError(f"{question.code}: {amount} lies in no scoring band")


def _json_number(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)
