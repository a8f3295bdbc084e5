"""What stands where: the sheets of a workbook, their rows and columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import partial

from django.utils.translation import gettext as _

from assessments.wording import localized
from assessments.workbook.tongue import SPACE, Tongue
from hive.core.model import Choice, Dimension, HiveModel, Indicator, Kind, Question
from hive.documents.sheets.names import sheet_names

# Codes of the edition hold no asterisk and no number sign.
PROFILE, FURTHER = "*profile", "*further"
OPTION = "#"
META = "_meta"
HEAD_ROWS = 3


class Column(IntEnum):
    """The columns of a sheet of questions, counted from 1."""

    KEY = 1
    NUMBER = 2
    QUESTION = 3
    HOW = 4
    ANSWER = 5
    APART = 6
    WORDS = 7
    LAST = 8
    EVIDENCE = 9

    @property
    def letter(self) -> str:
        """The letter by which people know it."""
        return "ABCDEFGHI"[self - 1]

    def at(self, row: int) -> str:
        """The coordinate of a cell."""
        return f"{self.letter}{row}"


TO_FILL = (Column.ANSWER, Column.APART, Column.WORDS)


@dataclass(frozen=True)
class Part:
    """A sheet of questions: a dimension, the profile, or the further questions."""

    code: str
    dimension: Dimension | None
    questions: tuple[Question, ...]

    @property
    def name(self) -> str:
        """Its name in the present language."""
        if self.dimension is not None:
            return localized(self.dimension.name)
        return _("Bank profile") if self.code == PROFILE else _("Further questions")

    @property
    def groups(self) -> tuple[tuple[Indicator | None, tuple[Question, ...]], ...]:
        """Its questions by indicator, where it has indicators."""
        if self.dimension is None:
            return ((None, self.questions),)
        return tuple((indicator, indicator.questions) for indicator in self.dimension.indicators)


@dataclass(frozen=True)
class Line:
    """A row to fill in: a question, or one option of a question that takes several."""

    question: Question
    option: Choice | None = None

    @property
    def key(self) -> str:
        """What names the row, in its hidden first column."""
        code = self.question.code
        return code if self.option is None else f"{code}{OPTION}{self.option.code}"

    @property
    def text(self) -> str:
        """What the row asks, in the present language."""
        return localized(self.question.text if self.option is None else self.option.text)


def parts_of(model: HiveModel) -> tuple[Part, ...]:
    """Return every part of the questionnaire, in the order of the workbook."""
    parts = (
        Part(PROFILE, None, model.profile),
        *(Part(d.code, d, d.questions) for d in model.dimensions),
        Part(FURTHER, None, model.unscored),
    )
    return tuple(part for part in parts if part.questions)


def lines_of(question: Question) -> Iterator[Line]:
    """Yield the rows of a question."""
    yield Line(question)
    if question.kind is Kind.MULTI:
        for option in question.choices:
            yield Line(question, option)


def guidance_name() -> str:
    """The name of the first sheet."""
    return _("How to fill in")


def names_of(parts: Sequence[Part], tongue: Tongue) -> list[str]:
    """Return the names of the sheets: the guidance first, then every part."""
    said = [tongue.say(guidance_name, SPACE)]
    said += [tongue.say(partial(getattr, part, "name"), SPACE) for part in parts]
    return sheet_names(said)
