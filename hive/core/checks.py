"""Cross-answer rules: one function for each kind; the rules themselves are the edition's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hive.core.answers import Answer, Answers, Selection, State
from hive.core.model import Check, HiveModel, Kind, Question


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that the answers break, and the codes of the questions it is about."""

    check: Check
    questions: tuple[str, ...]


def run(model: HiveModel, answers: Answers, before: Answers | None = None) -> tuple[Finding, ...]:
    """Apply the edition's checks in order; ``before`` holds last year's answers, if any.

    A rule that meets an unanswered, not applicable or don't-know answer is not evaluated.
    """
    context = _Context(model, answers, before or {})
    return tuple(
        Finding(check, codes)
        for check in model.checks
        for codes in _KINDS[check.kind].find(check.rule, context)
    )


def problems(check_kind: str, rule: Mapping[str, Any], codes: frozenset[str]) -> Iterator[str]:
    """Yield what is wrong with a rule: its kind, a missing parameter, an unknown question."""
    kind = _KINDS.get(check_kind)
    if kind is None:
        yield f"unknown kind of check {check_kind!r}; known are {', '.join(sorted(_KINDS))}"
        return
    yield from (f"{name} is missing" for name in sorted(kind.parameters - rule.keys()))
    yield from (f"unknown field {name!r}" for name in sorted(rule.keys() - kind.parameters))
    if kind.parameters - rule.keys():
        return
    yield from _reference_problems(kind, rule, codes)
    yield from _number_problems(kind, rule)


@dataclass(frozen=True, slots=True)
class _Context:
    model: HiveModel
    answers: Answers
    before: Answers

    def figure(self, code: str) -> Decimal | None:
        """The level, figure or points of an answered question; None when it says nothing."""
        answer = self.answers.get(code)
        return None if answer is None else _figure(self.model.questions[code], answer)

    def figure_before(self, code: str) -> Decimal | None:
        """The same for last year."""
        answer = self.before.get(code)
        return None if answer is None else _figure(self.model.questions[code], answer)


Found = Iterator[tuple[str, ...]]
Rule = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _RuleKind:
    find: Callable[[Rule, _Context], Found]
    references: frozenset[str] = frozenset()
    conditions: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    @property
    def parameters(self) -> frozenset[str]:
        return self.references | self.conditions | self.numbers


def _ratio_equals(rule: Rule, context: _Context) -> Found:
    stated = context.figure(rule["question"])
    numerator = context.figure(rule["numerator"])
    denominator = context.figure(rule["denominator"])
    if stated is None or numerator is None or not denominator:
        return
    ratio = numerator / denominator * rule["factor"]
    if abs(ratio - stated) > rule["tolerance"]:
        yield (rule["question"], rule["numerator"], rule["denominator"])


def _at_most(rule: Rule, context: _Context) -> Found:
    amount, limit = context.figure(rule["field"]), context.figure(rule["limit"])
    if amount is not None and limit is not None and amount > limit:
        yield (rule["field"], rule["limit"])


def _implies(rule: Rule, context: _Context) -> Found:
    conditions = {**rule["if"], **rule["then"]}
    figures = {code: context.figure(code) for code in conditions}
    if any(figure is None for figure in figures.values()):
        return
    if not all(_holds(bounds, figures[code]) for code, bounds in rule["if"].items()):
        return
    broken = [code for code, bounds in rule["then"].items() if not _holds(bounds, figures[code])]
    if broken:
        yield (*rule["if"], *broken)


def _year_jump(rule: Rule, context: _Context) -> Found:
    for question in context.model.scored:
        now, before = context.figure(question.code), context.figure_before(question.code)
        if question.kind is Kind.LEVEL and now is not None and before is not None:
            if now - before >= rule["levels"]:
                yield (question.code,)


def _number_jump(rule: Rule, context: _Context) -> Found:
    for question in context.model.scored:
        now, before = context.figure(question.code), context.figure_before(question.code)
        if question.kind is Kind.NUMBER and now is not None and before is not None:
            if now > before * rule["factor"] or before > now * rule["factor"]:
                yield (question.code,)


def _straight_line(rule: Rule, context: _Context) -> Found:
    """Shares are of all level questions, so that a few first answers are no straight line."""
    codes = [q.code for q in context.model.scored if q.kind is Kind.LEVEL]
    figures = {code: context.figure(code) for code in codes}
    given = Counter(figure for figure in figures.values() if figure is not None)
    for level, times in given.most_common(1):
        if times >= rule["share"] * len(codes):
            yield tuple(code for code in codes if figures[code] == level)


def _dont_know_share(rule: Rule, context: _Context) -> Found:
    answers = {q.code: context.answers.get(q.code) for q in context.model.scored}
    unsure = tuple(code for code, a in answers.items() if a and a.state is State.DONT_KNOW)
    if len(unsure) > rule["share"] * len(answers):
        yield unsure


_KINDS: Mapping[str, _RuleKind] = {
    "ratio_equals": _RuleKind(
        _ratio_equals,
        references=frozenset({"question", "numerator", "denominator"}),
        numbers=frozenset({"factor", "tolerance"}),
    ),
    "at_most": _RuleKind(_at_most, references=frozenset({"field", "limit"})),
    "implies": _RuleKind(_implies, conditions=frozenset({"if", "then"})),
    "year_jump": _RuleKind(_year_jump, numbers=frozenset({"levels"})),
    "number_jump": _RuleKind(_number_jump, numbers=frozenset({"factor"})),
    "straight_line": _RuleKind(_straight_line, numbers=frozenset({"share"})),
    "dont_know_share": _RuleKind(_dont_know_share, numbers=frozenset({"share"})),
}


def _figure(question: Question, answer: Answer) -> Decimal | None:
    match answer.value:
        case bool() | None:
            return None
        case Selection(options, _):
            return sum((question.choice(option).points for option in options), Decimal(0))
        case int() | Decimal() as number:
            return Decimal(number)
        case _:
            return None


def _holds(bounds: Mapping[str, Decimal], figure: Decimal | None) -> bool:
    if figure is None:
        return False
    low, high = bounds.get("min"), bounds.get("max")
    return (low is None or figure >= low) and (high is None or figure <= high)


def _reference_problems(kind: _RuleKind, rule: Rule, codes: frozenset[str]) -> Iterator[str]:
    for name in sorted(kind.references):
        if rule[name] not in codes:
            yield f"{name} names the unknown question {rule[name]!r}"
    for name in sorted(kind.conditions):
        if not isinstance(rule[name], Mapping) or not rule[name]:
            yield f"{name} must name at least one question"
            continue
        for code, bounds in rule[name].items():
            if code not in codes:
                yield f"{name} names the unknown question {code!r}"
            yield from _bounds_problems(name, code, bounds)


def _bounds_problems(name: str, code: str, bounds: Any) -> Iterator[str]:
    if not isinstance(bounds, Mapping) or not bounds or set(bounds) - {"min", "max"}:
        yield f"{name}.{code} must give min, max or both"
    elif not all(isinstance(bound, int | Decimal) for bound in bounds.values()):
        yield f"{name}.{code} must be bounded by numbers"


def _number_problems(kind: _RuleKind, rule: Rule) -> Iterator[str]:
    for name in sorted(kind.numbers):
        number = rule[name]
        if isinstance(number, bool) or not isinstance(number, int | Decimal) or number < 0:
            yield f"{name} must be a number that is not negative"
