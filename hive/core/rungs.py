"""The answers that a question can take, from the lowest score to the highest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from hive.core.answers import Answer, Answers, Selection, State, Value
from hive.core.model import HiveModel, Kind, Question, ScoreBand
from hive.core.scoring import Score, question_value


@dataclass(frozen=True, slots=True)
class Rung:
    """One answer: a level, yes or no, or some value within a scoring band.

    ``key`` names it within its question, ``band`` is the scoring band of a number or of options.
    """

    key: str
    value: Value
    score: Fraction
    band: ScoreBand | None = None


Choices = Mapping[str, Rung]


def rungs_of(model: HiveModel, question: Question) -> tuple[Rung, ...]:
    """Return what may be answered, by score; answers that score the same keep their order."""
    found = [
        Rung(key, value, question_value(model, question, value), band)
        for key, value, band in _answers(question)
    ]
    return tuple(sorted(found, key=lambda rung: rung.score))


def rung_of(question: Question, rungs: tuple[Rung, ...], answer: Answer | None) -> Rung | None:
    """Return the rung on which an answer stands; None if it is no answer with a value."""
    if answer is None or answer.value is None:
        return None
    return next((rung for rung in rungs if _stands_on(question, rung, answer.value)), None)


def steps_up(rungs: tuple[Rung, ...], value: Fraction) -> tuple[Rung, ...]:
    """Return the rungs above a score, one step each: the first of those that score the same."""
    first: dict[Fraction, Rung] = {}
    for rung in rungs:
        if rung.score > value:
            first.setdefault(rung.score, rung)
    return tuple(first.values())


def with_choices(answers: Answers, choices: Choices) -> Answers:
    """Return a copy of the answers in which some questions are answered otherwise.

    A question that is not applicable stays so: nobody becomes another bank by wishing.
    """
    chosen = {
        code: Answer(State.ANSWERED, rung.value)
        for code, rung in choices.items()
        if not is_left_out(answers.get(code))
    }
    return {**answers, **chosen}


def is_left_out(answer: Answer | None) -> bool:
    """Whether a question counts for nothing: it does not apply to the bank."""
    return answer is not None and answer.state is State.NOT_APPLICABLE


def shares_of(node: Score) -> Mapping[str, Fraction]:
    """Return how much of a node each of its questions makes up; those left out have no share."""
    if not node.parts:
        return {node.code: Fraction(1)}
    counted = [p for p in node.parts if p.value is not None and p.weight is not None]
    whole = sum((Fraction(part.weight or 0) for part in counted), Fraction(0))
    return {
        code: share * Fraction(part.weight or 0) / whole
        for part in counted
        for code, share in shares_of(part).items()
    }


def _answers(question: Question) -> Iterator[tuple[str, Value, ScoreBand | None]]:
    match question.kind:
        case Kind.LEVEL:
            yield from ((choice.code, int(choice.code), None) for choice in question.choices)
        case Kind.YESNO:
            yield from (("no", False, None), ("yes", True, None))
        case Kind.NUMBER:
            for place, band in enumerate(question.score_bands, start=1):
                number = _number_in(question, band)
                if number is not None:
                    yield str(place), number, band
        case _:
            sums = _selections(question)
            for place, band in enumerate(question.score_bands, start=1):
                fitting = [points for points in sums if _holds(band, points)]
                if fitting:
                    yield str(place), Selection(tuple(sorted(sums[min(fitting)]))), band


def _stands_on(question: Question, rung: Rung, value: Value) -> bool:
    if rung.band is None:
        return rung.value == value
    if isinstance(value, Selection):
        points = sum((question.choice(code).points for code in value.options), Decimal(0))
        return _holds(rung.band, points)
    return isinstance(value, Decimal) and _holds(rung.band, value)


def _holds(band: ScoreBand, amount: Decimal) -> bool:
    return band.floor <= amount and (band.ceiling is None or amount < band.ceiling)


def _number_in(question: Question, band: ScoreBand) -> Decimal | None:
    """Return the smallest number within a scoring band that may be answered."""
    limits = question.limits
    if limits is None:
        return band.floor
    unit = Decimal(1).scaleb(-limits.decimals)
    number = max(band.floor, limits.min).quantize(unit, ROUND_CEILING)
    return number if _holds(band, number) and number <= limits.max else None


def _selections(question: Question) -> Mapping[Decimal, tuple[str, ...]]:
    """Return every sum of points that options can make up, each with the fewest options."""
    sums = {choice.points: (choice.code,) for choice in question.choices if choice.exclusive}
    together: dict[Decimal, tuple[str, ...]] = {Decimal(0): ()}
    most = question.max_choices or len(question.choices)
    for choice in question.choices:
        if choice.exclusive:
            continue
        for points, codes in list(together.items()):
            longer, total = (*codes, choice.code), points + choice.points
            if len(longer) <= most and len(longer) < len(together.get(total, (*longer, ""))):
                together[total] = longer
    return {**{points: codes for points, codes in together.items() if codes}, **sums}
