"""A bank's own answer in words, and the answer that would score more."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from hive.core.answers import Answer, Selection, State, plain
from hive.core.model import Kind, Question, ScoreBand
from hive.core.rungs import Rung
from hive.core.scoring import decimal_string
from reports.charts.spec import Ladder
from reports.scorecard.material import Material
from reports.scorecard.parts import QuestionRow
from reports.scorecard.wording import amount, clipped, listed, stretch, unit_of


def question_row(material: Material, question: Question) -> QuestionRow:
    """Tell one question: what was answered, what it says, what comes next."""
    answer = material.results.answers.get(question.code)
    mark, now, following = _words(material, question, answer)
    return QuestionRow(
        question.code,
        material.say(question.text),
        mark,
        _ladder(material, question, answer),
        now,
        following,
    )


def answer_mark(material: Material, question: Question, answer: Answer | None) -> str:
    """Return an answer in a word or two: ``Level 3``, ``63.5%``, ``4 options``, ``Yes``."""
    if answer is None:
        return _("Not answered")
    if answer.state is State.NOT_APPLICABLE:
        return _("Not applicable")
    match answer.value:
        case None:
            return _("Don't know")
        case bool():
            return yes_or_no(answer.value)
        case int():
            return pgettext("answer", "Level %(n)s") % {"n": answer.value}
        case Decimal():
            return amount(answer.value, unit_of(question, material.language))
        case Selection():
            return _count(len(_counting(question, answer.value)))
        case _:
            return material.say(question.choice(answer.value).text)


def rung_mark(material: Material, question: Question, rung: Rung) -> str:
    """Return an answer that may be given, as short: ``Level 4``, ``60–75%``, ``Yes``."""
    if rung.band is None:
        return answer_mark(material, question, Answer(State.ANSWERED, rung.value))
    if isinstance(rung.value, Decimal):
        return stretch(rung.band, unit_of(question, material.language))
    return _options(question, rung.band)


def rung_text(material: Material, question: Question, rung: Rung) -> str:
    """Return an answer that may be given in full: a level's statement, or what it scores."""
    if question.kind is Kind.LEVEL:
        return material.say(question.choice(rung.key).text)
    return _points(rung.score)


def yes_or_no(value: bool) -> str:
    """Write yes or no."""
    return pgettext("answer", "Yes") if value else pgettext("answer", "No")


def _words(material: Material, question: Question, answer: Answer | None) -> tuple[str, str, str]:
    mark = answer_mark(material, question, answer)
    if answer is None:
        return mark, "", ""
    if answer.state is State.NOT_APPLICABLE:
        return mark, _("Left out: %(reason)s") % {"reason": clipped(answer.reason)}, ""
    if answer.state is State.DONT_KNOW:
        return mark, _("Counts as the lowest answer"), _("Find out and answer")
    match answer.value:
        case bool():
            return mark, *_yesno(material, answer.value)
        case int():
            return mark, *_level(material, question, answer.value)
        case Decimal():
            return mark, *_number(material, question, answer.value)
        case Selection():
            return mark, *_selection(material, question, answer.value)
        case _:
            return mark, mark, ""


def _level(material: Material, question: Question, level: int) -> tuple[str, str]:
    now = material.say(question.choice(str(level)).text)
    upper = [choice for choice in question.choices if int(choice.code) == level + 1]
    return now, material.say(upper[0].text) if upper else _top()


def _yesno(material: Material, value: bool) -> tuple[str, str]:
    scores = material.model.scoring.yesno_scores
    now = _points(scores[value])
    better = [other for other, score in scores.items() if score > scores[value]]
    return now, _within(yes_or_no(better[0]), scores[better[0]]) if better else _top()


def _number(material: Material, question: Question, value: Decimal) -> tuple[str, str]:
    unit = unit_of(question, material.language)
    band = band_at(question, value)
    better = _better(question, band)
    now = _within(stretch(band, unit), band.score)
    return now, _within(stretch(better, unit), better.score) if better else _top()


def _selection(material: Material, question: Question, value: Selection) -> tuple[str, str]:
    points = sum((question.choice(code).points for code in value.options), Decimal(0))
    better = _better(question, band_at(question, points))
    names = [material.say(question.choice(code).text) for code in value.options]
    if value.other:
        names.append(clipped(value.other))
    return listed(names), _needed(question, better) if better else _top()


def _needed(question: Question, band: ScoreBand) -> str:
    """Say what a scoring band of a multiple choice asks for, and what it scores."""
    return _within(_options(question, band), band.score)


def _options(question: Question, band: ScoreBand) -> str:
    """Say what a scoring band of a multiple choice asks for; the lowest, what it stays below."""
    counts = all(choice.points in (0, 1) for choice in question.choices)
    if not band.floor and band.ceiling is not None:
        fewer = ngettext("Fewer than %(n)s option", "Fewer than %(n)s options", int(band.ceiling))
        worth = _("Options worth less than %(n)s")
        return (fewer if counts else worth) % {"n": plain(band.ceiling)}
    least = ngettext("At least %(n)s option", "At least %(n)s options", int(band.floor))
    worth = _("Options worth at least %(n)s")
    return (least if counts else worth) % {"n": plain(band.floor)}


def _counting(question: Question, value: Selection) -> list[str]:
    return [code for code in value.options if not question.choice(code).exclusive]


def _count(number: int) -> str:
    if not number:
        return pgettext("answer", "None")
    return ngettext("%(n)s option", "%(n)s options", number) % {"n": number}


def band_at(question: Question, value: Decimal) -> ScoreBand:
    """Return the scoring band that holds a number or a sum of points."""
    return next(
        band
        for band in question.score_bands
        if band.floor <= value and (band.ceiling is None or value < band.ceiling)
    )


def _better(question: Question, band: ScoreBand) -> ScoreBand | None:
    above = [other for other in question.score_bands if other.score > band.score]
    return min(above, key=lambda other: other.score, default=None)


def _within(stretch_of_band: str, score: Decimal) -> str:
    return _("%(stretch)s: %(points)s") % {"stretch": stretch_of_band, "points": _points(score)}


def _points(score: Decimal | Fraction) -> str:
    exact = plain(score) if isinstance(score, Decimal) else decimal_string(score)
    return _("%(n)s points") % {"n": exact}


def _top() -> str:
    return _("Highest answer reached")


def _ladder(material: Material, question: Question, answer: Answer | None) -> Ladder | None:
    if question.kind is not Kind.LEVEL or answer is None or not isinstance(answer.value, int):
        return None
    return Ladder(
        words=material.words,
        title=answer_mark(material, question, answer),
        reached=answer.value,
        levels=len(question.choices),
    )
