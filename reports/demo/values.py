"""Values that give a question a wanted score, found from what the edition says of the question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, Decimal
from random import Random
from typing import Any

from hive.core.answers import Selection, Value
from hive.core.model import Choice, HiveModel, Kind, Limits, Question, ScoreBand


def reachable_scores(model: HiveModel, question: Question) -> tuple[Decimal, ...]:
    """Return the scores that answers to a scored question can have, lowest first."""
    match question.kind:
        case Kind.LEVEL:
            return tuple(sorted(set(model.scoring.level_scores.values())))
        case Kind.YESNO:
            return tuple(sorted(set(model.scoring.yesno_scores.values())))
        case _:
            return tuple(sorted({band.score for band in question.score_bands}))


def value_scoring(model: HiveModel, question: Question, score: Decimal, chance: Random) -> Value:
    """Draw a value that has exactly this reachable score."""
    match question.kind:
        case Kind.LEVEL:
            return chance.choice(_keys(model.scoring.level_scores, score))
        case Kind.YESNO:
            return chance.choice(_keys(model.scoring.yesno_scores, score))
        case _:
            bands = [band for band in question.score_bands if band.score == score]
            band = chance.choice(bands)
            if question.kind is Kind.NUMBER:
                return number_between(*_ends(band, question.limits), question.limits, chance)
            return _selection_in(band, question, chance)


def any_value(question: Question, usual: Sequence[str], chance: Random) -> Value:
    """Draw a value for a question that is not scored; ``usual`` limits the options."""
    limits = question.limits
    choices = [c for c in question.choices if not c.free_text and (not usual or c.code in usual)]
    match question.kind:
        case Kind.YESNO:
            return chance.random() < 0.5
        case Kind.NUMBER:
            low, high = (limits.min, limits.max) if limits else (Decimal(0), Decimal(100))
            return number_between(low, high, limits, chance)
        case Kind.LEVEL:
            return int(chance.choice(choices).code)
        case Kind.SINGLE:
            return chance.choice(choices).code
        case Kind.MULTI:
            several = [choice for choice in choices if not choice.exclusive]
            most = min(question.max_choices or 5, len(several))
            chosen = chance.sample(several, chance.randint(min(2, most), most))
            return Selection(tuple(sorted(choice.code for choice in chosen)))


def value_within(question: Question, bounds: Mapping[str, Any]) -> Value:
    """Return a value whose level, figure or points lie within bounds."""
    match question.kind:
        case Kind.LEVEL:
            return next(int(c.code) for c in reversed(question.choices) if _fits(bounds, c.code))
        case Kind.NUMBER:
            return Decimal(bounds["max"] if "max" in bounds else bounds["min"])
        case _:
            fitting = (c for c in reversed(question.choices) if _fits(bounds, c.points))
            return Selection((next(fitting).code,))


def number_between(low: Decimal, high: Decimal, limits: Limits | None, chance: Random) -> Decimal:
    """Draw a number from ``low`` (included) to ``high`` (excluded) with the decimals allowed."""
    places = 0 if limits is None else limits.decimals
    first, last = (
        int((end.scaleb(places)).to_integral_value(ROUND_CEILING)) for end in (low, high)
    )
    return Decimal(chance.randint(first, max(first, last - 1))).scaleb(-places)


def rounded(amount: float, limits: Limits | None) -> Decimal:
    """Round an amount to the decimals a question takes, within its limits."""
    if limits is None:
        return Decimal(round(amount))
    number = Decimal(amount).quantize(Decimal(1).scaleb(-limits.decimals))
    return min(max(number, limits.min), limits.max)


def _keys(scores: Mapping[Any, Decimal], score: Decimal) -> list[Any]:
    return [key for key, reached in scores.items() if reached == score]


def _ends(band: ScoreBand, limits: Limits | None) -> tuple[Decimal, Decimal]:
    """Cut a band to the range that is usual, where that leaves something of it."""
    low, high = band.floor, band.ceiling
    if limits is None:
        return low, high if high is not None else low + 1
    usual_high = limits.warn_max if limits.warn_max is not None else limits.max
    if high is None:
        high = usual_high if usual_high > low else limits.max
    if limits.warn_min is not None and low < limits.warn_min < high:
        low = limits.warn_min
    return low, high


def _selection_in(band: ScoreBand, question: Question, chance: Random) -> Selection:
    """Tick options in random order until their points lie in the band."""
    for _ in range(1000):
        chosen = _ticked(band, question, chance)
        points = sum((choice.points for choice in chosen), Decimal(0))
        if chosen and band.floor <= points and (band.ceiling is None or points < band.ceiling):
            return Selection(tuple(sorted(choice.code for choice in chosen)))
    raise ValueError(f"{question.code}: no options were found for the band from {band.floor}")


def _ticked(band: ScoreBand, question: Question, chance: Random) -> list[Choice]:
    chosen: list[Choice] = []
    points = Decimal(0)
    for choice in chance.sample(question.choices, len(question.choices)):
        if choice.free_text or (chosen and choice.exclusive):
            continue
        if band.ceiling is not None and points + choice.points >= band.ceiling:
            continue
        chosen.append(choice)
        points += choice.points
        full = question.max_choices is not None and len(chosen) >= question.max_choices
        if choice.exclusive or full or (points >= band.floor and chance.random() < 0.4):
            break
    return chosen


def _fits(bounds: Mapping[str, Any], figure: str | Decimal) -> bool:
    number = Decimal(figure)
    low, high = bounds.get("min"), bounds.get("max")
    return (low is None or number >= low) and (high is None or number <= high)
