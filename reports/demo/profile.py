"""Facts of an invented bank that fit its size and the ratios it states."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from hive.core.answers import Answer, State, Value
from hive.core.model import Check, HiveModel, Kind, Question
from hive.core.scoring import question_value
from reports.demo.banks import InventedBank
from reports.demo.plan import AnswerPlan, Fact
from reports.demo.values import rounded

YEARLY_GROWTH = 1.06


def profile_of(
    bank: InventedBank, year: int, model: HiveModel, plan: AnswerPlan
) -> dict[str, Answer]:
    """Draw the facts of a bank: kind, province and assets as planned, the rest to fit its size."""
    assets = rounded(
        bank.assets * YEARLY_GROWTH ** (year - 2025), model.questions[model.assets_field].limits
    )
    facts: dict[str, Value] = {
        model.kind_field: bank.kind, model.province_field: bank.province, model.assets_field: assets
    }  # fmt: skip
    for fact in plan.profile:
        chance = plan.chance(bank.code, "profile", fact.code)
        facts[fact.code] = _drawn(fact, model, facts, chance)
    return {code: Answer(State.ANSWERED, value) for code, value in facts.items()}


def follow_ratios(model: HiveModel, given: dict[str, Answer], chance: Random, slips: float) -> None:
    """Make the profile fit every ratio that an answer states; now and then it slips a little."""
    for check in model.checks:
        stated = given.get(check.rule.get("question", ""))
        if check.kind != "ratio_equals" or stated is None:
            continue
        if not isinstance(stated.value, Decimal) or chance.random() < slips:
            continue
        _fit(model, check, stated.value, given)


def _fit(model: HiveModel, check: Check, stated: Decimal, given: dict[str, Answer]) -> None:
    """Set the numerator, and state the ratio again as it then is where its score stays."""
    question = model.questions[check.rule["question"]]
    code, factor = check.rule["numerator"], check.rule["factor"]
    denominator = _figure(given[check.rule["denominator"]].value)
    limits = model.questions[code].limits
    wanted = float(stated / factor * denominator)
    step = 1 if limits is None else 10**-limits.decimals
    for amount in (rounded(wanted + shift * step, limits) for shift in (0, 1, -1)):
        ratio = rounded(float(amount / denominator * factor), question.limits)
        if _scores_alike(model, question, ratio, stated):
            given[code] = Answer(State.ANSWERED, amount)
            given[question.code] = Answer(State.ANSWERED, ratio)
            return


def _scores_alike(model: HiveModel, question: Question, one: Decimal, other: Decimal) -> bool:
    return question_value(model, question, one) == question_value(model, question, other)


def _drawn(fact: Fact, model: HiveModel, facts: dict[str, Value], chance: Random) -> Value:
    question = model.questions[fact.code]
    if question.kind is Kind.YESNO:
        return chance.random() < fact.chance
    base = float(_figure(facts[fact.of])) ** fact.power
    return rounded(base * chance.uniform(*fact.between), question.limits)


def _figure(value: Value | None) -> Decimal:
    if not isinstance(value, Decimal):
        raise TypeError(f"a fact of the profile is no number: {value!r}")
    return value
