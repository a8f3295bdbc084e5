"""What a printed questionnaire says, as dataclasses; nothing is drawn or set here."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import chain

from django.utils.translation import gettext as _

from hive.core.model import Dimension, HiveModel, Indicator, Question

# One choice is a circle, several are boxes, as on the screen.
CIRCLE, BOX = "○", "□"


@dataclass(frozen=True, slots=True)
class Extent:
    """What to print: some dimensions and, when asked for, profile and further questions.

    ``slug`` names a single dimension in the name of the file.
    """

    dimensions: Collection[Dimension]
    with_further: bool
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the head of the document."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Option:
    """Something to tick; ``label`` is the name of a level."""

    mark: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question to answer with a pen. ``in_a_row`` sets short options side by side."""

    code: str
    text: str
    help: str
    rule: str
    options: tuple[Option, ...]
    in_a_row: bool
    figure: str
    has_figure: bool
    not_applicable: str
    evidence: str
    room: str


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """A question with its answer in words, and who gave it when."""

    code: str
    text: str
    answer: str
    is_missing: bool
    given: str


@dataclass(frozen=True, slots=True)
class Part:
    """An indicator, or a run of questions without one."""

    title: str
    description: str
    asked: tuple[AskedQuestion, ...] = ()
    given: tuple[GivenAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A dimension, the profile or the further questions; each begins a page."""

    name: str
    description: str
    figure: str
    parts: tuple[Part, ...]

    @property
    def contents(self) -> str:
        """The indicators in one line."""
        return _("; ").join(part.title for part in self.parts if part.title)


@dataclass(frozen=True, slots=True)
class Signature:
    """The page that is signed by hand and sealed."""

    statement: str
    facts: tuple[Fact, ...]
    sha256: str


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A whole document."""

    language: str
    title: str
    bank: str
    lead: str
    facts: tuple[Fact, ...]
    rule: str
    legend: tuple[str, ...]
    sections: tuple[Section, ...]
    foot: str
    signature: Signature | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the edition in the order of the questionnaire."""

    name: str
    description: str
    groups: tuple[tuple[Indicator | None, tuple[Question, ...]], ...]

    @property
    def questions(self) -> Iterator[Question]:
        """Every question of the part."""
        return chain.from_iterable(questions for _indicator, questions in self.groups)


def groups_of(dimension: Dimension) -> tuple[tuple[Indicator | None, tuple[Question, ...]], ...]:
    """Return the indicators of a dimension with their questions."""
    return tuple((indicator, indicator.questions) for indicator in dimension.indicators)


def is_whole(model: HiveModel, stretches: tuple[Stretch, ...]) -> bool:
    """Whether nothing of the edition is left out."""
    return sum(len(list(stretch.questions)) for stretch in stretches) == len(model.questions)
