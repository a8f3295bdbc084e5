"""The parts of a scorecard: finished words, figures as they are printed, and chart specs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

from hive.core.disclosure import PublicSpread
from reports.charts.parts import Peer, Shown
from reports.charts.spec import (
    Cell,
    Comb,
    DotPlot,
    Heat,
    Ladder,
    Legend,
    Quarter,
    Radar,
    Spread,
    Strip,
    Years,
)


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose scorecard it is, of what, and how it can be told from every other one."""

    bank: str
    bank_note: str
    title: str
    cycle: str
    year: int
    status: str
    edition: str
    edition_note: str
    snapshot: str
    revision: str
    foot: str


@dataclass(frozen=True, slots=True)
class Headline:
    """A finding in two halves; on a phone and in print the line breaks between them."""

    first: str
    second: str

    @property
    def text(self) -> str:
        """The whole finding on one line."""
        return f"{self.first}{self.second}"


@dataclass(frozen=True, slots=True)
class Fact:
    """One key figure; ``quarter`` takes the place of the value where it is drawn."""

    label: str
    value: str
    note: str
    quarter: Quarter | None = None


@dataclass(frozen=True, slots=True)
class DimensionRow:
    """A dimension, or the total, against the peers."""

    name: str
    own: str
    band: str
    median: str
    gap: str
    is_wide: bool
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """An indicator that leads or lags, how far, and what to do next."""

    cell: Cell
    code: str
    name: str
    distance: str
    advice: str


@dataclass(frozen=True, slots=True)
class RatioRow:
    """A key ratio with the scoring bands in which this bank and its peers lie."""

    code: str
    question: str
    own: str
    own_band: str
    lower: str
    median: str
    upper: str
    withheld: str = ""


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question, the bank's own answer in words, and the answer that would score more."""

    code: str
    question: str
    mark: str
    ladder: Ladder | None
    now: str
    next: str


@dataclass(frozen=True, slots=True)
class IndicatorBlock:
    """An indicator with its score, its peers and its questions."""

    code: str
    name: str
    cell: Cell
    strip: Strip
    figures: str
    step: str
    rows: tuple[QuestionRow, ...]


@dataclass(frozen=True, slots=True)
class DimensionSheet:
    """A dimension told in full; ``density`` names the type in which it fits a printed page."""

    code: str
    name: str
    description: str
    headline: Headline
    lead: str
    indicators: tuple[IndicatorBlock, ...]
    advice_title: str
    advice: str
    density: str


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article with the score of the questions that cover it."""

    number: int
    title: str
    score: str
    band: str
    questions: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """An instrument: its articles with scores, or a sentence when it is mapped less finely."""

    name: str
    note: str
    rows: tuple[ArticleRow, ...]

    @property
    def halves(self) -> tuple[tuple[ArticleRow, ...], tuple[ArticleRow, ...]]:
        """The rows in two columns of equal length, the first one the longer."""
        middle = (len(self.rows) + 1) // 2
        return self.rows[:middle], self.rows[middle:]


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A question that the bank plans to lift: from what to what, by whom and by when.

    ``target_text`` is the statement of a level, empty otherwise. ``state`` says what became of the
    step when the bank signed again, empty while it is to be taken.
    """

    code: str
    question: str
    now: str
    target: str
    target_text: str
    owner: str
    due: str
    state: str


@dataclass(frozen=True, slots=True)
class WeightRow:
    """The weights within one dimension, and the dimension's own."""

    dimension: str
    weight: str
    indicators: str


@dataclass(frozen=True, slots=True)
class Note:
    """A heading with sentences below it."""

    title: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """A node of the score opened up: its parts, its weight, the sum it comes from.

    ``left_out`` says why a node does not count; ``how`` is the arithmetic down to rounding.
    """

    code: str
    name: str
    shown: str
    weight: str
    how: str
    left_out: str
    parts: tuple[Trace, ...]

    def walk(self) -> Iterator[Trace]:
        """Yield this node and all below it, parents first."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A dimension, or the total, last time and now, like for like where the model changed.

    ``share`` is how much of the weight is compared; ``is_clear`` that the change means something.
    """

    name: str
    before: str
    now: str
    points: str
    share: str
    is_clear: bool
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class YearsPart:
    """The years of a bank: the finding, what may be compared, the chart and the changes."""

    headline: Headline
    sentences: tuple[str, ...]
    chart: Years
    changes: tuple[ChangeRow, ...]
    is_break: bool


class Level(Enum):
    """How deep in the score a node lies, from the total down."""

    TOTAL = "total"
    DIMENSION = "dimension"
    INDICATOR = "indicator"
    QUESTION = "question"

    @property
    def label(self) -> Promise:
        """What people call such a node."""
        return LABELS[self]


LABELS = {
    Level.TOTAL: pgettext_lazy("centre of a chart", "Total"),
    Level.DIMENSION: gettext_lazy("Dimension"),
    Level.INDICATOR: gettext_lazy("Indicator"),
    Level.QUESTION: gettext_lazy("Question"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """A node of the score as figures, for whoever works with them; empty words say nothing.

    ``no_peer`` says why the peers have no figure; questions never have one. ``spread`` is None
    where the banks by band are not told.
    """

    code: str
    name: str
    level: Level
    own: Shown
    band: str
    weight: str
    how: str
    left_out: str
    peer: Peer
    no_peer: str
    gap: Decimal | None
    spread: PublicSpread | None


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """A group the bank may be set against."""

    code: str
    name: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """Everything that a scorecard says, in one language."""

    language: str
    identity: Identity
    headline: Headline
    lead: str
    facts: tuple[Fact, ...]
    has_peers: bool
    comb: Comb
    radar: Radar
    legend: Legend
    dimensions: tuple[DimensionRow, ...]
    leads: tuple[Move, ...]
    gaps: tuple[Move, ...]
    dots: DotPlot
    dots_headline: Headline
    dots_lead: str
    heat: Heat | None
    spread: Spread | None
    sheets: tuple[DimensionSheet, ...]
    ratios: tuple[RatioRow, ...]
    ratios_lead: str
    coverage: tuple[Coverage, ...]
    plan: tuple[PlanRow, ...]
    plan_lead: str
    small_print: str
    peers: Note
    withheld: Note
    not_applicable: Note
    method: Note
    weights: tuple[WeightRow, ...]
    confidentiality: Note
    trace: Trace
    years: YearsPart | None
    figures: tuple[FigureRow, ...]
    choices: tuple[GroupChoice, ...]
