"""The workbook of a submission: every question with its answer, ready to be filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.forms.reading import APART, Typed, typed_of
from assessments.models import Submission
from assessments.previous import previous_of
from assessments.records import Sheet as Answered
from assessments.wording import answer_in_words, labelled, localized, range_in_words
from assessments.workbook import words
from assessments.workbook.guidance import guidance
from assessments.workbook.layout import (
    HEAD_ROWS,
    META,
    Column,
    Line,
    Part,
    lines_of,
    names_of,
)
from assessments.workbook.meta import meta_of
from assessments.workbook.tongue import LINES, SLASH, SPACE, Tongue
from hive.core.answers import Answers
from hive.core.model import Choice, Kind, Question, Scope
from hive.documents.sheets.book import Book, Cell, Look, OneOf, Sheet, Within
from hive.documents.sheets.writing import write

WIDTHS = (0, 8, 30, 60, 15, 13, 23, 19, 20)


def workbook_of(
    submission: Submission, sheet: Answered, parts: Sequence[Part], *, language: str
) -> bytes:
    """Write some parts of the questionnaire with the answers as they stand, as XLSX."""
    tongue = Tongue(language)
    previous = previous_of(submission)
    writer = _Writer(tongue, sheet.answers, {} if previous is None else previous.answers)
    first, *names = names_of(parts, tongue)
    codes = [question.code for part in parts for question in part.questions]
    versions = {code: sheet.version(code) for code in codes if sheet.version(code)}
    meta = meta_of(submission, language, tuple(part.code for part in parts), versions)
    return write(
        Book(
            title=f"{submission.cycle.year} {submission.bank.code}",
            sheets=[
                guidance(submission, first),
                *(writer.sheet(name, part) for name, part in zip(names, parts, strict=True)),
                Sheet(META, [[Cell(n), Cell(v)] for n, v in meta.rows()], (24, 72), is_hidden=True),
            ],
        )
    )


def file_name(submission: Submission, parts: Sequence[Part], *, is_whole: bool) -> str:
    """Name the file: ASCII, so that no mail program mangles it."""
    own = "" if is_whole else "-" + "-".join(part.code.strip("*") for part in parts)
    return f"hive-{submission.cycle.year}-{submission.bank.code}{own}.xlsx"


@dataclass(frozen=True)
class _Writer:
    """Writes the sheets of one workbook."""

    tongue: Tongue
    answers: Answers
    before: Answers

    def sheet(self, name: str, part: Part) -> Sheet:
        """Write one part: its title, the head of the columns, its questions by indicator."""
        rows: list[list[Cell | None]] = [self._title(part), self._description(part), self._head()]
        for indicator, questions in part.groups:
            if indicator is not None:
                title = self.tongue.say(partial(localized, indicator.name), SLASH)
                rows.append(_banner(f"{indicator.code}  {title}"))
            for question in questions:
                rows += self._rows(question)
        return Sheet(name, rows, WIDTHS, head=HEAD_ROWS)

    def _title(self, part: Part) -> list[Cell | None]:
        title = self.tongue.say(partial(getattr, part, "name"), SPACE)
        return [None, Cell(title, Look.TITLE)]

    def _description(self, part: Part) -> list[Cell | None]:
        text = self.tongue.say(_only_blue, SPACE)
        return [None, Cell(text, Look.NOTE)]

    def _head(self) -> list[Cell | None]:
        return [None, *(Cell(self.tongue.say(write), Look.HEAD) for write in HEADS)]

    def _rows(self, question: Question) -> Iterator[list[Cell | None]]:
        typed = typed_of(question, self.answers.get(question.code))
        for line in lines_of(question):
            if line.option is None:
                yield self._question(line, typed)
            else:
                yield self._option(line, line.option, typed)

    def _question(self, line: Line, typed: Typed) -> list[Cell | None]:
        question = line.question
        number = "" if question.scope is Scope.PROFILE else question.code
        return [
            Cell(line.key),
            Cell(number, Look.STRONG),
            Cell(self.tongue.say(partial(getattr, line, "text")), Look.STRONG),
            Cell(self.tongue.say(partial(how_to_answer, question)), Look.TEXT),
            self._answer(question, typed),
            self._apart(question, typed),
            self._words(typed.reason) if question.na_allowed else Cell(None, Look.SHUT),
            Cell(self._last(question), Look.QUIET),
            Cell(self.tongue.say(partial(localized, question.evidence)), Look.QUIET),
        ]

    def _option(self, line: Line, option: Choice, typed: Typed) -> list[Cell | None]:
        chosen = words.MARK if option.code in typed.chosen else None
        is_written = option.free_text
        return [
            Cell(line.key),
            Cell(None),
            Cell(self.tongue.say(partial(localized, option.text))),
            Cell(self.tongue.say(_write_beside) if is_written else None, Look.QUIET),
            Cell(chosen, Look.ANSWER, True, OneOf((words.MARK,), self.tongue.say(_only_a_mark))),
            Cell(None, Look.SHUT),
            self._words(typed.other) if is_written else Cell(None, Look.SHUT),
            Cell(None),
            Cell(None),
        ]

    def _answer(self, question: Question, typed: Typed) -> Cell:
        if question.kind is Kind.MULTI:
            return Cell(self.tongue.say(words.below, SLASH), Look.SHUT)
        if question.kind is Kind.NUMBER:
            figure = self.answers[question.code].value if typed.figure else None
            return Cell(figure, Look.ANSWER, True, self._within(question))  # type: ignore[arg-type]  # a figure is a Decimal
        chosen = [code for code in typed.chosen if code not in APART]
        value: str | int | None = None
        if chosen:
            value = words.label(question, chosen[0], self.tongue)
            value = int(chosen[0]) if question.kind is Kind.LEVEL else value
        options = words.offered(question, self.tongue)
        return Cell(value, Look.ANSWER, True, OneOf(options, self.tongue.say(_only_listed)))

    def _within(self, question: Question) -> Within | None:
        limits = question.limits
        if limits is None:
            return None
        message = self.tongue.say(partial(range_in_words, question), SPACE)
        return Within(limits.min, limits.max, limits.decimals == 0, message)

    def _apart(self, question: Question, typed: Typed) -> Cell:
        codes = words.apart_codes(question)
        if not codes:
            return Cell(None, Look.SHUT)
        names = {code: self.tongue.say(partial(words.apart, code), SLASH) for code in codes}
        chosen = next((names[code] for code in typed.chosen if code in names), None)
        rule = OneOf(tuple(names.values()), self.tongue.say(_only_listed))
        return Cell(chosen, Look.ANSWER, True, rule)

    def _words(self, text: str) -> Cell:
        return Cell(text or None, Look.WORDS, True)

    def _last(self, question: Question) -> str | None:
        answer = self.before.get(question.code)
        if answer is None:
            return None
        return self.tongue.say(partial(answer_in_words, question, answer))


def how_to_answer(question: Question) -> str:
    """Say what an answer may be: help, statements, unit and range, when it does not apply."""
    parts = [localized(question.help), *_terms(question)]
    if question.na_when is not None:
        parts.append(labelled(_("Not applicable"), localized(question.na_when)))
    return LINES.join(filter(None, parts))


def _terms(question: Question) -> Iterator[str]:
    match question.kind:
        case Kind.LEVEL:
            yield from (f"{choice.code}  {localized(choice.text)}" for choice in question.choices)
        case Kind.YESNO:
            yield SLASH.join(words.yes_or_no(code) for code in ("yes", "no"))
        case Kind.SINGLE:
            yield _("Pick one from the list in the answer cell.")
        case Kind.NUMBER:
            if question.unit is not None:
                yield labelled(_("Unit"), localized(question.unit))
            yield range_in_words(question)
        case Kind.MULTI:
            yield _marks(question)


def _marks(question: Question) -> str:
    most = question.max_choices
    if most is None:
        return _("Mark everything that applies with x.")
    return ngettext(
        "Mark %(n)s option with x.", "Mark at most %(n)s options with x.", most
    ) % {"n": most}  # fmt: skip


def _banner(text: str) -> list[Cell | None]:
    last = len(Column) - 1
    return [None, Cell(text, Look.GROUP), *[Cell(None, Look.GROUP)] * (last - 1)]


def _write_beside() -> str:
    return _("Say which in the column of reasons.")


def _only_blue() -> str:
    return _("Fill in the blue cells only. An empty cell never deletes an answer.")


def _only_a_mark() -> str:
    return _("Type x, or leave the cell empty.")


def _only_listed() -> str:
    return _("Choose one of the answers listed.")


HEADS: tuple[Callable[[], str], ...] = (
    lambda: _("No."),
    lambda: _("Question"),
    lambda: _("How to answer"),
    lambda: _("Answer"),
    lambda: _("Or choose"),
    lambda: _("Reason, or your own words"),
    lambda: _("Last year"),
    lambda: _("Evidence that may be asked for"),
)
