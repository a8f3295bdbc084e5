"""What every part of a scorecard is made from: results in one language, node by node."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from hive.core.disclosure import (
    Place,
    PublicSpread,
    PublicStatistic,
    Withheld,
    is_meaningful,
    place,
    smallest_difference,
)
from hive.core.maturity import shown
from hive.core.model import TOTAL, Dimension, HiveModel, Indicator, Text
from hive.core.scoring import Score
from reports.charts.parts import DotRow, Peer, Scale, Shown
from reports.charts.words import Words, words
from reports.history import NO_HISTORY, History
from reports.queries import Results


@dataclass(frozen=True)
class Material:
    """The results of one submission as they are shown in one language."""

    results: Results
    language: str
    history: History = NO_HISTORY

    @cached_property
    def words(self) -> Words:
        """The words of the charts."""
        return words(self.language)

    @cached_property
    def scale(self) -> Scale:
        """The edition's scale with the names of its bands."""
        return Scale.of(self.model, self.language)

    @property
    def model(self) -> HiveModel:
        """The edition of the cycle."""
        return self.results.model

    @cached_property
    def nodes(self) -> dict[str, Score]:
        """Every node of the stored score by its code."""
        return {node.code: node for node in self.results.score.walk()}

    def say(self, text: Text) -> str:
        """Return a text of the edition in the language of the scorecard."""
        return text.in_(self.language)

    def own(self, code: str) -> Shown:
        """Return a node's score as people see it."""
        return self._shown[code]

    @cached_property
    def _shown(self) -> dict[str, Shown]:
        return {code: self._as_shown(node) for code, node in self.nodes.items()}

    def _as_shown(self, node: Score) -> Shown:
        if node.value is None:
            return Shown(None, None, node.reason.value if node.reason else "")
        return Shown(shown(self.model, node.value), node.band)

    def peer(self, code: str) -> Peer:
        """Return the released figure of the group for a node; None before release."""
        peers = self.results.peers
        return peers.statistics.get(code) if peers else None

    def spread(self, code: str) -> PublicSpread | None:
        """Return how the group's banks lie in the bands of a node; None where it is not told."""
        peers = self.results.peers
        told = peers.spreads.get(code) if peers else None
        return told if isinstance(told, PublicSpread) else None

    def gap(self, code: str) -> Decimal | None:
        """Return the difference of the two figures shown."""
        return self.dot(code, "").gap

    def clear_gap(self, code: str) -> Decimal | None:
        """Return the gap if it means something: more than one answer can move."""
        gap = self.gap(code)
        if gap is None or not is_meaningful(gap, smallest_difference(self.model, code)):
            return None
        return gap

    def place(self, code: str) -> Place | None:
        """Return a node's place among the peers by the figures shown; None without either."""
        own, peer = self.own(code).value, self.peer(code)
        return place(own, peer) if own is not None and isinstance(peer, PublicStatistic) else None

    def dot(self, code: str, name: str) -> DotRow:
        """Return a node's row for the dot plot."""
        change = self.history.before(code)
        last = change.before if change else None
        return DotRow(code, name, self.own(code), self.peer(code), last)

    def band_name(self, number: int | None) -> str:
        """Return the name of a band, a dash for none."""
        return self.scale.name(number)

    @cached_property
    def withheld(self) -> tuple[Withheld, ...]:
        """Everything of the group that is not told, in the order of the model."""
        peers = self.results.peers
        if peers is None:
            return ()
        nodes = [peers.statistics.get(code) for code, _, _ in self.model.nodes()]
        ratios = [peers.ratios.get(question.code) for question in self.model.key_ratios]
        return tuple(each for each in (*nodes, *ratios) if isinstance(each, Withheld))

    def stands_out(self, parts: tuple[Dimension, ...] | tuple[Indicator, ...]) -> Standouts:
        """Sort dimensions or indicators by whether they are clearly above or below the peers."""
        clear = [(part, gap) for part in parts if (gap := self.clear_gap(part.code)) is not None]
        return Standouts(
            tuple(part for part, gap in clear if gap > 0),
            tuple(part for part, gap in clear if gap < 0),
            sum(isinstance(self.peer(part.code), PublicStatistic) for part in parts),
        )

    @property
    def total(self) -> Shown:
        """The total as people see it."""
        return self.own(TOTAL)


@dataclass(frozen=True)
class Standouts:
    """Parts clearly above and below the peers, and how many could be compared."""

    above: tuple[Dimension | Indicator, ...]
    below: tuple[Dimension | Indicator, ...]
    compared: int
