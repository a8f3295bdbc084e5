"""Reading one sheet of questions: which row is which, and what was typed there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from assessments.forms.controls import LISTED, fields_of
from assessments.forms.reading import Part as Field
from assessments.forms.reading import Refused, Typed, read
from assessments.workbook import words
from assessments.workbook.faults import Mistake
from assessments.workbook.layout import HEAD_ROWS, TO_FILL, Column, Line, Part, lines_of
from assessments.workbook.tongue import Tongue, alike, ways_to_say
from hive.core.answers import Answer
from hive.core.model import Kind, Question
from hive.documents.sheets.reading import Holds, ReadCell, ReadSheet

LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a question, and where it stands."""

    answer: Answer | None
    place: Mistake


@dataclass
class Rows:
    """What a sheet says."""

    found: dict[str, Found] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)


def read_rows(sheet: ReadSheet, name: str, part: Part, tongue: Tongue) -> Rows:
    """Read every question of a part from its sheet."""
    return _Reader(sheet, name, part, tongue).read()


class _Reader:
    """Reads one sheet; goes on after a mistake, so that all of them are told at once."""

    def __init__(self, sheet: ReadSheet, name: str, part: Part, tongue: Tongue) -> None:
        self.sheet = sheet
        self.name = name
        self.part = part
        self.tongue = tongue
        self.lines = {line.key: line for q in part.questions for line in lines_of(q)}
        self.rows: dict[str, int] = {}
        self.result = Rows()

    def read(self) -> Rows:
        """Find the rows, then read what was typed in them."""
        self._find_rows()
        self._check_sight()
        for question in self.part.questions:
            lines = [line for line in lines_of(question) if line.key in self.rows]
            if len(lines) == len(list(lines_of(question))):
                self._read(question, lines)
        return self.result

    def _find_rows(self) -> None:
        for place, cell in self.sheet.cells.items():
            if not place.startswith(Column.KEY.letter) or not place[1:].isdigit():
                continue
            row = int(place[1:])
            if cell.text in self.rows:
                self._refuse(Column.NUMBER, row, _twice(), cell.text)
            elif cell.text not in self.lines:
                self._refuse(Column.NUMBER, row, _unknown(), cell.text)
            else:
                self.rows[cell.text] = row
                self._check_text(self.lines[cell.text], row)
        for key, line in self.lines.items():
            if key not in self.rows:
                lost = Mistake(_lost(), sheet=self.name, found=line.question.code)
                self.result.mistakes.append(lost)

    def _check_text(self, line: Line, row: int) -> None:
        """A row whose question was exchanged would give its answer to another question."""
        expected = self.tongue.say(partial(getattr, line, "text"))
        found = self._text(Column.QUESTION, row)
        if alike(found) != alike(expected):
            self._refuse(Column.QUESTION, row, _exchanged(), found)

    def _check_sight(self) -> None:
        """What cannot be seen is not taken."""
        if self.sheet.is_hidden:
            self.result.mistakes.append(Mistake(_unhide(), sheet=self.name))
        for column in TO_FILL:
            if column.letter in self.sheet.hidden_columns:
                self._refuse(column, HEAD_ROWS, _unhide(), "")
        for row in sorted(set(self.sheet.hidden_rows) & set(self.rows.values())):
            self._refuse(Column.ANSWER, row, _unhide(), "")
        for area in self.sheet.merged:
            self.result.mistakes.append(
                Mistake(_("Split the merged cells."), self.name, area.partition(":")[0], area)
            )

    def _read(self, question: Question, lines: list[Line]) -> None:
        row = self.rows[question.code]
        before = len(self.result.mistakes)
        typed = self._typed(question, lines)
        self._check_unasked(question, lines)
        if len(self.result.mistakes) > before:
            return
        try:
            answer = read(question, typed)
        except Refused as error:
            self._refuse(*self._place_of(question, error.part), str(error))
            return
        if typed.reason and (answer is None or not answer.reason):
            self._refuse(Column.WORDS, row, _reason_alone())
            return
        place = Mistake("", self.name, Column.ANSWER.at(row))
        self.result.found[question.code] = Found(answer, place)

    def _typed(self, question: Question, lines: list[Line]) -> Typed:
        row = self.rows[question.code]
        fields = dict(fields_of(question))
        chosen = [*self._apart(question, row), *self._chosen(question, lines)]
        figure = self._figure(row) if question.kind is Kind.NUMBER else ""
        texts = {Field.FIGURE: figure, Field.OTHER: "", Field.REASON: ""}
        places = {Field.FIGURE: (Column.ANSWER, row), Field.REASON: (Column.WORDS, row)}
        if Field.REASON in fields:
            texts[Field.REASON] = self._plain(Column.WORDS, row)
        for line in lines:
            if line.option is not None and line.option.free_text:
                places[Field.OTHER] = (Column.WORDS, self.rows[line.key])
                texts[Field.OTHER] = self._plain(*places[Field.OTHER])
        for part, text in texts.items():
            if text:
                texts[part] = self._cleaned(fields[part], text, places[part])
        return Typed(
            tuple(chosen), texts[Field.FIGURE], texts[Field.OTHER], texts[Field.REASON]
        )  # fmt: skip

    def _cleaned(self, field: forms.Field, text: str, place: tuple[Column, int]) -> str:
        try:
            return str(field.clean(text.replace("\r\n", "\n").replace("\r", "\n")))
        except ValidationError as error:
            self._refuse(*place, " ".join(error.messages))
            return ""

    def _apart(self, question: Question, row: int) -> Iterator[str]:
        text = self._plain(Column.APART, row)
        if text:
            code = words.apart_of(text) or ""
            if code in words.apart_codes(question):
                yield code
            else:
                self._refuse(Column.APART, row, str(LISTED))

    def _chosen(self, question: Question, lines: list[Line]) -> Iterator[str]:
        if question.kind is Kind.NUMBER:
            return
        if question.kind is not Kind.MULTI:
            row = self.rows[question.code]
            text = self._flag_or_text(Column.ANSWER, row)
            code = words.code_of(question, text) if text else ""
            if code is None:
                self._refuse(Column.ANSWER, row, str(LISTED))
            elif code:
                yield code
            return
        for line in lines[1:]:
            row = self.rows[line.key]
            mark = self._flag_or_text(Column.ANSWER, row)
            if mark and alike(mark) not in words.MARKS:
                self._refuse(Column.ANSWER, row, _("Type x, or leave the cell empty."))
            elif mark and line.option is not None:
                yield line.option.code

    def _figure(self, row: int) -> str:
        cell = self._cell(Column.ANSWER, row)
        if cell is not None and cell.holds is Holds.FLAG:
            self._refuse(Column.ANSWER, row, _a_figure())
            return ""
        return self._plain(Column.ANSWER, row)

    def _flag_or_text(self, column: Column, row: int) -> str:
        cell = self._cell(column, row)
        if cell is not None and cell.holds is Holds.FLAG:
            return "yes" if cell.text == "1" else "no"
        return self._plain(column, row)

    def _plain(self, column: Column, row: int) -> str:
        """Return what was typed; formulas, dates and error values are no answers."""
        cell = self._cell(column, row)
        match cell.holds if cell else None:
            case Holds.FORMULA:
                self._refuse(column, row, _("Type the value instead of a formula."), "=")
            case Holds.ERROR:
                self._refuse(column, row, _("Type a value in place of this error value."))
            case Holds.DATE:
                self._refuse(column, row, _("This is a date. Type the answer, not a date."))
            case None:
                return ""
            case _:
                return self._text(column, row).strip()
        return ""

    def _check_unasked(self, question: Question, lines: list[Line]) -> None:
        """Text in a locked cell would be lost without a word."""
        for line in lines:
            takes_words = line.option.free_text if line.option else question.na_allowed
            shut = [] if takes_words else [Column.WORDS]
            if line.option is not None:
                shut.append(Column.APART)
            row = self.rows[line.key]
            for column in shut:
                if self._cell(column, row) is not None:
                    self._refuse(column, row, _no_text())
        if question.kind is Kind.MULTI:
            row = self.rows[question.code]
            text = self._plain(Column.ANSWER, row)
            if text and alike(text) not in ways_to_say(words.below):
                self._refuse(Column.ANSWER, row, _no_text())

    def _place_of(self, question: Question, part: Field) -> tuple[Column, int]:
        row = self.rows[question.code]
        match part:
            case Field.REASON:
                return Column.WORDS, row
            case Field.OTHER:
                free = next(c.code for c in question.choices if c.free_text)
                return Column.WORDS, self.rows[f"{question.code}#{free}"]
            case _:
                return Column.ANSWER, row

    def _cell(self, column: Column, row: int) -> ReadCell | None:
        return self.sheet.cells.get(column.at(row))

    def _text(self, column: Column, row: int) -> str:
        cell = self._cell(column, row)
        return cell.text if cell else ""

    def _refuse(self, column: Column, row: int, sentence: str, found: str | None = None) -> None:
        shown = self._text(column, row) if found is None else found
        short = shown if len(shown) <= LONGEST_SHOWN else f"{shown[:LONGEST_SHOWN]}…"
        self.result.mistakes.append(Mistake(sentence, self.name, column.at(row), short))


def _no_text() -> str:
    return _("No text is asked for here: empty the cell.")


def _twice() -> str:
    return _("This row stands here twice. Delete the copy.")


def _unknown() -> str:
    return _("This row does not belong to the sheet. Delete it.")


def _lost() -> str:
    return _(
        "The row of this question is missing. Download a new workbook and copy your answers into "
        "it."
    )


def _exchanged() -> str:
    return _(
        "The question of this row was changed or moved. Download a new workbook and copy your "
        "answers into it."
    )


def _unhide() -> str:
    return _("This is hidden. Show it, so that everybody sees what is uploaded.")


def _reason_alone() -> str:
    return _("You wrote a reason. Choose “Not applicable”, or delete the reason.")


def _a_figure() -> str:
    return _("Enter a number in figures, for example 12.5.")
