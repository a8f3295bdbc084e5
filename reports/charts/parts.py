"""What charts are made of: scales, scores as shown, and the rows and cells that carry them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hive.core.disclosure import Part, PublicSpread, PublicStatistic, Withheld
from hive.core.model import HiveModel
from reports.charts.figures import DASH, limit, two
from reports.charts.words import Words

Peer = PublicStatistic | Withheld | None
Spreading = PublicSpread | Withheld


@dataclass(frozen=True, slots=True)
class Table:
    """A chart as a table of finished strings; columns from ``first_figure`` on hold figures."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_figure: int


@dataclass(frozen=True, slots=True)
class Step:
    """One band of the edition: its number from 1, its name in the reader's language, its limits."""

    number: int
    name: str
    floor: Decimal
    ceiling: Decimal

    @property
    def span(self) -> str:
        """The limits in figures: ``20–40``."""
        return f"{limit(self.floor)}\N{EN DASH}{limit(self.ceiling)}"


@dataclass(frozen=True, slots=True)
class Scale:
    """The edition's scale and the bands that divide it."""

    low: Decimal
    high: Decimal
    steps: tuple[Step, ...]

    @classmethod
    def of(cls, model: HiveModel, language: str) -> Scale:
        """Take the scale of an edition, with the names of its bands in one language."""
        steps = (Step(b.number, b.name.in_(language), b.floor, b.ceiling) for b in model.bands)
        return cls(model.scoring.scale_min, model.scoring.scale_max, tuple(steps))

    @property
    def limits(self) -> tuple[Decimal, ...]:
        """Every edge of a band, from the lowest score to the highest."""
        return tuple(sorted({self.low, *(step.floor for step in self.steps), self.high}))

    def name(self, band: int | None) -> str:
        """Return the name of a band by its number, a dash for none."""
        return next((step.name for step in self.steps if step.number == band), DASH)

    def span_name(self, part: Part) -> str:
        """Return the name of neighbouring bands told as one: ``Initial–Developing``."""
        ends = dict.fromkeys((part.first, part.last))
        return "\N{EN DASH}".join(self.name(band) for band in ends)

    def band_of(self, value: Decimal) -> int:
        """Return the number of the band in which a figure as shown lies."""
        return max(step.number for step in self.steps if value >= step.floor)


@dataclass(frozen=True, slots=True)
class Shown:
    """A score as people see it, rounded, with its band; or none and the key of the reason."""

    value: Decimal | None
    band: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Node:
    """An indicator or the like with its score."""

    code: str
    name: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class Cluster:
    """A dimension with its own score and its indicators."""

    code: str
    name: str
    shown: Shown
    cells: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ProgressCell:
    """How far one indicator is filled in."""

    code: str
    name: str
    answered: int
    questions: int
    done: bool = False
    returned: bool = False


@dataclass(frozen=True, slots=True)
class ProgressCluster:
    """A dimension with the progress of its indicators."""

    code: str
    name: str
    cells: tuple[ProgressCell, ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """A corner of the radar: a dimension with its own score and its peers' figure."""

    code: str
    name: str
    own: Shown
    peer: Peer


@dataclass(frozen=True, slots=True)
class DotRow:
    """One indicator of one bank against the quartiles of its peers, and against last year."""

    code: str
    name: str
    own: Shown
    peer: Peer
    last: Decimal | None = None

    @property
    def moved_from(self) -> Decimal | None:
        """Last year's score, where it was another one."""
        return None if self.own.value in (None, self.last) else self.last

    @property
    def gap(self) -> Decimal | None:
        """The difference of the two figures shown: this bank's score less the peer median."""
        if self.own.value is None or not isinstance(self.peer, PublicStatistic):
            return None
        return self.own.value - self.peer.median


@dataclass(frozen=True, slots=True)
class YearPoint:
    """A year of one dimension; only years of the latest edition are joined by a line."""

    year: int
    edition: str
    own: Shown
    peer: Peer
    is_comparable: bool


@dataclass(frozen=True, slots=True)
class YearPanel:
    """A dimension over the years, the oldest first."""

    code: str
    name: str
    points: tuple[YearPoint, ...]


@dataclass(frozen=True, slots=True)
class HeatColumn:
    """Whom a column of the heat table describes; ``note`` says how many banks."""

    name: str
    note: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A dimension, or the total: this bank's score, then the median of each group."""

    code: str
    name: str
    cells: tuple[Shown, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """A dimension, or the total: how the group's banks lie in the bands, and this bank's band."""

    code: str
    name: str
    own_band: int | None
    told: Spreading
    is_total: bool = False

    @property
    def own_part(self) -> Part | None:
        """The part in which this bank lies; None without a score, or where nothing is told."""
        if self.own_band is None or isinstance(self.told, Withheld):
            return None
        return self.told.part_of(self.own_band)


@dataclass(frozen=True, slots=True)
class DotGroup:
    """A dimension with its rows."""

    code: str
    name: str
    rows: tuple[DotRow, ...]


def is_emblem(cells: tuple[int, ...]) -> bool:
    """Whether dimensions with these counts of indicators fill the comb of nineteen."""
    return cells == (3,) * 6


def peer_text(peer: Peer, words: Words) -> str:
    """Write a peer median, or why there is none."""
    match peer:
        case None:
            return DASH
        case Withheld():
            return words.reason(peer.reason)
        case _:
            return two(peer.median)
