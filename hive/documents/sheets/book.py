"""A workbook as a plain description: what stands where, what may be typed, what is locked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Look(StrEnum):
    """What a cell is for; the writer knows how each looks."""

    TITLE = "title"
    NOTE = "note"
    HEAD = "head"
    GROUP = "group"
    TEXT = "text"
    STRONG = "strong"
    QUIET = "quiet"
    SCORE = "score"
    ANSWER = "answer"
    WORDS = "words"
    SHUT = "shut"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class OneOf:
    """Only one of these may be typed; ``message`` says so to whoever types something else."""

    options: tuple[str | int, ...]
    message: str


@dataclass(frozen=True, slots=True)
class Within:
    """Only a figure from ``low`` to ``high`` may be typed, a whole one if ``is_whole``."""

    low: Decimal
    high: Decimal
    is_whole: bool
    message: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. Text stays text whatever it begins with; ``is_open`` cells can be filled in."""

    value: str | int | Decimal | None = None
    look: Look = Look.TEXT
    is_open: bool = False
    rule: OneOf | Within | None = None


@dataclass(frozen=True)
class Sheet:
    """One sheet; rows and columns count from the top left. Everything but open cells is locked.

    ``widths`` are in characters, 0 hides the column; ``head`` is the number of rows that stay in
    sight and stand at the top of every printed page.
    """

    name: str
    rows: Sequence[Sequence[Cell | None]]
    widths: Sequence[float] = ()
    head: int = 0
    is_hidden: bool = False


@dataclass(frozen=True)
class Book:
    """A whole workbook."""

    title: str
    sheets: Sequence[Sheet]
