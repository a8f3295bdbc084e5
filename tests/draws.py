"""Random answers to any edition, as the JSON values that ``score`` takes."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

from hive.core.answers import Answer, Answers, parse
from hive.core.model import HiveModel, Kind, Question


def draw_raw(
    model: HiveModel,
    rng: Random,
    *,
    not_applicable: float = 0.1,
    dont_know: float = 0.05,
    unanswered: float = 0.0,
) -> dict[str, Any]:
    """Draw a value for each scored question; shares say how often one is left out or unsure."""
    raw: dict[str, Any] = {}
    for question in model.scored:
        dice = rng.random()
        if dice < unanswered:
            continue
        if dice < unanswered + dont_know:
            raw[question.code] = "dk"
        elif question.na_allowed and rng.random() < not_applicable:
            raw[question.code] = "n/a"
        else:
            raw[question.code] = draw_value(question, rng)
    return raw


def draw_value(question: Question, rng: Random) -> Any:
    """Draw an answer in the question's own terms."""
    match question.kind:
        case Kind.LEVEL:
            return int(rng.choice(question.choices).code)
        case Kind.YESNO:
            return rng.random() < 0.5
        case Kind.SINGLE:
            return rng.choice(question.choices).code
        case Kind.NUMBER:
            return draw_number(question, rng)
        case Kind.MULTI:
            return draw_options(question, rng)


def draw_number(question: Question, rng: Random) -> Decimal:
    """Draw a permitted figure, often exactly on the edge of a scoring band."""
    assert question.limits is not None
    limits = question.limits
    edges = [b.floor for b in question.score_bands if limits.min <= b.floor <= limits.max]
    if edges and rng.random() < 0.3:
        return rng.choice(edges)
    step = Decimal(1).scaleb(-limits.decimals)
    steps = int((limits.max - limits.min) / step)
    return limits.min + step * rng.randint(0, steps)


def draw_options(question: Question, rng: Random) -> list[str]:
    """Draw some options, or the exclusive one alone."""
    alone = [choice.code for choice in question.choices if choice.exclusive]
    others = [choice.code for choice in question.choices if not choice.exclusive]
    if alone and rng.random() < 0.15:
        return [rng.choice(alone)]
    most = min(question.max_choices or len(others), len(others))
    return rng.sample(others, rng.randint(1, most))


def answers_from(model: HiveModel, raw: dict[str, Any]) -> Answers:
    """Parse raw values, with a reason beside each not-applicable answer."""
    parsed = {code: parse(model.questions[code], value) for code, value in raw.items()}
    return {code: _with_reason(answer) for code, answer in parsed.items()}


def draw_complete(model: HiveModel, rng: Random, **shares: float) -> dict[str, Any]:
    """Draw every question, unscored and profile too, so that sign-off can be requested."""
    raw = draw_raw(model, rng, **shares)
    for question in (*model.unscored, *model.profile):
        raw[question.code] = draw_value(question, rng)
    return raw


def _with_reason(answer: Answer) -> Answer:
    if answer.value is None and answer.state == "not_applicable":
        return Answer(answer.state, None, "The bank has no such business.")
    return answer
