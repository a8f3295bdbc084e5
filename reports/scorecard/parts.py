"""The parts of a scorecard: finished words, figures as they are printed, and chart specs."""

from __future__ import annotations

from dataclasses import dataclass

from reports.charts.spec import Cell, Comb, DotPlot, Ladder, Legend, Quarter, Radar, Strip


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
    choices: tuple[GroupChoice, ...]
