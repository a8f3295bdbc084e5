"""What each chart says before anyone draws it, and the same figures as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from hive.core.disclosure import Place, PublicStatistic, Withheld
from reports.charts.figures import DASH, percent, signed, two
from reports.charts.parts import (
    Axis,
    Cluster,
    DotGroup,
    DotRow,
    HeatColumn,
    HeatRow,
    ProgressCell,
    ProgressCluster,
    Scale,
    Shown,
    SpreadRow,
    Table,
    YearPanel,
    YearPoint,
    is_emblem,
    peer_text,
)
from reports.charts.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartSpec:
    """What every chart carries: title (the text in place of the drawing), finding, source."""

    words: Words
    title: str
    takeaway: str = ""
    source: str = ""

    @property
    def language(self) -> str:
        """The language of every word in the chart."""
        return self.words.language


@dataclass(frozen=True, slots=True, kw_only=True)
class Comb(ChartSpec):
    """Indicators as cells coloured by band, clustered by dimension round the total."""

    scale: Scale
    total: Shown
    clusters: tuple[Cluster, ...]

    @property
    def is_emblem(self) -> bool:
        """Whether the cells make the full comb of nineteen: six dimensions of three."""
        return is_emblem(tuple(len(cluster.cells) for cluster in self.clusters))

    def table(self) -> Table:
        """List every indicator under its dimension, the total last."""
        w = self.words
        head = (w.dimension, w.indicator, w.band, w.score)
        rows = [row for cluster in self.clusters for row in self._rows(cluster)]
        rows.append((w.total, "", *self._cells(self.total)))
        return Table(self.title, head, tuple(rows), first_figure=3)

    def _rows(self, cluster: Cluster) -> Iterator[tuple[str, ...]]:
        yield (cluster.name, "", *self._cells(cluster.shown))
        for cell in cluster.cells:
            yield (cluster.name, f"{cell.code} {cell.name}", *self._cells(cell.shown))

    def _cells(self, shown: Shown) -> tuple[str, str]:
        if shown.value is None and shown.reason:
            return self.words.reason(shown.reason), DASH
        return self.scale.name(shown.band), two(shown.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressComb(ChartSpec):
    """The comb while it is filled in; ``centre`` is a figure, ``centre_note`` words below it."""

    clusters: tuple[ProgressCluster, ...]
    centre: str
    centre_note: str

    @property
    def is_emblem(self) -> bool:
        """Whether the cells make the full comb of nineteen: six dimensions of three."""
        return is_emblem(tuple(len(cluster.cells) for cluster in self.clusters))

    def table(self) -> Table:
        """List the answered questions of every indicator."""
        w = self.words
        rows = (
            (cluster.name, f"{cell.code} {cell.name}", self._state(cell), _of(cell))
            for cluster in self.clusters
            for cell in cluster.cells
        )
        return Table(self.title, (w.dimension, w.indicator, w.state, w.answered), tuple(rows), 3)

    def _state(self, cell: ProgressCell) -> str:
        if cell.returned:
            return self.words.returned
        return self.words.done if cell.done else DASH


@dataclass(frozen=True, slots=True, kw_only=True)
class Radar(ChartSpec):
    """Dimensions of one bank against its peers, on rings at the limits of the bands."""

    scale: Scale
    axes: tuple[Axis, ...]

    def table(self) -> Table:
        """List every dimension with both figures."""
        w = self.words
        rows = ((a.name, two(a.own.value), peer_text(a.peer, w)) for a in self.axes)
        return Table(self.title, (w.dimension, w.own, w.peer), tuple(rows), first_figure=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DotPlot(ChartSpec):
    """The chart that decides: every indicator against the middle half of the peers."""

    scale: Scale
    groups: tuple[DotGroup, ...]

    @property
    def has_last(self) -> bool:
        """Whether any indicator is shown against last year."""
        return any(row.last is not None for group in self.groups for row in group.rows)

    def table(self) -> Table:
        """List every indicator with this bank's score, the quartiles of its peers and the gap."""
        w = self.words
        head = (
            *(w.dimension, w.indicator, w.own),
            *(w.lower_quartile, w.peer, w.upper_quartile, w.gap),
            *((w.last,) if self.has_last else ()),
        )
        rows = (
            (group.name, f"{row.code} {row.name}", *_dot_figures(row, w), *self._last(row))
            for group in self.groups
            for row in group.rows
        )
        return Table(self.title, head, tuple(rows), first_figure=2)

    def _last(self, row: DotRow) -> tuple[str, ...]:
        return (two(row.last),) if self.has_last else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Years(ChartSpec):
    """Every dimension over the years in a small panel of its own, on one scale."""

    scale: Scale
    panels: tuple[YearPanel, ...]

    def table(self) -> Table:
        """List every year of every dimension with the edition that asked."""
        w = self.words
        rows = (
            (panel.name, str(point.year), point.edition, two(point.own.value), _median(point, w))
            for panel in self.panels
            for point in panel.points
        )
        head = (w.dimension, w.year, w.edition, w.own, w.peer)
        return Table(self.title, head, tuple(rows), first_figure=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat(ChartSpec):
    """Every dimension of this bank beside the medians of its groups, coloured by band.

    The first column is this bank's, then come its groups, the finest first.
    """

    scale: Scale
    columns: tuple[HeatColumn, ...]
    rows: tuple[HeatRow, ...]

    def table(self) -> Table:
        """List the figures with the band of each, or why there is none."""
        w = self.words
        heads = (" ".join(filter(None, (each.name, each.note))) for each in self.columns)
        rows = ((row.name, *(self._cell(cell) for cell in row.cells)) for row in self.rows)
        return Table(self.title, (w.dimension, *heads), tuple(rows), first_figure=1)

    def _cell(self, shown: Shown) -> str:
        if shown.value is None:
            return self.words.reason(shown.reason)
        return f"{two(shown.value)} {self.scale.name(shown.band)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread(ChartSpec):
    """Which share of the group's banks lies in which bands, with the bands of this bank marked."""

    scale: Scale
    rows: tuple[SpreadRow, ...]

    def table(self) -> Table:
        """List every part of the bands of every dimension with its share of the banks."""
        w = self.words
        rows = [line for row in self.rows for line in self._lines(row)]
        return Table(self.title, (w.dimension, w.band, w.own, w.share), tuple(rows), 3)

    def _lines(self, row: SpreadRow) -> Iterator[tuple[str, ...]]:
        if isinstance(row.told, Withheld):
            yield (row.name, self.words.reason(row.told.reason), "", DASH)
            return
        for part in row.told.parts:
            own = self.scale.name(row.own_band) if part == row.own_part else ""
            share = percent(part.banks, row.told.n)
            yield (row.name, self.scale.span_name(part), own, share)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip(ChartSpec):
    """One row of the dot plot by itself."""

    scale: Scale
    row: DotRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder(ChartSpec):
    """Which of a question's levels is reached; 0 for none."""

    reached: int
    levels: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarter(ChartSpec):
    """A bank's place among its peers; none when the figures are withheld."""

    place: Place | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend(ChartSpec):
    """The bands of the edition, named, with their limits."""

    scale: Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell(ChartSpec):
    """One cell with its score in the colour of its band."""

    scale: Scale
    shown: Shown


@dataclass(frozen=True, slots=True)
class Mark:
    """The sign of the product. ``title`` is empty where the name stands beside it."""

    title: str = ""


def _median(point: YearPoint, words: Words) -> str:
    return peer_text(point.peer, words)


def _dot_figures(row: DotRow, words: Words) -> tuple[str, ...]:
    median = peer_text(row.peer, words)
    if not isinstance(row.peer, PublicStatistic):
        return two(row.own.value), DASH, median, DASH, DASH
    low, high = two(row.peer.lower_quartile), two(row.peer.upper_quartile)
    return two(row.own.value), low, median, high, signed(row.gap)


def _of(cell: ProgressCell) -> str:
    return f"{cell.answered} / {cell.questions}"
